/** One client of a document: a raw TCP socket, a hand-made upgrade, and the conversation of its server's dialect. */

import { Socket } from 'node:net';
import { DIALECTS, type Dialect, type DialectName, type ServerMessage } from './dialect.ts';
import { clientFrame, FrameReader, pongFrame } from './frames.ts';

export interface LoadClientOptions {
  readonly port: number;
  readonly document: string;
  readonly dialect: DialectName;
  /** Sees every message that carries something; views live until it returns. */
  readonly onMessage?: (message: ServerMessage) => void;
}

const EMPTY_VECTOR = Uint8Array.of(0);
const EMPTY_UPDATE = Uint8Array.of(0, 0);
const END_OF_HEADERS = '\r\n\r\n';

export class LoadClient {
  /** The code the server closed with; 1006 when it just went; null while it is open. */
  closeCode: number | null = null;
  readonly #options: LoadClientOptions;
  readonly #dialect: Dialect;
  readonly #socket = new Socket();
  readonly #reader: FrameReader;
  #isUpgraded = false;
  #isLeaving = false;
  #head: Buffer = Buffer.alloc(0);
  #onSynced: () => void = () => {};
  #onFailed: (error: Error) => void = () => {};

  constructor(options: LoadClientOptions) {
    this.#options = options;
    this.#dialect = DIALECTS[options.dialect];
    this.#reader = new FrameReader({
      message: (payload) => this.#onMessage(this.#dialect.read(payload)),
      ping: (payload) => this.#socket.write(pongFrame(payload)),
      close: (code) => this.#onClosed(code),
    });
  }

  /** @returns the milliseconds from dialling to the end of the first sync. */
  async dial(): Promise<number> {
    const dialledAt = performance.now();
    const synced = new Promise<void>((resolve, reject) => {
      this.#onSynced = resolve;
      this.#onFailed = reject;
    });
    this.#socket.setNoDelay(true);
    this.#socket.on('connect', () => this.#socket.write(this.#upgradeRequest()));
    this.#socket.on('data', (chunk) => this.#onChunk(chunk));
    this.#socket.on('error', () => this.#onClosed(1006));
    this.#socket.on('close', () => this.#onClosed(1006));
    this.#socket.connect(this.#options.port, '127.0.0.1');
    await synced;
    return performance.now() - dialledAt;
  }

  get document(): string {
    return this.#options.document;
  }

  sendUpdate(update: readonly number[]): void {
    this.#socket.write(clientFrame(this.#dialect.update(this.document, update)));
  }

  sendPresence(entries: readonly number[]): void {
    this.#socket.write(clientFrame(this.#dialect.awareness(this.document, entries)));
  }

  /** Stops reading, and so, once the buffers between are full, taking. */
  stall(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  leave(): void {
    this.#isLeaving = true;
    this.#socket.destroy();
  }

  #upgradeRequest(): string {
    const { document, port } = this.#options;
    return [
      `GET ${this.#dialect.path(document)} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: c2NyaXB0b3JpdW0gbG9hZA==',
      END_OF_HEADERS.slice(2),
    ].join('\r\n');
  }

  #onChunk(chunk: Buffer): void {
    if (this.#isUpgraded) {
      this.#reader.read(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf(END_OF_HEADERS);
    if (end === -1) return;
    if (!this.#head.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
      this.#onFailed(new Error(`upgrade refused: ${this.#head.subarray(0, 40).toString('latin1')}`));
      this.leave();
      return;
    }
    this.#isUpgraded = true;
    for (const message of this.#dialect.opening(this.document, EMPTY_VECTOR)) {
      this.#socket.write(clientFrame(message));
    }
    const rest = this.#head.subarray(end + END_OF_HEADERS.length);
    this.#head = Buffer.alloc(0);
    if (rest.length > 0) this.#reader.read(rest);
  }

  #onMessage(message: ServerMessage): void {
    if (message.kind === 'other') return;
    if (message.kind === 'sync-step-1')
      this.#socket.write(clientFrame(this.#dialect.step2(this.document, EMPTY_UPDATE)));
    this.#options.onMessage?.(message);
    if (message.kind === 'sync-step-2') this.#onSynced();
  }

  #onClosed(code: number): void {
    if (this.closeCode !== null || this.#isLeaving) return;
    this.closeCode = code;
    this.#onFailed(new Error(`the server closed with ${code}`));
  }
}
