/** The server's end of a simulated connection: a socket whose writes wait when the other side does not read. */

import { Duplex } from 'node:stream';
import type { Wire } from './network.ts';

/** Whatever waits is a backlog, whose end is told: the product's limit for what waits may be moved below any other mark. */
const BACKLOG_BYTES = 1;

interface Waiting {
  readonly chunk: Buffer;
  readonly done: () => void;
}

export class ServerEnd extends Duplex {
  readonly #wire: Wire;
  readonly #backlogScale: number;
  #waiting: Waiting | null = null;

  constructor(wire: Wire) {
    super({ allowHalfOpen: true, highWaterMark: BACKLOG_BYTES });
    this.#wire = wire;
    this.#backlogScale = wire.cable.backlogScale;
  }

  static {
    // For all of them at once, so that they have one shape.
    const own = Object.getOwnPropertyDescriptor(Duplex.prototype, 'writableLength')?.get;
    Object.defineProperty(ServerEnd.prototype, 'writableLength', {
      get(this: ServerEnd) {
        return (own?.call(this) ?? 0) * this.#backlogScale;
      },
    });
  }

  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** For the wire: bytes, or (null) the other side's end. */
  arrive(chunk: Buffer | null): void {
    if (!this.destroyed) this.push(chunk);
  }

  /** For the wire: the reader took something. */
  pump(): void {
    if (this.#waiting === null || !this.#wire.takesMore) return;
    const { chunk, done } = this.#waiting;
    this.#waiting = null;
    this.#wire.sendDown(chunk);
    done();
  }

  override _read(): void {}

  override _write(whole: Buffer, _encoding: string, done: () => void): void {
    const chunk = this.#wire.network.meddledDown(whole);
    if (this.#wire.takesMore) {
      this.#wire.sendDown(chunk);
      done();
    } else this.#waiting = { chunk, done };
  }

  override _final(done: () => void): void {
    this.#wire.sendDown(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.writableFinished) this.#wire.sendDown(null);
    this.#wire.serverGone();
    done(error);
  }
}
