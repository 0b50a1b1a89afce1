/**
 * WebSocket frames by hand: what a client sends (masked), and reading what a server sends from a stream of chunks.
 * Only what servers of this kind send: whole or fragmented binary messages, pings, close.
 */

const OPCODE = { binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A constant mask is as good as a random one for whoever must take it off again. */
const MASK = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

export function clientFrame(message: Uint8Array | readonly number[], opcode: number = OPCODE.binary): Buffer {
  const { length } = message;
  const maskAt = length < 126 ? 2 : length < 0x1_0000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(maskAt + 4 + length);
  frame[0] = 0x80 | opcode;
  if (maskAt === 2) frame[1] = 0x80 | length;
  else if (maskAt === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(MASK, maskAt);
  const start = maskAt + 4;
  for (let at = 0; at < length; at++) frame[start + at] = (message[at] as number) ^ (MASK[at & 3] as number);
  return frame;
}

export interface FrameListener {
  message(payload: Buffer): void;
  ping(payload: Buffer): void;
  close(code: number): void;
}

/** Cuts a server's stream into messages. A payload is a view that lives until the next chunk is read. */
export class FrameReader {
  readonly #listener: FrameListener;
  /** The chunks of a frame that is not whole yet. */
  #chunks: Buffer[] = [];
  #chunkBytes = 0;
  /** How many bytes are needed before it is worth looking again. */
  #neededBytes = 2;
  #fragments: Buffer[] = [];

  constructor(listener: FrameListener) {
    this.#listener = listener;
  }

  read(chunk: Buffer): void {
    if (this.#chunkBytes === 0) {
      this.#cut(chunk);
      return;
    }
    this.#chunks.push(chunk);
    this.#chunkBytes += chunk.length;
    if (this.#chunkBytes < this.#neededBytes) return;
    const whole = Buffer.concat(this.#chunks, this.#chunkBytes);
    this.#chunks = [];
    this.#chunkBytes = 0;
    this.#cut(whole);
  }

  #cut(bytes: Buffer): void {
    let at = 0;
    for (;;) {
      const end = at + neededBytes(bytes, at);
      if (end > bytes.length) break;
      this.#dispatch(bytes[at] as number, bytes.subarray(at + headerBytes(bytes[at + 1] as number), end));
      at = end;
    }
    if (at === bytes.length) return;
    this.#chunks.push(bytes.subarray(at));
    this.#chunkBytes = bytes.length - at;
    this.#neededBytes = neededBytes(bytes, at);
  }

  #dispatch(first: number, payload: Buffer): void {
    const opcode = first & 0x0f;
    if (opcode === OPCODE.ping) this.#listener.ping(payload);
    else if (opcode === OPCODE.close) this.#listener.close(payload.length < 2 ? 1005 : payload.readUInt16BE(0));
    else if (opcode <= OPCODE.binary) this.#message((first & 0x80) !== 0, payload);
  }

  #message(isLast: boolean, payload: Buffer): void {
    if (isLast && this.#fragments.length === 0) {
      this.#listener.message(payload);
      return;
    }
    this.#fragments.push(Buffer.from(payload));
    if (!isLast) return;
    const whole = Buffer.concat(this.#fragments);
    this.#fragments = [];
    this.#listener.message(whole);
  }
}

/** The size of the frame at `at`, or as many of its bytes as must be there to know it. */
function neededBytes(bytes: Buffer, at: number): number {
  const left = bytes.length - at;
  if (left < 2) return 2;
  const short = bytes[at + 1] as number;
  const header = headerBytes(short);
  if (short < 126) return header + short;
  if (left < header) return header;
  return header + (short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2)));
}

/** @param short the second byte of a frame without a mask. */
function headerBytes(short: number): number {
  return short < 126 ? 2 : short === 126 ? 4 : 10;
}

export function pongFrame(payload: Uint8Array): Buffer {
  return clientFrame(payload, OPCODE.pong);
}
