/**
 * The server-to-client half of RFC 6455 framing: one unmasked, unfragmented binary message. A frame built here once
 * is written to every socket of a room as it is; `ws` would build it anew for each.
 */

const FIN_BINARY = 0x82;

/** @returns the finished frame: 2, 4 or 10 header bytes, then the message. */
export function finishFrame(message: Uint8Array): Buffer {
  const { length } = message;
  const headerBytes = length < 126 ? 2 : length < 0x1_0000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = FIN_BINARY;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(message, headerBytes);
  return frame;
}
