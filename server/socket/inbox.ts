/**
 * What came in and nobody has looked at yet. Mostly empty: a message is looked at as it comes. What would take long - of a
 * connection in a hurry one read holds thousands, and some are large - is looked at in slices, and between two of them
 * everybody else has a turn. What always holds: messages are looked at in the order in which they came.
 */

export interface InboxHooks<Message> {
  look(message: Message): void;
  /** More than can be looked at now: nothing more should be read. */
  onFull(): void;
  onEmpty(): void;
}

/** What weighs less than this part of a slice is not weighed while there is no hurry: that is nearly everything. */
const LIGHT = 1 / 64;

interface Waiting<Message> {
  readonly message: Message;
  readonly weight: number;
}

export class Inbox<Message> {
  readonly #hooks: InboxHooks<Message>;
  readonly #sliceWeight: number;
  #waiting: Waiting<Message>[] = [];
  /** What was looked at since everybody else last had a turn. */
  #lookedWeight = 0;

  /** @param sliceWeight how much is looked at before everybody else has a turn; at least one message always is. */
  constructor(sliceWeight: number, hooks: InboxHooks<Message>) {
    this.#sliceWeight = sliceWeight;
    this.#hooks = hooks;
  }

  /** @param isInHurry whether to put it off, if only because others wait already. */
  put(message: Message, weight: number, isInHurry: boolean): void {
    if (this.#waiting.length === 0 && !isInHurry && this.#hasRoom(weight)) {
      this.#hooks.look(message);
      return;
    }
    this.#waiting.push({ message, weight });
    if (this.#waiting.length > 1) return;
    this.#hooks.onFull();
    setImmediate(this.#lookAtSome);
  }

  /** The connection has ended: what it sent before counts. */
  finish(): void {
    const rest = this.#waiting;
    this.#waiting = [];
    for (const { message } of rest) this.#hooks.look(message);
  }

  /** What it sent is of no interest any more. */
  clear(): void {
    this.#waiting = [];
  }

  #hasRoom(weight: number): boolean {
    if (weight < LIGHT * this.#sliceWeight) return true;
    if (this.#lookedWeight >= this.#sliceWeight) return false;
    if (this.#lookedWeight === 0) setImmediate(this.#startSlice);
    this.#lookedWeight += weight;
    return true;
  }

  readonly #startSlice = (): void => {
    this.#lookedWeight = 0;
  };

  readonly #lookAtSome = (): void => {
    for (const { message } of this.#takeSlice()) this.#hooks.look(message);
    if (this.#waiting.length > 0) setImmediate(this.#lookAtSome);
    else this.#hooks.onEmpty();
  };

  #takeSlice(): readonly Waiting<Message>[] {
    let weight = 0;
    const end = this.#waiting.findIndex((waiting) => {
      weight += waiting.weight;
      return weight >= this.#sliceWeight;
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end + 1);
  }
}
