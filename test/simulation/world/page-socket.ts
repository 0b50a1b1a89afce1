/**
 * A browser's WebSocket on a simulated line: what y-websocket and our own client use of one. Speaks the real frames, so
 * that the server's own WebSocket code is at the other end.
 */

import type { Wire } from './network.ts';

const CONTINUE_NOTHING = Buffer.alloc(0);
const HEAD_END = Buffer.from('\r\n\r\n');
const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const BROKEN = 1006;
const NO_CODE = 1005;

type Listener<Event> = ((event: Event) => void) | null;

export class PageSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;

  readonly OPEN = PageSocket.OPEN;
  readonly #wire: Wire;
  #isUpgraded = false;
  #unread: Buffer = CONTINUE_NOTHING;
  readyState: number = PageSocket.CONNECTING;
  binaryType = 'blob';
  onopen: Listener<object> = null;
  onmessage: Listener<{ readonly data: ArrayBuffer }> = null;
  onerror: Listener<object> = null;
  onclose: Listener<{ readonly code: number; readonly reason: string }> = null;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  send(frame: Uint8Array): void {
    const payload = this.readyState === PageSocket.OPEN ? this.#wire.meddle(Buffer.from(frame)) : null;
    if (payload !== null) this.#wire.sendUp(masked(OPCODE.binary, payload));
  }

  close(code = 1000): void {
    if (this.readyState >= PageSocket.CLOSING) return;
    if (this.readyState === PageSocket.OPEN) this.#sayGoodbye(code);
    else this.closed(BROKEN);
  }

  /** For the wire. */
  received(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    if (!this.#isUpgraded && !this.#readHead()) return;
    while (this.readyState !== PageSocket.CLOSED && this.#readFrame());
  }

  /** For the wire: nothing more will come. */
  closed(code: number, reason = ''): void {
    if (this.readyState === PageSocket.CLOSED) return;
    this.readyState = PageSocket.CLOSED;
    this.#wire.endUp();
    if (code === BROKEN) this.onerror?.({});
    this.onclose?.({ code, reason });
  }

  #readHead(): boolean {
    const end = this.#unread.indexOf(HEAD_END);
    if (end === -1) return false;
    const isSwitching = this.#unread.subarray(0, 12).toString('latin1') === 'HTTP/1.1 101';
    this.#unread = this.#unread.subarray(end + HEAD_END.length);
    this.#isUpgraded = true;
    if (!isSwitching) this.closed(BROKEN);
    else if (this.readyState === PageSocket.CONNECTING) {
      this.readyState = PageSocket.OPEN;
      this.onopen?.({});
    }
    return isSwitching;
  }

  #readFrame(): boolean {
    const bytes = this.#unread;
    if (bytes.length < 2) return false;
    const short = bytes.readUInt8(1) & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < header) return false;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : bytes.readUInt32BE(6);
    if (bytes.length < header + length) return false;
    this.#unread = bytes.subarray(header + length);
    this.#take(bytes.readUInt8(0) & 0x0f, bytes.subarray(header, header + length));
    return true;
  }

  #take(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) this.#wire.sendUp(masked(OPCODE.pong, payload));
    else if (opcode === OPCODE.close) this.#takeClose(payload);
    else if (opcode === OPCODE.binary && this.readyState === PageSocket.OPEN) {
      this.onmessage?.({ data: new Uint8Array(payload).buffer });
    }
  }

  #takeClose(payload: Buffer): void {
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : NO_CODE;
    if (this.readyState === PageSocket.OPEN) this.#sayGoodbye(code);
    this.closed(code, payload.subarray(2).toString());
  }

  #sayGoodbye(code: number): void {
    this.readyState = PageSocket.CLOSING;
    const payload = Buffer.alloc(code === NO_CODE ? 0 : 2);
    if (code !== NO_CODE) payload.writeUInt16BE(code);
    this.#wire.sendUp(masked(OPCODE.close, payload));
  }
}

// The provider compares with the page's own.
Object.assign(globalThis, { WebSocket: PageSocket });

/** A finished client frame. The mask is zero, which leaves the bytes as they are. */
export function masked(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + extended + 4 + length);
  frame.writeUInt8(0x80 | opcode, 0);
  frame.writeUInt8(0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127), 1);
  if (extended === 2) frame.writeUInt16BE(length, 2);
  if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.writeUInt32BE(0, 2 + extended);
  frame.set(payload, 2 + extended + 4);
  return frame;
}
