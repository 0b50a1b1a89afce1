/** People typing into one Yjs document, and the records that a log would have of it. */

import * as Y from 'yjs';

import type { LogRecord } from '../../server/storage/document-log.ts';

/** Collects what each person types as records in one order; everybody sees everything at once. */
export class TypedDocument {
  readonly records: LogRecord[] = [];
  readonly #people = new Map<string, Y.Doc>();
  #at: number;

  constructor(at = 1_700_000_000_000) {
    this.#at = at;
  }

  pause(ms: number): void {
    this.#at += ms;
  }

  /** One record: what `edit` changes in one transaction. */
  edit(user: string, edit: (document: Y.Doc) => void): void {
    const document = this.#person(user);
    this.pause(100);
    document.transact(() => edit(document), user);
  }

  /** A record for each letter, appended to the body. */
  type(user: string, letters: string): void {
    for (const letter of letters) {
      this.edit(user, (document) => document.getText('body').insert(document.getText('body').length, letter));
    }
  }

  text(): string {
    return [...this.#people.values()][0]?.getText('body').toString() ?? '';
  }

  /** A record that did not come from a document: damaged or hostile bytes. */
  addRaw(user: string, bytes: Uint8Array): LogRecord {
    const record = { sequence: this.records.length + 1, at: this.#at, user, bytes };
    this.records.push(record);
    return record;
  }

  #person(user: string): Y.Doc {
    const known = this.#people.get(user);
    if (known !== undefined) return known;
    const document = new Y.Doc();
    document.clientID = 1000 + this.#people.size;
    for (const { bytes } of this.records) Y.applyUpdate(document, bytes, 'others');
    document.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== user) return;
      this.addRaw(user, bytes);
      for (const [other, copy] of this.#people) if (other !== user) Y.applyUpdate(copy, bytes, 'others');
    });
    this.#people.set(user, document);
    return document;
  }
}

/** The body's text after applying V1 updates to an empty document. */
export function bodyOf(...updates: readonly Uint8Array[]): string {
  const document = new Y.Doc();
  for (const update of updates) Y.applyUpdate(document, update);
  return document.getText('body').toString();
}
