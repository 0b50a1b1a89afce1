/** lib0's variable-length numbers, written and read by hand: the generator must cost less than what it measures. */

export function writeVarUint(target: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    target.push(0x80 | (rest % 128));
    rest = Math.floor(rest / 128);
  }
  target.push(rest);
}

export function writeVarBytes(target: number[], bytes: Iterable<number> & { readonly length: number }): void {
  writeVarUint(target, bytes.length);
  for (const byte of bytes) target.push(byte);
}

/** A place in some bytes that moves on as it is read. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

export function readVarUint(cursor: Cursor): number {
  let value = 0;
  let unit = 1;
  for (;;) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw new Error('a frame that ends too soon');
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) return value;
    unit *= 128;
  }
}

/** @returns a view. */
export function readVarBytes(cursor: Cursor): Buffer {
  const length = readVarUint(cursor);
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}
