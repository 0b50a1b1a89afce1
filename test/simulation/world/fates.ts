/**
 * What became of every character that somebody typed. Each is one of a kind, so in the end it is there exactly once,
 * unless somebody deleted it, or nobody was ever told that it is safe.
 */

import type { Durable } from './durable.ts';

/** One stay of a tab on a document: from opening it until it is closed or killed. */
export interface Visit {
  readonly who: string;
  readonly documentId: string;
  /** Ended so that what was not saved may be gone. */
  isLost: boolean;
  /** Made without the right to write: changes nothing. */
  readonly isReadOnly: boolean;
}

interface Fate {
  readonly visit: Visit;
  /** Whether its author was told that it is saved. */
  isAcknowledged: boolean;
  /** Whether the device of its author kept it when the tab ended. */
  isOnDevice: boolean;
  /** Only in what was written after the backup that was restored, and nobody who is here, and may write, has it. */
  mayBeGone: boolean;
  /** It was deleted, and brought back or written anew elsewhere: a deletion may have met the one or the other. */
  mayBeBack: boolean;
  /** Two people may have moved it at once, each to another place. */
  mayRepeat: boolean;
  readonly deletions: { readonly visit: Visit; isAcknowledged: boolean }[];
}

const FIRST_CODE = 0x4e00;
const FIRST_LONG_CODE = 0x20000;

export class Fates {
  readonly #fates = new Map<string, Fate>();
  readonly #durable: Durable;
  /** What a restored server has lost, and has not been given back. */
  #forgotten = new Set<string>();
  #wereForgotten = false;

  constructor(durable: Durable) {
    this.#durable = durable;
  }

  get count(): number {
    return this.#fates.size;
  }

  /** A character that was never typed before; a long one takes two UTF-16 units. */
  type(visit: Visit, isLong: boolean): string {
    const character = String.fromCodePoint((isLong ? FIRST_LONG_CODE : FIRST_CODE) + this.#fates.size);
    this.#fates.set(character, {
      visit,
      isAcknowledged: false,
      isOnDevice: false,
      mayBeGone: false,
      mayBeBack: false,
      mayRepeat: false,
      deletions: [],
    });
    return character;
  }

  /** @returns false for one that nobody typed here. */
  delete(visit: Visit, character: string): boolean {
    const fate = this.#fates.get(character);
    fate?.deletions.push({ visit, isAcknowledged: false });
    return fate !== undefined;
  }

  /** It was deleted in one place and written in another. */
  move(character: string): void {
    const fate = this.#fates.get(character);
    if (fate !== undefined) fate.mayBeBack = fate.mayRepeat = true;
  }

  /** The server took home what was written in a place that somebody moved. */
  rescue(characters: string): void {
    for (const character of characters) this.move(character);
  }

  /** It stands somewhere where it did not stand before; perhaps after its deletion was undone. */
  bring(character: string): void {
    const fate = this.#fates.get(character);
    if (fate !== undefined) fate.mayBeBack ||= fate.deletions.length > 0;
  }

  /** A tab ended, and this is what its device keeps. */
  keep(text: string): void {
    for (const character of text) {
      const fate = this.#fates.get(character);
      if (fate !== undefined) fate.isOnDevice = true;
    }
  }

  /** A backup was restored, and what is durable is what it has. @param held what somebody has who is here, and may write. */
  forget(held: ReadonlySet<string>): void {
    for (const fate of this.#fates.values()) fate.mayBeBack ||= fate.deletions.length > 0;
    this.#wereForgotten = true;
    this.#forgotten = new Set(this.#fates.keys());
    this.lookFor(held);
  }

  /** Somebody has left who may have been the last to have what a restored server has lost. @param held what others have. */
  lookFor(held: ReadonlySet<string>): void {
    for (const character of this.#forgotten) {
      const fate = this.#fates.get(character) as Fate;
      const isBack = this.#durable.stillHasCharacter(fate.visit.documentId, character);
      if (isBack || fate.mayBeGone) this.#forgotten.delete(character);
      else if (!held.has(character)) fate.mayBeGone = true;
    }
  }

  /** Whether a backup was restored. */
  get wereForgotten(): boolean {
    return this.#wereForgotten;
  }

  /** Whether all of this that somebody typed is what a restored server has lost for good. */
  areGone(text: string): boolean {
    return [...text].every((character) => this.#fates.get(character)?.mayBeGone ?? true);
  }

  /** Whether a text holds something that a restored server has lost, and has not been given back. */
  holdsForgotten(text: string): boolean {
    const isForgotten = (character: string) =>
      this.#forgotten.has(character) || this.#fates.get(character)?.mayBeGone === true;
    return [...text].some((character) => isForgotten(character) && this.#isLacking(character));
  }

  #isLacking(character: string): boolean {
    const fate = this.#fates.get(character);
    return fate !== undefined && !this.#durable.stillHasCharacter(fate.visit.documentId, character);
  }

  /** Whether a restored server lacks something that is not gone. */
  get lacksSomething(): boolean {
    return this.#forgotten.size > 0;
  }

  /** Somebody was told that everything of this visit is saved. @returns what is not. */
  acknowledge(visit: Visit): string | null {
    for (const [character, fate] of this.#fates) {
      if (fate.visit === visit && !fate.isAcknowledged) {
        // What was deleted before it was ever sent is nowhere.
        const isThere =
          fate.deletions.length > 0 || fate.mayBeGone || this.#durable.hasCharacter(visit.documentId, character);
        if (!isThere) return `${character} is not on the disk`;
        fate.isAcknowledged = true;
      }
      for (const deletion of fate.deletions) if (deletion.visit === visit) deletion.isAcknowledged = true;
    }
    return null;
  }

  /** Somebody received this from the server. @returns what the server could still lose. */
  receive(documentId: string, text: string): string | null {
    for (const character of text) {
      if (!this.#fates.has(character) || this.#durable.hasCharacter(documentId, character)) continue;
      return `${character} was relayed before it was on the disk`;
    }
    return null;
  }

  /** @returns what is wrong with a document that reads so in the end, a sentence each. */
  judge(documentId: string, text: string): string[] {
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    const flaws: string[] = [];
    for (const [character, fate] of this.#fates) {
      const count = counts.get(character) ?? 0;
      const flaw =
        fate.visit.documentId === documentId ? flawOf(fate, count) : count > 0 ? 'is of another document' : null;
      if (flaw !== null) flaws.push(`${character} of ${fate.visit.who} ${flaw}`);
    }
    return flaws;
  }
}

function flawOf(fate: Fate, count: number): string | null {
  const { visit, isAcknowledged, isOnDevice, mayBeGone, mayBeBack, mayRepeat, deletions } = fate;
  if (visit.isReadOnly) return count > 0 ? 'was written by somebody who may only read' : null;
  if (count > 1 && !mayRepeat) return `is there ${count} times`;
  if ((mayBeBack && deletions.length > 0) || (mayBeGone && count === 0)) return null;
  const binding = deletions.filter((deletion) => deletion.isAcknowledged || !deletion.visit.isLost);
  const deleted = binding.filter((deletion) => !deletion.visit.isReadOnly);
  if (deleted.length > 0) return count > 0 ? `is there although ${deleted[0]?.visit.who} deleted it` : null;
  const maybeDeleted = deletions.some((deletion) => !deletion.visit.isReadOnly);
  if (count === 0 && !maybeDeleted && (isAcknowledged || isOnDevice || !visit.isLost)) return 'is lost';
  return null;
}
