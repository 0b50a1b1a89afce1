/**
 * A backup as one stream of bytes: everything in the database as it was at one moment, and a proof that all arrived.
 *
 *   header    a line of JSON: product, layout, at (milliseconds), entries
 *   entry     key length u32, key, value length u32, value
 *   end       u32 of ones, SHA-256 of everything before it
 *
 * Numbers are big-endian. The values carry their own checksums besides.
 */

import { createHash } from 'node:crypto';
import { EVERY_KEY, FORMAT_KEY, noteKey, parseKey } from './level-keys.ts';
import type { StoreEntry, StoreOperation, StoreView } from './ordered-store.ts';
import { decodeHead, encodeNote } from './records.ts';
import { forgottenNote, restoredMark } from './store-format.ts';

export interface BackupHeader {
  readonly product: 'scriptorium';
  readonly layout: 1;
  readonly at: number;
  readonly entries: number;
}

const END = 0xff_ff_ff_ff;
const LENGTH_BYTES = 4;
const HASH_BYTES = 32;
const HEADER_BYTES_MAX = 4096;

export async function* writeBackup(view: StoreView, at: number): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let entries = 0;
  for await (const keys of view.keys(EVERY_KEY)) entries += keys.length;
  const header: BackupHeader = { product: 'scriptorium', layout: 1, at, entries };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  hash.update(line);
  yield line;
  for await (const chunk of view.entries(EVERY_KEY)) {
    const bytes = Buffer.concat(chunk.flatMap(([key, value]) => [...framed(Buffer.from(key)), ...framed(value)]));
    hash.update(bytes);
    yield bytes;
  }
  yield Buffer.concat([lengthOf(END), hash.digest()]);
}

/** Several backups, of directories that together hold everything, as one. Throws as `readBackup` does. */
export async function* joinBackups(backups: readonly AsyncIterable<Uint8Array>[]): AsyncGenerator<Uint8Array> {
  const readers = backups.map(readBackup);
  // All of them are begun before one is read on, so that they are of one moment or nearly so.
  const headers = await Promise.all(readers.map(headerFrom));
  const hash = createHash('sha256');
  const header: BackupHeader = {
    ...{ product: 'scriptorium', layout: 1 },
    at: Math.min(...headers.map(({ at }) => at)),
    entries: headers.reduce((sum, { entries }) => sum + entries, 0),
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  hash.update(line);
  yield line;
  for (const reader of readers) {
    for await (const part of reader) {
      if (part.kind !== 'entry') continue;
      const [key, value] = part.entry;
      const bytes = Buffer.concat([...framed(Buffer.from(key)), ...framed(value)]);
      hash.update(bytes);
      yield bytes;
    }
  }
  yield Buffer.concat([lengthOf(END), hash.digest()]);
}

async function headerFrom(reader: AsyncGenerator<BackupPart>): Promise<BackupHeader> {
  const { value } = await reader.next();
  if (value?.kind !== 'header') throw new Error('The backup is empty.');
  return value.header;
}

function framed(bytes: Uint8Array): Uint8Array[] {
  return [lengthOf(bytes.length), bytes];
}

function lengthOf(length: number): Uint8Array {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeUInt32BE(length);
  return bytes;
}

export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'entry'; readonly entry: StoreEntry }
  /** The proof was right; nothing comes after it. */
  | { readonly kind: 'end' };

/** Reads a backup. Throws an Error with a sentence when it is not one, is cut short, or is not what was written. */
export async function* readBackup(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BackupPart> {
  const reader = new ChunkReader(chunks);
  const line = await reader.line();
  yield { kind: 'header', header: headerOf(line) };
  for (;;) {
    const keyLength = await reader.length();
    if (keyLength === END) break;
    const key = Buffer.from(await reader.bytes(keyLength)).toString('utf8');
    yield { kind: 'entry', entry: [key, await reader.bytes(await reader.length())] };
  }
  const expected = reader.digestBeforeEnd();
  const hash = await reader.bytes(HASH_BYTES);
  if (Buffer.compare(hash, expected) !== 0) throw new Error('The backup is damaged: its hash does not match.');
  if (!(await reader.isAtEnd())) throw new Error('The backup is damaged: something follows its end.');
  yield { kind: 'end' };
}

function headerOf(line: string): BackupHeader {
  try {
    const header: BackupHeader = JSON.parse(line);
    if (header.product === 'scriptorium' && header.layout === 1) return header;
  } catch {
    // Said below.
  }
  throw new Error('This is not a backup that this version of Scriptorium can read.');
}

/** Exact pieces out of a stream of chunks, hashed on the way. */
class ChunkReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #hash = createHash('sha256');
  #rest: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end !== -1) return Buffer.from(await this.bytes(end + 1)).toString('utf8');
      if (this.#rest.length > HEADER_BYTES_MAX || !(await this.#more())) return '';
    }
  }

  /** A length; the end mark is not part of what is hashed. */
  async length(): Promise<number> {
    const bytes = await this.#take(LENGTH_BYTES);
    const length = Buffer.from(bytes).readUInt32BE();
    if (length !== END) this.#hash.update(bytes);
    return length;
  }

  async bytes(count: number): Promise<Uint8Array> {
    const bytes = await this.#take(count);
    this.#hash.update(bytes);
    return bytes;
  }

  digestBeforeEnd(): Uint8Array {
    return this.#hash.copy().digest();
  }

  async isAtEnd(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#more());
  }

  async #take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new Error('The backup is cut short.');
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done === true) return false;
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    return true;
  }
}

/**
 * R22 begins anew: who is newer than the backup brings back what others wrote, too, under their client ids. So nobody
 * owns an id any more until its author writes with it, also in documents that the backup does not know.
 *
 * @returns what is written for an entry of a backup.
 */
export function restored(key: string, value: Uint8Array): StoreOperation[] {
  const parsed = parseKey(key);
  if (parsed?.kind === 'note') return [];
  const operations: StoreOperation[] = [{ type: 'put', key, value }];
  if (key === FORMAT_KEY) operations.push(restoredMark());
  const head = parsed?.kind === 'head' ? decodeHead(key, value) : null;
  if (parsed?.kind !== 'head' || !head?.ok) return operations;
  const note = noteKey(parsed.id);
  return [...operations, { type: 'put', key: note, value: encodeNote(note, forgottenNote(head.value.sequence)) }];
}
