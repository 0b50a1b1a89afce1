/** One after the other: for work of which several at once would cost too much memory. */

export class Turns {
  readonly #waitingMax: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param waitingMax how many may be under way or wait. */
  constructor(waitingMax: number) {
    this.#waitingMax = waitingMax;
  }

  /** @returns null when too many wait already; then the work is not done. */
  take<Value>(work: () => Promise<Value>): Promise<Value> | null {
    if (this.#waiting >= this.#waitingMax) return null;
    this.#waiting += 1;
    const done = this.#last.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}
