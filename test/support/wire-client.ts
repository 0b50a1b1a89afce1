/** A program that speaks the wire byte by byte, also wrongly. */

import { once } from 'node:events';
import * as decoding from 'lib0/decoding';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { encodeEntries } from '../../server/contract/presence-entries.ts';
import { encodeAwareness, encodeCheckpoint, encodeSyncStep1 } from '../../server/contract/protocol.ts';
import type { ServerProcess } from './server-process.ts';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export class WireClient {
  /** Every message it was sent, in order. */
  readonly received: Uint8Array[] = [];
  readonly #socket: WebSocket;
  readonly #closed: Promise<Closed>;
  #refusedWith: number | null = null;
  #checkpoint = 0;

  private constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#socket = new WebSocket(url, { headers });
    this.#socket.binaryType = 'nodebuffer';
    this.#socket.on('error', () => this.#socket.terminate());
    this.#socket.on('unexpected-response', (_request, { statusCode }) => {
      this.#refusedWith = statusCode ?? null;
      this.#socket.terminate();
    });
    this.#socket.on('message', (message: Buffer) => this.received.push(new Uint8Array(message)));
    this.#closed = new Promise((resolve) => {
      this.#socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** `path` is what follows /sync/. */
  static dials(
    server: Pick<ServerProcess, 'syncUrl'>,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): WireClient {
    return new WireClient(`${server.syncUrl}/${path}`, headers);
  }

  static async opens(server: Pick<ServerProcess, 'syncUrl'>, path: string): Promise<WireClient> {
    const client = WireClient.dials(server, path);
    await client.isOpened();
    return client;
  }

  /** Resolves when the upgrade is answered. */
  async isOpened(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CONNECTING) await once(this.#socket, 'open');
  }

  sends(frame: Uint8Array | string): void {
    this.#socket.send(frame);
  }

  /** Asks for everything it has not seen. */
  asks(): void {
    this.sends(encodeSyncStep1(Uint8Array.of(0)));
  }

  /** Resolves when the server says that all it sent so far is on disk. */
  async isSaved(): Promise<void> {
    this.#checkpoint += 1;
    const number = this.#checkpoint;
    this.sends(encodeCheckpoint(number));
    await vi.waitFor(() => {
      if (!this.checkpoints.includes(number)) throw new Error(`no echo of checkpoint ${number}`);
    }, WAIT);
  }

  /** Resolves with how the server ended the connection. */
  async isClosed(): Promise<Closed> {
    return await this.#closed;
  }

  /** The status that refused the upgrade; null while nothing has. */
  get refusedWith(): number | null {
    return this.#refusedWith;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  get isOver(): boolean {
    return this.#socket.readyState >= WebSocket.CLOSING;
  }

  get checkpoints(): readonly number[] {
    return this.received.filter(([channel]) => channel === 100).map((frame) => numberAfterChannel(frame));
  }

  /** The Update frames it was sent. */
  get updates(): readonly Uint8Array[] {
    return this.received.filter(([channel, step]) => channel === 0 && step === 2);
  }

  /** Shows itself to the others as `state`, under a client id of its own. */
  presents(state: object): void {
    const client = 1 + Math.floor(Math.random() * 2 ** 31);
    this.sends(encodeAwareness(encodeEntries([{ client, clock: 1, state: JSON.stringify(state) }])));
  }

  /** Without a word, as a program that is killed: what the server has not read yet may be lost with the line. */
  leaves(): void {
    this.#socket.terminate();
  }

  /** Behind everything that was sent, as a program that ends. */
  saysGoodbye(): void {
    this.#socket.close();
  }
}

function numberAfterChannel(frame: Uint8Array): number {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  return decoding.readVarUint(decoder);
}

const WAIT = { timeout: 20_000, interval: 10 };
