/**
 * A client of the crash tests: a Yjs document on a plain WebSocket with the frames of docs/PROTOCOL.md, so that what
 * it saw and what was confirmed to it is known exactly. It lives outside the process that is killed.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

import {
  CHANNEL,
  encodeCheckpoint,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
} from '../../server/contract/protocol.ts';

const REMOTE = 'remote';

export class CrashClient {
  readonly document: Y.Doc;
  readonly #id: string;
  #socket: WebSocket | null = null;
  #checkpoint = 0;
  #echoed = 0;
  #onEcho: (() => void)[] = [];
  #synced: (() => void) | null = null;
  /** The close code of the last connection; null while it is open. */
  closeCode: number | null = null;

  constructor(id: string, document = new Y.Doc()) {
    this.#id = id;
    this.document = document;
    document.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== REMOTE) this.#send(encodeUpdate(update));
    });
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Checkpoints sent, and the last one that came back. */
  get checkpoint(): number {
    return this.#checkpoint;
  }

  get echoed(): number {
    return this.#echoed;
  }

  /** Joins and exchanges what each side lacks. @throws when the server goes away first. */
  async join(syncUrl: string): Promise<void> {
    // A program of its own each time: one that is sent away and comes back again and again is kept waiting.
    const socket = new WebSocket(`${syncUrl}/${this.#id}?program=${randomUUID()}`);
    this.#socket = socket;
    this.closeCode = null;
    const gone = new Promise<never>((_, reject) => {
      socket.on('error', reject);
      socket.on('close', (code) => {
        if (this.#socket === socket) this.closeCode = code;
        reject(new Error(`closed with ${code}`));
      });
    });
    gone.catch(() => {});
    socket.on('message', (bytes: Buffer) => this.#receive(new Uint8Array(bytes)));
    const synced = new Promise<void>((resolve) => {
      this.#synced = resolve;
    });
    await Promise.race([once(socket, 'open'), gone]);
    this.#send(encodeSyncStep1(Y.encodeStateVector(this.document)));
    await Promise.race([synced, gone]);
  }

  /** Asks to be told when everything sent so far is on the disk. @returns the number that will be echoed. */
  askForEcho(): number {
    this.#checkpoint++;
    this.#send(encodeCheckpoint(this.#checkpoint));
    return this.#checkpoint;
  }

  /** Everything sent so far is on the disk. */
  async confirmed(): Promise<void> {
    const number = this.askForEcho();
    while (this.#echoed < number) await new Promise<void>((resolve) => this.#onEcho.push(resolve));
  }

  leave(): void {
    this.#socket?.terminate();
    this.#socket = null;
  }

  #send(frame: Uint8Array): void {
    if (this.isOpen) this.#socket?.send(frame);
  }

  #receive(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const channel = decoding.readVarUint(decoder);
    if (channel === CHANNEL.checkpoint) this.#echo(decoding.readVarUint(decoder));
    if (channel !== CHANNEL.sync) return;
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === 0) this.#send(encodeSyncStep2(Y.encodeStateAsUpdate(this.document, body)));
    else Y.applyUpdate(this.document, body, REMOTE);
    if (step === 1) this.#synced?.();
  }

  #echo(number: number): void {
    this.#echoed = Math.max(this.#echoed, number);
    for (const resolve of this.#onEcho.splice(0)) resolve();
  }
}

/** The document as the server has it: somebody new joins, reads and leaves. */
export async function readFromServer(syncUrl: string, id: string): Promise<Y.Doc> {
  const reader = new CrashClient(id, new Y.Doc());
  await reader.join(syncUrl);
  reader.leave();
  return reader.document;
}
