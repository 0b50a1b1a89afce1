/**
 * The server-to-client half of RFC 6455 framing: one unmasked, unfragmented binary message. A frame built here once
 * is written to every socket of a room as it is; `ws` would build it anew for each.
 */

const FIN_BINARY = 0x82;

/** @returns the finished frame: 2, 4 or 10 header bytes, then the message. */
export function finishFrame(message: Uint8Array): Buffer {
  const header = headerOf(message.length);
  const frame = Buffer.allocUnsafe(header.length + message.length);
  frame.set(header, 0);
  frame.set(message, header.length);
  return frame;
}

function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.of(FIN_BINARY, length);
  if (length < 0x1_0000) {
    const header = Buffer.of(FIN_BINARY, 126, 0, 0);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = FIN_BINARY;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
