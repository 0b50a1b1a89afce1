/**
 * The values of the log as bytes. Every value carries its own checksum, which also covers the key it belongs to, so
 * that a flipped bit, a cut end and a value under another's key are all noticed, whatever the engine below says.
 *
 *   value    = format u8, body, checksum u32          checksum = CRC-32 of the key, the format and the body
 *   head     = sequence, createdAt, changedAt, snapshotThrough, title string
 *   record   = at, user string, V1 update to the end
 *   snapshot = through, V1 update to the end
 *   note     = through, length of the vector, state hash string, state vector of the snapshot, owners of client ids to
 *              the end (format 2; format 1 has no vector and no length of it)
 *   segment  = through, fromAt, throughAt, edits, user string, deflated V2 update to the end
 *   aside    = at, user string, reason string, V1 update to the end
 *   gone     = nothing
 *
 * Numbers are 48-bit, strings are a 16-bit length and UTF-8, all big-endian; the checksum is little-endian and last,
 * because the CRC over a text and its own CRC is then always the same number: one pass, no copy.
 */

import { crc32, crc32Ascii } from '../lib/crc32.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ExcisedRecord, LogRecord, Note, Sequence, Snapshot, StoredSegment } from './document-log.ts';

/** Where a document's log ends. Written with every append, so that a missing tail is noticed. */
export interface Head {
  readonly sequence: Sequence;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly snapshotThrough: Sequence;
  readonly title: string;
}

/** What is wrong with a value, as part of a sentence: "its checksum does not match". */
export type Flaw = string;

const FORMAT = 1;
const NOTE_FORMAT = 2;
const FORMAT_BYTES = 1;
const CHECKSUM_BYTES = 4;
const NUMBER_BYTES = 6;
const LENGTH_BYTES = 2;
/** The CRC-32 of anything followed by its own CRC-32. */
const CHECKSUM_RESIDUE = 0x2144df1c;
/** Longer texts are cut: three bytes a character at most, and the length has 16 bits. */
const STRING_CHARACTERS_MAX = 20_000;
/** Up to here a loop is faster than a call. */
const COPIED_BY_HAND_BYTES_MAX = 128;

export function encodeHead(key: string, head: Head): Uint8Array {
  const { sequence, createdAt, changedAt, snapshotThrough, title } = head;
  return seal(key, [sequence, createdAt, changedAt, snapshotThrough], [title], NOTHING);
}

export function decodeHead(key: string, value: Uint8Array): Result<Head, Flaw> {
  return unseal(key, value, (body) => {
    const [sequence, createdAt, changedAt, snapshotThrough] = [
      body.number(),
      body.number(),
      body.number(),
      body.number(),
    ];
    return { sequence, createdAt, changedAt, snapshotThrough, title: body.string() };
  });
}

export function encodeRecord(key: string, record: LogRecord): Uint8Array {
  return seal(key, [record.at], [record.user], record.bytes);
}

/**
 * By hand and not with a Body, because a cold open reads hundreds of thousands.
 *
 * @param before a record whose user is likely the same: they share one string then.
 */
export function decodeRecord(
  key: string,
  sequence: Sequence,
  value: Uint8Array,
  before?: LogRecord,
): Result<LogRecord, Flaw> {
  const flaw = flawOf(key, value);
  if (flaw !== null) return failed(flaw);
  const end = value.length - CHECKSUM_BYTES;
  const userStart = FORMAT_BYTES + NUMBER_BYTES + LENGTH_BYTES;
  const userEnd = userStart + unsignedAt(value, userStart - LENGTH_BYTES, LENGTH_BYTES);
  if (!(userEnd <= end)) return failed('it cannot be read (a text reaches beyond the end)');
  const user =
    before !== undefined && isTextAt(before.user, value, userStart, userEnd)
      ? before.user
      : asBuffer(value).toString('utf8', userStart, userEnd);
  const at = unsignedAt(value, FORMAT_BYTES, NUMBER_BYTES);
  return ok({ sequence, at, user, bytes: copyOf(value, userEnd, end) });
}

export function encodeSnapshot(key: string, snapshot: Snapshot): Uint8Array {
  return seal(key, [snapshot.through], [], snapshot.bytes);
}

export function decodeSnapshot(key: string, value: Uint8Array): Result<Snapshot, Flaw> {
  return unseal(key, value, (body) => ({ through: body.number(), bytes: body.restInPlace() }));
}

export function encodeNote(key: string, { through, stateHash, snapshotVector, owners }: Note): Uint8Array {
  const rest = Buffer.concat([snapshotVector, owners]);
  return seal(key, [through, snapshotVector.length], [stateHash], rest, NOTE_FORMAT);
}

export function decodeNote(key: string, value: Uint8Array): Result<Note, Flaw> {
  const read = (body: Body): Note => {
    const through = body.number();
    const vectorBytes = body.format === NOTE_FORMAT ? body.number() : 0;
    const stateHash = body.string();
    return { through, stateHash, snapshotVector: body.bytes(vectorBytes), owners: body.rest() };
  };
  return unseal(key, value, read, NOTE_FORMAT);
}

export function encodeSegment(key: string, segment: StoredSegment): Uint8Array {
  const { through, fromAt, throughAt, edits, user, bytes } = segment;
  return seal(key, [through, fromAt, throughAt, edits], [user], bytes);
}

