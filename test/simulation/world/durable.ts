/** What no crash can take back any more, as the disk saw it arrive: which characters, and whose client ids. */

import * as Y from 'yjs';
import { isReturned } from '../../../server/lib/authors.ts';
import { rangesOfUpdate } from '../../../server/lib/strict-update.ts';
import { parseKey } from '../../../server/storage/level-keys.ts';
import type { StoreOperation } from '../../../server/storage/ordered-store.ts';
import { decodeRecord, decodeSnapshot } from '../../../server/storage/records.ts';
import type { StoredValues } from './disk.ts';

export class Durable {
  /** All that ever was: an echo may still be on its way when a backup is restored. */
  readonly #charactersById = new Map<string, Set<string>>();
  /** What is there now. */
  readonly #presentById = new Map<string, Set<string>>();
  /** Written with by their authors. */
  readonly #ownedById = new Map<string, Set<number>>();

  take(operations: readonly StoreOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'put' && operation.key.startsWith('rec!'))
        this.#takeRecord(operation.key, operation.value);
    }
  }

  /** A backup was restored: what it has is all there is, and nobody owns anything. */
  goBackTo(backup: StoredValues): void {
    this.#presentById.clear();
    for (const [key, value] of backup) {
      if (key.startsWith('rec!')) this.#takeRecord(key, value);
      else if (key.startsWith('snap!')) this.#takeSnapshot(key, value);
    }
    this.#ownedById.clear();
  }

  hasCharacter(id: string, character: string): boolean {
    return this.#charactersById.get(id)?.has(character) ?? false;
  }

  /** Since the last restored backup. */
  stillHasCharacter(id: string, character: string): boolean {
    return this.#presentById.get(id)?.has(character) ?? false;
  }

  /** Whether a client id is somebody's. */
  hasOwner(id: string, client: number): boolean {
    return this.#ownedById.get(id)?.has(client) ?? false;
  }

  #takeRecord(key: string, value: Uint8Array): void {
    const parsed = parseKey(key);
    const record = parsed?.kind === 'rec' ? decodeRecord(key, parsed.sequence, value) : null;
    if (parsed?.kind !== 'rec' || !record?.ok) throw new Error(`the log wrote what cannot be read at ${key}`);
    const { user, bytes } = record.value;
    this.#takeUpdate(parsed.id, bytes);
    if (isReturned(user)) return;
    const owned = this.#ownedById.get(parsed.id) ?? new Set();
    this.#ownedById.set(parsed.id, owned);
    for (const { client } of rangesOfUpdate(bytes).ranges) owned.add(client);
  }

  #takeSnapshot(key: string, value: Uint8Array): void {
    const snapshot = decodeSnapshot(key, value);
    if (snapshot.ok) this.#takeUpdate(key.slice('snap!'.length), snapshot.value.bytes);
  }

  #takeUpdate(id: string, update: Uint8Array): void {
    const characters = charactersIn(update);
    for (const byId of [this.#charactersById, this.#presentById]) {
      const known = byId.get(id) ?? new Set();
      byId.set(id, known);
      for (const character of characters) known.add(character);
    }
  }
}

/** The text that an update brings. */
export function charactersIn(update: Uint8Array): string {
  let text = '';
  for (const struct of Y.decodeUpdate(update).structs) {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) text += struct.content.str;
  }
  return text;
}
