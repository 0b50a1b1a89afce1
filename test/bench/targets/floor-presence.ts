/** Presence at its least: the latest entry of each client, one combined frame a tick. */

import { finishFrame } from '../../../server/lib/websocket-frame.ts';
import { readVarBytes, readVarUint, writeVarUint } from '../load/bytes.ts';

const TICK_MS = 50;

export class PresenceTick {
  readonly #send: (frame: Buffer) => void;
  readonly #entries = new Map<number, Buffer>();
  #timer: NodeJS.Timeout | null = null;

  constructor(send: (frame: Buffer) => void) {
    this.#send = send;
  }

  announce(message: Buffer): void {
    const cursor = { bytes: message, at: 1 };
    readVarUint(cursor);
    for (let left = readVarUint(cursor); left > 0; left--) {
      const start = cursor.at;
      const client = readVarUint(cursor);
      readVarUint(cursor);
      readVarBytes(cursor);
      this.#entries.set(client, message.subarray(start, cursor.at));
    }
    this.#timer ??= setTimeout(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    this.#timer = null;
    const count: number[] = [];
    writeVarUint(count, this.#entries.size);
    const body = Buffer.concat([Buffer.from(count), ...this.#entries.values()]);
    this.#entries.clear();
    const header = [1];
    writeVarUint(header, body.length);
    this.#send(finishFrame(Buffer.concat([Buffer.from(header), body])));
  }
}
