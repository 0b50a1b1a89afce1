/** What happened in a world: a hash of every event and every byte on a line, and a story for people where one is wanted. */

import { crc32 } from '../../../server/lib/crc32.ts';

export class Trace {
  readonly #told: { readonly atMs: number; readonly line: string }[] = [];
  readonly #counts = new Map<string, number>();
  readonly #elapsedMs: () => number;
  #high = 0x811c9dc5;
  #low = 0x01000193;

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** Goes into the hash only. */
  note(who: string, what: string, value: number): void {
    for (let at = 0; at < who.length; at += 1) this.#mix(who.charCodeAt(at));
    for (let at = 0; at < what.length; at += 1) this.#mix(what.charCodeAt(at));
    this.#mix(Math.floor(value * 1_000));
  }

  /** Bytes on a line or on the disk go into the hash. */
  bytes(who: string, what: string, bytes: Uint8Array): void {
    this.note(who, what, crc32(bytes));
  }

  /** A line of the story. */
  tell(line: string): void {
    this.note('', line, 0);
    this.#told.push({ atMs: this.#elapsedMs(), line });
  }

  /** The story. */
  get lines(): string[] {
    return this.#told.map(({ atMs, line }) => `${(atMs / 1_000).toFixed(3).padStart(8)} s  ${line}`);
  }

  /** Counts something that a run should come across. */
  cover(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  get coverage(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** 64 bits as 16 characters. */
  get hash(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(value: number): void {
    this.#high = Math.imul(this.#high ^ value, 0x01000193);
    const turned = (this.#low << 13) | (this.#low >>> 19);
    this.#low = (Math.imul(turned ^ this.#high, 0x85ebca6b) + 0xe6546b64) | 0;
  }
}
