/**
 * The values of the log as bytes. Every value carries its own checksum, which also covers the key it belongs to, so
 * that a flipped bit, a cut end and a value under another's key are all noticed, whatever the engine below says.
 *
 *   value    = checksum u32, format u8, body          checksum = CRC-32 of the key, the format and the body
 *   head     = sequence, createdAt, changedAt, snapshotThrough, title string
 *   record   = at, user string, V1 update to the end
 *   snapshot = through, V1 update to the end
 *   segment  = through, fromAt, throughAt, edits, user string, deflated V2 update to the end
 *   aside    = at, user string, reason string, V1 update to the end
 *
 * Numbers are 48-bit, strings are a 16-bit length and UTF-8. All of it big-endian.
 */

import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

import { failed, ok, type Result } from '../lib/result.ts';
import type { ExcisedRecord, LogRecord, Sequence, Snapshot, StoredSegment } from './document-log.ts';

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
const CHECKSUM_BYTES = 4;
const HEADER_BYTES = CHECKSUM_BYTES + 1;
const NUMBER_BYTES = 6;
const LENGTH_BYTES = 2;
const STRING_BYTES_MAX = 2 ** 16 - 1;

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

export function decodeRecord(key: string, sequence: Sequence, value: Uint8Array): Result<LogRecord, Flaw> {
  return unseal(key, value, (body) => ({ sequence, at: body.number(), user: body.string(), bytes: body.rest() }));
}

export function encodeSnapshot(key: string, snapshot: Snapshot): Uint8Array {
  return seal(key, [snapshot.through], [], snapshot.bytes);
}

export function decodeSnapshot(key: string, value: Uint8Array): Result<Snapshot, Flaw> {
  return unseal(key, value, (body) => ({ through: body.number(), bytes: body.rest() }));
}

export function encodeSegment(key: string, segment: StoredSegment): Uint8Array {
  const { through, fromAt, throughAt, edits, user, bytes } = segment;
  return seal(key, [through, fromAt, throughAt, edits], [user], deflateRawSync(bytes));
}

export function decodeSegment(key: string, from: Sequence, value: Uint8Array): Result<StoredSegment, Flaw> {
  return unseal(key, value, (body) => {
    const [through, fromAt, throughAt, edits] = [body.number(), body.number(), body.number(), body.number()];
    const user = body.string();
    return { from, through, fromAt, throughAt, edits, user, bytes: new Uint8Array(inflateRawSync(body.rest())) };
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

/** A value about the store itself: a short text. */
export function encodeMeta(key: string, text: string): Uint8Array {
  return seal(key, [], [text], NOTHING);
}

export function decodeMeta(key: string, value: Uint8Array): Result<string, Flaw> {
  return unseal(key, value, (body) => body.string());
}

const NOTHING = new Uint8Array();

function seal(key: string, numbers: readonly number[], strings: readonly string[], rest: Uint8Array): Uint8Array {
  const texts = strings.map(toBytes);
  const textBytes = texts.reduce((sum, text) => sum + LENGTH_BYTES + text.length, 0);
  const value = Buffer.allocUnsafe(HEADER_BYTES + numbers.length * NUMBER_BYTES + textBytes + rest.length);
  let position = value.writeUInt8(FORMAT, CHECKSUM_BYTES);
  for (const number of numbers) position = value.writeUIntBE(number, position, NUMBER_BYTES);
  for (const text of texts) {
    position = value.writeUInt16BE(text.length, position);
    position += text.copy(value, position);
  }
  value.set(rest, position);
  value.writeUInt32BE(checksumOf(key, value), 0);
  return value;
}

/** Cut to what a 16-bit length can say; ids and reasons are far shorter. */
function toBytes(text: string): Buffer {
  return Buffer.from(text, 'utf8').subarray(0, STRING_BYTES_MAX);
}

function checksumOf(key: string, value: Uint8Array): number {
  return crc32(value.subarray(CHECKSUM_BYTES), crc32(key));
}

function unseal<Value>(key: string, value: Uint8Array, read: (body: Body) => Value): Result<Value, Flaw> {
  if (value.length < HEADER_BYTES) return failed('it is cut short');
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (bytes.readUInt32BE(0) !== checksumOf(key, bytes)) return failed('its checksum does not match');
  const format = bytes.readUInt8(CHECKSUM_BYTES);
  if (format !== FORMAT) return failed(`it was written by another version (format ${format})`);
  try {
    return ok(read(new Body(bytes)));
  } catch (error) {
    return failed(`it cannot be read (${error instanceof Error ? error.message : error})`);
  }
}

/** Reads a sealed value's fields in their order. */
class Body {
  readonly #bytes: Buffer;
  #position = HEADER_BYTES;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    const number = this.#bytes.readUIntBE(this.#position, NUMBER_BYTES);
    this.#position += NUMBER_BYTES;
    return number;
  }

  string(): string {
    const start = this.#position + LENGTH_BYTES;
    const end = start + this.#bytes.readUInt16BE(this.#position);
    if (end > this.#bytes.length) throw new RangeError('a text reaches beyond the end');
    this.#position = end;
    return this.#bytes.toString('utf8', start, end);
  }

  /** A copy of exactly its size: nothing keeps the engine's buffer alive. */
  rest(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(this.#position));
  }
}
