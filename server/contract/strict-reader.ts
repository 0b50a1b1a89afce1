/**
 * Reads lib0's variable-length encoding as its writer writes it, and nothing else.
 *
 * lib0's own reader accepts several spellings of one number (`80 00` is 0), reads past the end as 0, and takes any
 * length: fine between friends, but what a gate lets pass must mean the same to everybody behind it.
 *
 * What always holds: every method either advances over one well-formed value or throws; nothing is allocated that
 * the bytes do not hold.
 */

import { decodeUtf8 } from 'lib0/string';

/** Bytes of a varint that a double can hold exactly. */
const VAR_UINT_BYTES_MAX = 8;

export class StrictReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  get bytesLeft(): number {
    return this.#bytes.length - this.#at;
  }

  /** @throws Error unless everything was read. */
  end(): void {
    if (!this.isAtEnd) throw new Error('bytes after the end');
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new Error('the bytes end too soon');
    this.#at += 1;
    return value;
  }

  /** An unsigned integer of at most 2^53 - 1, in its only spelling. */
  varUint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let unit = 128;
    for (let length = 2; ; length += 1) {
      const next = this.byte();
      value += (next & 0x7f) * unit;
      unit *= 128;
      if (next < 0x80) {
        if (next === 0 || !Number.isSafeInteger(value)) throw new Error('a number in a wrong spelling');
        return value;
      }
      if (length === VAR_UINT_BYTES_MAX) throw new Error('a number out of range');
    }
  }

  /** Passes a signed integer; its value is nobody's business here. */
  skipVarInt(): void {
    let next = this.byte();
    for (let length = 1; next >= 0x80; length += 1) {
      if (length === VAR_UINT_BYTES_MAX) throw new Error('a number out of range');
      next = this.byte();
    }
  }

  skip(length: number): void {
    if (length > this.bytesLeft) throw new Error('a length beyond the end');
    this.#at += length;
  }

  /** A view of a length and so many bytes; it lives as long as the frame does. */
  varBytes(): Uint8Array {
    const length = this.varUint();
    const start = this.#at;
    this.skip(length);
    return this.#bytes.subarray(start, this.#at);
  }

  /** A string in well-formed UTF-8. */
  varString(): string {
    return decodeUtf8(this.varBytes());
  }

  /** Passes a string. @returns its length in UTF-16 units, as Yjs counts. */
  skipVarString(): number {
    const length = this.varUint();
    const start = this.#at;
    this.skip(length);
    // No view of them unless needed: making one costs more than the rest of a keystroke's check.
    for (let at = start; at < this.#at; at += 1) {
      if ((this.#bytes[at] as number) >= 0x80) return decodeUtf8(this.#bytes.subarray(start, this.#at)).length;
    }
    return length;
  }
}
