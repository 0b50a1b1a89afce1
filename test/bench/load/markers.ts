/**
 * Markers: a piece of text in every update that says who wrote it, the how-manieth it is, and when it was sent. They
 * are searched for as bytes, so that a server that merges updates is counted as fairly as one that passes them on.
 *
 *   <#  writer, 3 digits  number, 5 digits  hundredths of a millisecond, 6 digits  >        digits to the base 36
 */

const START = Buffer.from('<#');
const WRITER = { at: 2, digits: 3 };
const NUMBER = { at: 5, digits: 5 };
const SENT = { at: 10, digits: 6 };
const END = 16;
const END_BYTE = 0x3e;

export const MARKER_LENGTH = 17;

/** Hundredths of a millisecond on a clock that all processes of this machine share. */
export function markerNow(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 100) % 36 ** SENT.digits;
}

export function markerText(writer: number, number: number, sentAt: number): string {
  return `<#${digits(writer, WRITER.digits)}${digits(number, NUMBER.digits)}${digits(sentAt, SENT.digits)}>`;
}

/** Calls `found` for each marker in order. `sentAt` is where in `bytes` its time stands, for `markerTime`. */
export function scanMarkers(bytes: Buffer, found: (writer: number, number: number, sentAt: number) => void): void {
  for (let at = bytes.indexOf(START); at !== -1; at = bytes.indexOf(START, at + 2)) {
    if (bytes[at + END] !== END_BYTE) continue;
    const writer = parse(bytes, at + WRITER.at, WRITER.digits);
    const number = parse(bytes, at + NUMBER.at, NUMBER.digits);
    if (writer !== -1 && number !== -1) found(writer, number, at + SENT.at);
  }
}

/** Milliseconds since the marker whose time stands at `sentAt` was sent. */
export function markerAgeMs(bytes: Buffer, sentAt: number, now: number): number {
  const range = 36 ** SENT.digits;
  return ((now - parse(bytes, sentAt, SENT.digits) + range) % range) / 100;
}

function digits(value: number, count: number): string {
  return value.toString(36).padStart(count, '0');
}

function parse(bytes: Buffer, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const byte = bytes[at] as number;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x7a ? byte - 0x57 : -1;
    if (digit === -1) return -1;
    value = value * 36 + digit;
  }
  return value;
}
