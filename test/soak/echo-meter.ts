/** Writes a little, again and again, and measures how long the word "Saved" takes. */

import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeCheckpoint, encodeUpdate } from '../../server/contract/protocol.ts';

const INTERVAL_MS = 200;

export class EchoMeter {
  readonly #socket: WebSocket;
  readonly #interval: NodeJS.Timeout;
  readonly #doc = new Y.Doc();
  #sentAt: number | null = null;
  #delaysMs: number[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#doc.on('update', (update: Uint8Array) => socket.send(encodeUpdate(update)));
    socket.on('error', () => socket.terminate());
    socket.on('message', (message: Buffer) => {
      if (message[0] !== 100 || this.#sentAt === null) return;
      this.#delaysMs.push(performance.now() - this.#sentAt);
      this.#sentAt = null;
    });
    this.#interval = setInterval(() => this.#ask(), INTERVAL_MS);
  }

  static async open(url: string): Promise<EchoMeter> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new EchoMeter(socket);
  }

  /** Those since it was asked last. */
  takeDelaysMs(): readonly number[] {
    const delaysMs = this.#delaysMs;
    this.#delaysMs = [];
    return delaysMs;
  }

  close(): void {
    clearInterval(this.#interval);
    this.#socket.terminate();
  }

  /** One at a time: a map, so that the document does not grow. */
  #ask(): void {
    if (this.#sentAt !== null || this.#socket.readyState !== WebSocket.OPEN) return;
    this.#doc.getMap('meter').set('at', Date.now());
    this.#sentAt = performance.now();
    this.#socket.send(encodeCheckpoint(1));
  }
}
