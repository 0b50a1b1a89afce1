/**
 * What one connection has sent and nobody has looked at yet. Mostly empty: a message is looked at as it comes. Of a
 * connection in a hurry one read holds thousands; they are looked at in slices, and between two of them everybody else
 * has a turn. What always holds: messages are looked at in the order in which they came.
 */

import { FRAMES_A_TURN_MAX } from '../contract/limits.ts';

export interface InboxHooks<Message> {
  look(message: Message): void;
  /** More than can be looked at now: nothing more should be read. */
  onFull(): void;
  onEmpty(): void;
}

export class Inbox<Message> {
  readonly #hooks: InboxHooks<Message>;
  #waiting: Message[] = [];

  constructor(hooks: InboxHooks<Message>) {
    this.#hooks = hooks;
  }

  /** @param isInHurry whether to put it off, if only because others wait already. */
  put(message: Message, isInHurry: boolean): void {
    if (this.#waiting.length === 0 && !isInHurry) {
      this.#hooks.look(message);
      return;
    }
    this.#waiting.push(message);
    if (this.#waiting.length > 1) return;
    this.#hooks.onFull();
    setImmediate(this.#lookAtSome);
  }

  /** The connection has ended: what it sent before counts. */
  finish(): void {
    const rest = this.#waiting;
    this.#waiting = [];
    for (const message of rest) this.#hooks.look(message);
  }

  /** What it sent is of no interest any more. */
  clear(): void {
    this.#waiting = [];
  }

  readonly #lookAtSome = (): void => {
    for (const message of this.#waiting.splice(0, FRAMES_A_TURN_MAX)) this.#hooks.look(message);
    if (this.#waiting.length > 0) setImmediate(this.#lookAtSome);
    else this.#hooks.onEmpty();
  };
}
