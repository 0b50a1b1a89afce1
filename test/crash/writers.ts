/**
 * People who write without pause while the server is ended in every bad way, and an account, kept outside the server,
 * of what was confirmed to them and what they saw of each other.
 *
 * Each edit inserts one word, `<writer>.<number>;`, at a random place, and sometimes deletes an older word of the same
 * writer. So a state can be judged by its words: which are there, which are gone, and whether one is missing between
 * two others.
 */

import type * as Y from 'yjs';
import type { SeededRandom } from '../support/seeded-random.ts';
import { CrashClient } from './crash-client.ts';

const EDIT_INTERVAL_MS = 3;
/** Checkpoints asked for after so many edits. */
const EDITS_A_CHECKPOINT = 4;

export interface Verdict {
  /** Edits confirmed since the judgement before. */
  readonly acknowledged: number;
  /** Confirmed, or seen by somebody else, and not there. */
  readonly lost: readonly string[];
  /** Missing, although a later edit of the same writer is there. */
  readonly gaps: readonly string[];
}

interface Edit {
  readonly number: number;
  /** The word this edit took away, if any. */
  readonly deleted: number | null;
}

export class Writer {
  readonly client: CrashClient;
  readonly #name: string;
  readonly #random: SeededRandom;
  readonly #edits: Edit[] = [];
  /** For each checkpoint, how many edits it covers. */
  readonly #editsAt: number[] = [0];
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(name: string, id: string, random: SeededRandom) {
    this.#name = name;
    this.#random = random;
    this.client = new CrashClient(id);
  }

  /** Edits of which an echo said that they are on the disk. */
  get acknowledged(): number {
    return this.#editsAt[this.client.echoed] ?? 0;
  }

  begin(): void {
    this.#timer = setInterval(() => this.#step(), EDIT_INTERVAL_MS);
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  edit(): void {
    const text = this.client.document.getText('body');
    const number = this.#edits.length;
    this.client.document.transact(() => {
      this.#edits.push({ number, deleted: this.#random.chance(0.2) ? this.#deleteOne(text) : null });
      text.insert(this.#placeIn(text), this.word(number));
    });
  }

  word(number: number): string {
    return `${this.#name}.${number};`;
  }

  /** The last edit of this writer that shows in a text, as a count; 0 when none does. */
  seenIn(text: string): number {
    let seen = 0;
    for (const match of text.matchAll(new RegExp(`${this.#name}\\.(\\d+);`, 'g')))
      seen = Math.max(seen, Number(match[1]) + 1);
    return seen;
  }

  /** Compares a state with what must be in it: the first `owed` edits, whole, and nothing after a hole. */
  judge(text: string, owed: number): Pick<Verdict, 'lost' | 'gaps'> {
    const present = this.seenIn(text);
    const through = Math.max(owed, present);
    const deleted = new Set(this.#edits.slice(0, through).flatMap((edit) => edit.deleted ?? []));
    const maybeDeleted = new Set(this.#edits.flatMap((edit) => edit.deleted ?? []));
    const words = new Set(text.match(new RegExp(`${this.#name}\\.\\d+;`, 'g')));
    const missing = this.#edits
      .slice(0, through)
      .filter(({ number }) => !words.has(this.word(number)) && !maybeDeleted.has(number));
    const undead = [...deleted].filter((number) => words.has(this.word(number)));
    return {
      lost: [
        ...missing.filter(({ number }) => number < owed).map(({ number }) => this.word(number)),
        ...undead.map((number) => `the deletion of ${this.word(number)}`),
      ],
      gaps: missing.filter(({ number }) => number >= owed).map(({ number }) => this.word(number)),
    };
  }

  #step(): void {
    if (!this.client.isOpen) return;
    this.edit();
    if (this.#edits.length % EDITS_A_CHECKPOINT !== 0) return;
    this.#editsAt[this.client.askForEcho()] = this.#edits.length;
  }

  /** Word boundaries only: a word cut in two by somebody else's would not be found again. */
  #placeIn(text: Y.Text): number {
    const words = text.toString().split(';');
    return words.slice(0, this.#random.below(words.length)).reduce((length, word) => length + word.length + 1, 0);
  }

  #deleteOne(text: Y.Text): number | null {
    const candidate = this.#random.below(Math.max(1, this.#edits.length));
    const word = this.word(candidate);
    const whole = text.toString();
    const at = whole.indexOf(word);
    if (at === -1 || (at > 0 && whole[at - 1] !== ';')) return null;
    text.delete(at, word.length);
    return candidate;
  }
}

/** Everybody in one document, and what the server owes them. */
export class WritersOfDocument {
  readonly id: string;
  readonly writers: readonly Writer[];
  #counted = 0;

  constructor(id: string, count: number, random: SeededRandom) {
    this.id = id;
    this.writers = Array.from({ length: count }, (_, index) => new Writer(`${'abcdefgh'[index]}`, id, random));
  }

  async join(syncUrl: string): Promise<void> {
    for (const { client } of this.writers) await client.join(syncUrl);
  }

  begin(): void {
    for (const writer of this.writers) writer.begin();
  }

  end(): void {
    for (const writer of this.writers) {
      writer.end();
      writer.client.leave();
    }
  }

  /** R29: what was confirmed. R30: what anybody else has seen. Both must be there; R31: without a hole. */
  judge(state: Y.Doc): Verdict {
    const text = state.getText('body').toString();
    const lost: string[] = [];
    const gaps: string[] = [];
    let acknowledged = 0;
    for (const writer of this.writers) {
      const others = this.writers.filter((other) => other !== writer);
      const seen = others.map(({ client }) => writer.seenIn(client.document.getText('body').toString()));
      const verdict = writer.judge(text, Math.max(writer.acknowledged, ...seen));
      acknowledged += writer.acknowledged;
      lost.push(...verdict.lost);
      gaps.push(...verdict.gaps);
    }
    if (state.store.pendingStructs !== null) gaps.push('structs that wait for missing ones');
    const counted = this.#counted;
    this.#counted = acknowledged;
    return { acknowledged: acknowledged - counted, lost, gaps };
  }
}
