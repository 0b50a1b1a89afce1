/**
 * What a screen reader says about the others, politely: who came, who went, who edits the paragraph one is in. Never
 * more than a sentence every few seconds, however many people come and go; and the same person's editing is news again
 * only after a while. Clock and timers are passed in.
 */

import type { Environment } from '../lib/environment.ts';
import { text } from '../ui/text.ts';

/** Long enough to hear a sentence. */
const BETWEEN_MS = 4_000;

/** Who edits here and goes on editing is known. */
const EDITING_KNOWN_MS = 60_000;

/** More names than this are a number. */
const NAMES_MAX = 3;

export class Announcements {
  readonly #environment: Environment;
  readonly #say: (sentence: string) => void;
  #joined: string[] = [];
  #left: string[] = [];
  #editing: string[] = [];
  readonly #editingKnownUntilMs = new Map<string, number>();
  #quietUntilMs = 0;
  #cancel: (() => void) | null = null;

  constructor(environment: Environment, say: (sentence: string) => void) {
    this.#environment = environment;
    this.#say = say;
  }

  joined(name: string): void {
    // Who went and came back at once was hardly away.
    if (!taken(this.#left, name)) this.#joined.push(name);
    this.#speakSoon();
  }

  left(name: string): void {
    if (!taken(this.#joined, name)) this.#left.push(name);
    this.#speakSoon();
  }

  /** `key` edits the paragraph that the reader is in. */
  editing(key: string, name: string): void {
    const now = this.#environment.now();
    const isKnown = (this.#editingKnownUntilMs.get(key) ?? 0) > now;
    this.#editingKnownUntilMs.set(key, now + EDITING_KNOWN_MS);
    if (isKnown) return;
    this.#editing.push(name);
    this.#speakSoon();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #speakSoon(): void {
    const waitMs = Math.max(0, this.#quietUntilMs - this.#environment.now());
    this.#cancel ??= this.#environment.after(waitMs, () => {
      this.#cancel = null;
      this.#speak();
    });
  }

  #speak(): void {
    const sentences = [
      ...said(this.#editing, text.people.editsYours, text.people.manyEditYours),
      ...said(this.#joined, text.people.joined, text.people.manyJoined),
      ...said(this.#left, text.people.left, text.people.manyLeft),
    ];
    this.#editing = [];
    this.#joined = [];
    this.#left = [];
    if (sentences.length === 0) return;
    this.#quietUntilMs = this.#environment.now() + BETWEEN_MS;
    this.#say(sentences.join(', '));
  }
}

function taken(names: string[], name: string): boolean {
  const place = names.indexOf(name);
  if (place >= 0) names.splice(place, 1);
  return place >= 0;
}

function said(names: readonly string[], one: (name: string) => string, many: (count: number) => string): string[] {
  return names.length > NAMES_MAX ? [many(names.length)] : names.map(one);
}