export function decodeSegment(key: string, from: Sequence, value: Uint8Array): Result<StoredSegment, Flaw> {
  return unseal(key, value, (body) => {
    const [through, fromAt, throughAt, edits] = [body.number(), body.number(), body.number(), body.number()];
    const user = body.string();
    return { from, through, fromAt, throughAt, edits, user, bytes: body.rest() };
  });
}

export function encodeAside(key: string, record: ExcisedRecord): Uint8Array {
  return seal(key, [record.at], [record.user, record.reason], record.bytes);
}

export function decodeAside(key: string, sequence: Sequence, value: Uint8Array): Result<ExcisedRecord, Flaw> {
  return unseal(key, value, (body) => {
    const [at, user, reason] = [body.number(), body.string(), body.string()];
    return { sequence, at, user, reason, bytes: body.rest() };
  });
}

/** That a document is gone: nothing but the checksum. */
export function encodeGone(key: string): Uint8Array {
  return seal(key, [], [], NOTHING);
}

/** A value about the store itself: a short text. */
export function encodeMeta(key: string, text: string): Uint8Array {
  return seal(key, [], [text], NOTHING);
}

export function decodeMeta(key: string, value: Uint8Array): Result<string, Flaw> {
  return unseal(key, value, (body) => body.string());
}

const NOTHING = new Uint8Array();

function seal(
  key: string,
  numbers: readonly number[],
  strings: readonly string[],
  rest: Uint8Array,
  format = FORMAT,
): Uint8Array {
  const bare = FORMAT_BYTES + numbers.length * NUMBER_BYTES + strings.length * LENGTH_BYTES + CHECKSUM_BYTES;
  let size = bare + rest.length;
  for (const text of strings) size += Buffer.byteLength(shortened(text));
  const value = Buffer.allocUnsafe(size);
  let position = value.writeUInt8(format, 0);
  for (const number of numbers) position = value.writeUIntBE(number, position, NUMBER_BYTES);
  for (const text of strings) {
    const length = value.write(shortened(text), position + LENGTH_BYTES);
    position = value.writeUInt16BE(length, position) + length;
  }
  value.set(rest, position);
  position += rest.length;
  value.writeUInt32LE(crc32(value, crc32Ascii(key), position), position);
  return value;
}

function shortened(text: string): string {
  return text.length > STRING_CHARACTERS_MAX ? text.slice(0, STRING_CHARACTERS_MAX) : text;
}

function flawOf(key: string, value: Uint8Array, newest = FORMAT): Flaw | null {
  if (value.length < FORMAT_BYTES + CHECKSUM_BYTES) return 'it is cut short';
  if (crc32(value, crc32Ascii(key)) !== CHECKSUM_RESIDUE) return 'its checksum does not match';
  const format = value[0] ?? 0;
  return format >= FORMAT && format <= newest ? null : `it was written by another version (format ${format})`;
}

/** A big-endian number; NaN beyond the end. */
function unsignedAt(value: Uint8Array, start: number, bytes: number): number {
  let number = 0;
  for (let at = start; at < start + bytes; at += 1) number = number * 256 + (value[at] as number);
  return number;
}

/** Whether these bytes spell the text, in ASCII; no other text is compared. */
function isTextAt(text: string, value: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at += 1) {
    const byte = value[at] as number;
    if (byte >= 0x80 || text.charCodeAt(at - start) !== byte) return false;
  }
  return true;
}

/** An array of exactly its size: nothing keeps the engine's buffer alive. */
function copyOf(value: Uint8Array, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - start);
  if (bytes.length > COPIED_BY_HAND_BYTES_MAX) bytes.set(value.subarray(start, end));
  else for (let at = start; at < end; at += 1) bytes[at - start] = value[at] as number;
  return bytes;
}

function unseal<Value>(
  key: string,
  value: Uint8Array,
  read: (body: Body) => Value,
  newest = FORMAT,
): Result<Value, Flaw> {
  const flaw = flawOf(key, value, newest);
  if (flaw !== null) return failed(flaw);
  try {
    return ok(read(new Body(asBuffer(value))));
  } catch (error) {
    return failed(`it cannot be read (${error instanceof Error ? error.message : error})`);
  }
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** Reads a sealed value's fields in their order. */
class Body {
  readonly #bytes: Buffer;
  #position = FORMAT_BYTES;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get format(): number {
    return this.#bytes[0] ?? 0;
  }

  number(): number {
    const number = this.#bytes.readUIntBE(this.#position, NUMBER_BYTES);
    this.#position += NUMBER_BYTES;
    return number;
  }

  string(): string {
    const start = this.#position + LENGTH_BYTES;
    const end = start + this.#bytes.readUInt16BE(this.#position);
    if (end > this.#bytes.length - CHECKSUM_BYTES) throw new RangeError('a text reaches beyond the end');
    this.#position = end;
    return this.#bytes.toString('utf8', start, end);
  }

  bytes(length: number): Uint8Array {
    const start = this.#position;
    if (start + length > this.#bytes.length - CHECKSUM_BYTES) throw new RangeError('a part reaches beyond the end');
    this.#position += length;
    return copyOf(this.#bytes, start, this.#position);
  }

  rest(): Uint8Array {
    return copyOf(this.#bytes, this.#position, this.#bytes.length - CHECKSUM_BYTES);
  }

  /** A view, for what is nearly all of its value and long. */
  restInPlace(): Uint8Array {
    const { buffer, byteOffset, length } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + this.#position, length - CHECKSUM_BYTES - this.#position);
  }
}
