/**
 * What lists, search and home ask of stored documents: read, renamed, copied, deleted, one at a time and none of it on
 * the path of a keystroke. What has to be loaded for it is loaded in the worker.
 */

import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { isWriter } from '../lib/authors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Reader } from '../storage/compactor.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry, DocumentLog, LogRecord, OpenedDocument, StoredSegment } from '../storage/document-log.ts';
import { imagesIn } from '../storage/image-names.ts';

const inflate = promisify(inflateRaw);

export interface StoredDocumentsParts {
  readonly rooms: Rooms;
  readonly log: DocumentLog;
  readonly reader: Reader;
  readonly logger: Logger;
}

export class StoredDocuments {
  readonly #parts: StoredDocumentsParts;

  constructor(parts: StoredDocumentsParts) {
    this.#parts = parts;
  }

  /** In the order of their ids. Null while the disk cannot be read; what is damaged is left out. */
  async entries(after: string | null, limit: number): Promise<readonly DocumentEntry[] | null> {
    const entries: DocumentEntry[] = [];
    for await (const entry of this.#parts.log.documents(after ?? undefined)) {
      if (entry.ok) entries.push(entry.value);
      else if (entry.error.code !== 'damaged') return null;
      if (entries.length >= limit) break;
    }
    return entries;
  }

  /** A document and its past, as if it had just been compacted for the first time; null when there is none to be read. */
  async describe(id: string): Promise<DocumentChange | null> {
    const input = await this.#stored(id);
    if (input === null) return null;
    const reading = await this.#parts.reader.read(input);
    if (!reading.ok) return this.#refused(id, reading.error);
    const { images, users, firstAt, lastAt, isWhole } = await this.#past(id);
    const people = users.filter(isWriter);
    // What a part that cannot be read speaks of, nobody knows.
    const through = isWhole && input.damage === null ? input.head : 0;
    return {
      ...{ ...reading.value, id, wasRead: true, images: [...new Set([...reading.value.images, ...images])].sort() },
      ...{ after: 0, through },
      changedAt: lastAt,
      changedBy: people.at(-1) ?? null,
      created: { at: firstAt, by: people[0] ?? null },
    };
  }

  async #past(id: string) {
    const images = new Set<string>();
    const users: string[] = [];
    let [firstAt, lastAt] = [Number.POSITIVE_INFINITY, 0];
    let isWhole = true;
    for await (const part of this.#parts.log.history(id)) {
      if (!part.ok) isWhole = false;
      if (!part.ok) continue;
      const { user } = part.value;
      const { from, through, bytes } = await unpacked(part.value);
      for (const name of imagesIn([bytes])) images.add(name);
      if (users.at(-1) !== user) users.push(user);
      firstAt = Math.min(firstAt, from);
      lastAt = Math.max(lastAt, through);
    }
    return { images, users, firstAt, lastAt, isWhole };
  }

  /** Writes in somebody's name. @returns whether it is on the disk. */
  async write(id: string, update: Uint8Array, user: string): Promise<boolean> {
    const room = await this.#parts.rooms.open(id);
    return room.ok && (await room.value.write(update, user)) === null;
  }

  /** @returns whether it has that title, on the disk. */
  async retitle(id: string, title: string, user: string): Promise<boolean> {
    const input = await this.#stored(id);
    if (input === null) return false;
    const update = await this.#parts.reader.retitle(input, title);
    if (!update.ok) return this.#refused(id, update.error) ?? false;
    return update.value === null || (await this.write(id, update.value, user));
  }

  /** All that it says now as the first update of another document; null when it cannot be read. */
  async copy(id: string, title: string | null): Promise<Uint8Array | null> {
    const input = await this.#stored(id);
    const copy = input && (await this.#parts.reader.copy(input, title));
    return copy?.ok === false ? this.#refused(id, copy.error) : (copy?.value ?? null);
  }

  /** For good; whoever has it open is told that there is no such document. @returns whether it is gone from the disk. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.#parts.rooms.remove(id);
    return removed.ok || this.#refused(id, removed.error.message) !== null;
  }

  /** Null for what was never written, is gone, or cannot be read. */
  async #stored(id: string): Promise<OpenedDocument | null> {
    const opened = await this.#parts.log.open(id);
    return opened.ok && opened.value.head > 0 ? opened.value : null;
  }

  #refused(document: string, reason: string): null {
    this.#parts.logger.warn({ document, reason }, 'a document could not be used');
    return null;
  }
}

async function unpacked(part: StoredSegment | LogRecord) {
  if (!('from' in part)) return { from: part.at, through: part.at, bytes: part.bytes };
  return { from: part.fromAt, through: part.throughAt, bytes: await inflate(part.bytes) };
}
