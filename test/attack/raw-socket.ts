/** A WebSocket written by hand, so that it can be written wrongly. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** First byte of a frame: FIN, three reserved bits, opcode. */
export const FIN = 0x80;
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  /** FIN, reserved bits and opcode together. */
  readonly head: number;
  readonly payload?: Uint8Array;
  /** A client has to; false leaves it out. */
  readonly isMasked?: boolean;
  /** What the header says instead of the payload's own length. */
  readonly claimedBytes?: number;
}

export function frame({ head, payload = new Uint8Array(), isMasked = true, claimedBytes }: FrameOptions): Buffer {
  const length = claimedBytes ?? payload.length;
  const maskBit = isMasked ? 0x80 : 0;
  const header = [Buffer.of(head)];
  if (length < 126) header.push(Buffer.of(maskBit | length));
  else if (length < 65_536) header.push(Buffer.of(maskBit | 126, length >> 8, length & 0xff));
  else {
    const long = Buffer.alloc(9);
    long[0] = maskBit | 127;
    long.writeBigUInt64BE(BigInt(length), 1);
    header.push(long);
  }
  if (!isMasked) return Buffer.concat([...header, payload]);
  const mask = randomBytes(4);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0)));
  return Buffer.concat([...header, mask, masked]);
}

/** One binary message as a browser sends it. */
export function message(payload: Uint8Array): Buffer {
  return frame({ head: FIN | OPCODE.binary, payload });
}

export class RawSocket {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #received = Buffer.alloc(0);
  #isUpgraded = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => resolve());
      socket.on('data', (chunk) => {
        this.#received = Buffer.concat([this.#received, chunk]);
        if (this.#isUpgraded && closeCodeIn(this.#received) !== null) resolve();
      });
    });
    socket.on('error', () => socket.destroy());
  }

  /** Connected, and nothing said. */
  static async dials(port: number): Promise<RawSocket> {
    const socket = connect(port, '127.0.0.1');
    const raw = new RawSocket(socket);
    await once(socket, 'connect');
    return raw;
  }

  /** Upgraded to the document `id`, each time as somebody else: who comes back too often is not let in. */
  static async opens(port: number, id: string, cookie = ''): Promise<RawSocket> {
    const raw = await RawSocket.dials(port);
    raw.writes(
      `GET /sync/${id}?visitor=${randomBytes(6).toString('hex')} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        `${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n`,
    );
    while (!raw.#received.includes('\r\n\r\n')) await once(raw.#socket, 'data');
    if (!raw.#received.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error('the upgrade was refused');
    raw.#received = raw.#received.subarray(raw.#received.indexOf('\r\n\r\n') + 4);
    raw.#isUpgraded = true;
    return raw;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** @returns false when the other end does not read fast enough. */
  writes(bytes: string | Uint8Array): boolean {
    return this.#socket.writable && this.#socket.write(bytes);
  }

  async drains(): Promise<void> {
    await Promise.race([once(this.#socket, 'drain'), this.#closed]);
  }

  /** From now on nothing is read. */
  stopsReading(): void {
    this.#socket.pause();
  }

  /** @returns the code of the close frame as soon as it is there; null when the connection ended without one. */
  async isClosed(): Promise<number | null> {
    await this.#closed;
    return closeCodeIn(this.#received);
  }

  leaves(): void {
    this.#socket.destroy();
  }
}

/** Walks the server's frames, which are never masked, to the close frame. */
function closeCodeIn(bytes: Buffer): number | null {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const opcode = (bytes[at] ?? 0) & 0x0f;
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const [length, header] =
      short < 126
        ? [short, 2]
        : short === 126
          ? [bytes.readUInt16BE(at + 2), 4]
          : [Number(bytes.readBigUInt64BE(at + 2)), 10];
    if (opcode === OPCODE.close) return length >= 2 ? bytes.readUInt16BE(at + header) : 1005;
    at += header + length;
  }
  return null;
}
