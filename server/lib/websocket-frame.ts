/**
 * The server-to-client half of RFC 6455 framing: one unmasked, unfragmented binary message. A frame built here once
 * is written to every socket of a room as it is; `ws` would build it anew for each.
 */

const FIN_BINARY = 0x82;

/** A ping without a body. */
export const PING_FRAME = Buffer.of(0x89, 0);

/** @returns the finished frame: 2, 4 or 10 header bytes, then the message. */
export function finishFrame(message: Uint8Array): Buffer {
  const frame = withHeader(message.length, message.length);
  frame.set(message, frame.length - message.length);
  return frame;
}

/**
 * The same for a message of two parts, the second of which is long and is not copied: what a document's readers get is
 * then a view of what is held of it anyway.
 */
export function finishFrameOf(head: Uint8Array, body: Uint8Array): Buffer[] {
  const start = withHeader(head.length + body.length, head.length);
  start.set(head, start.length - head.length);
  return [start, Buffer.from(body.buffer, body.byteOffset, body.length)];
}

/** The header of a message of `length` bytes, with room behind it. */
function withHeader(length: number, roomBytes: number): Buffer {
  const headerBytes = length < 126 ? 2 : length < 0x1_0000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + roomBytes);
  frame[0] = FIN_BINARY;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}
