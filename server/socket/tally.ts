/** Counts what is open by whose it is, up to a maximum each. What is closed again leaves nothing behind. */

export class Tally {
  readonly #max: number;
  readonly #countByKey = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** @returns false, and counts nothing, when `key` has all that it may have. */
  enter(key: string): boolean {
    const count = this.#countByKey.get(key) ?? 0;
    if (count >= this.#max) return false;
    this.#countByKey.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    const count = (this.#countByKey.get(key) ?? 1) - 1;
    if (count > 0) this.#countByKey.set(key, count);
    else this.#countByKey.delete(key);
  }

  /** Keys that have something open. */
  get size(): number {
    return this.#countByKey.size;
  }
}
