/**
 * Which markers one client has seen, a writer at a time: what is missing, and what came again.
 *
 * A marker that comes again is a repeated transfer, which changes nothing in a document; scenarios in which nobody
 * falls behind expect none.
 */

export class MarkerLedger {
  readonly #firstWriter: number;
  /** Markers of each writer seen in a row from the first. */
  readonly #next: Int32Array;
  /** Those seen beyond a gap, by writer. */
  readonly #beyond = new Map<number, Set<number>>();
  repeated = 0;

  constructor(firstWriter: number, writers: number) {
    this.#firstWriter = firstWriter;
    this.#next = new Int32Array(writers);
  }

  /** @returns true when this marker is new. */
  see(writer: number, number: number): boolean {
    const index = writer - this.#firstWriter;
    const next = this.#next[index];
    if (next === undefined) throw new Error(`a marker of an unknown writer ${writer}`);
    if (number === next) {
      this.#next[index] = next + 1;
      if (this.#beyond.size > 0) this.#closeGap(writer);
      return true;
    }
    if (number > next && !this.#beyond.get(writer)?.has(number)) {
      this.#beyond.set(writer, (this.#beyond.get(writer) ?? new Set()).add(number));
      return true;
    }
    this.repeated += 1;
    return false;
  }

  has(writer: number, number: number): boolean {
    return number < (this.#next[writer - this.#firstWriter] ?? 0) || this.#beyond.get(writer)?.has(number) === true;
  }

  /** How many of a writer's first `count` markers are not there. */
  missing(writer: number, count: number): number {
    return count - (this.#next[writer - this.#firstWriter] ?? 0) - (this.#beyond.get(writer)?.size ?? 0);
  }

  #closeGap(writer: number): void {
    const beyond = this.#beyond.get(writer);
    if (beyond === undefined) return;
    const index = writer - this.#firstWriter;
    let next = this.#next[index] ?? 0;
    while (beyond.delete(next)) next += 1;
    this.#next[index] = next;
    if (beyond.size === 0) this.#beyond.delete(writer);
  }
}
