/** What no crash can take back any more, as the disk saw it arrive: which characters, by which client ids. */

import * as Y from 'yjs';
import { rangesOfUpdate } from '../../../server/lib/strict-update.ts';
import { parseKey } from '../../../server/storage/level-keys.ts';
import type { StoreOperation } from '../../../server/storage/ordered-store.ts';
import { decodeRecord, decodeSnapshot } from '../../../server/storage/records.ts';
import type { StoredValues } from './disk.ts';

export class Durable {
  readonly #charactersById = new Map<string, Set<string>>();
  readonly #clientsById = new Map<string, Set<number>>();

  take(operations: readonly StoreOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'put' && operation.key.startsWith('rec!'))
        this.#takeRecord(operation.key, operation.value);
    }
  }

  /** What is in a backup. */
  static of(values: StoredValues): Durable {
    const durable = new Durable();
    for (const [key, value] of values) {
      if (key.startsWith('rec!')) durable.#takeRecord(key, value);
      else if (key.startsWith('snap!')) durable.#takeSnapshot(key, value);
    }
    return durable;
  }

  hasCharacter(id: string, character: string): boolean {
    return this.#charactersById.get(id)?.has(character) ?? false;
  }

  hasClient(id: string, client: number): boolean {
    return this.#clientsById.get(id)?.has(client) ?? false;
  }

  #takeRecord(key: string, value: Uint8Array): void {
    const parsed = parseKey(key);
    const record = parsed?.kind === 'rec' ? decodeRecord(key, parsed.sequence, value) : null;
    if (parsed?.kind !== 'rec' || !record?.ok) throw new Error(`the log wrote what cannot be read at ${key}`);
    this.#takeUpdate(parsed.id, record.value.bytes);
  }

  #takeSnapshot(key: string, value: Uint8Array): void {
    const snapshot = decodeSnapshot(key, value);
    if (snapshot.ok) this.#takeUpdate(key.slice('snap!'.length), snapshot.value.bytes);
  }

  #takeUpdate(id: string, update: Uint8Array): void {
    const characters = this.#charactersById.get(id) ?? new Set();
    this.#charactersById.set(id, characters);
    for (const character of charactersIn(update)) characters.add(character);
    const clients = this.#clientsById.get(id) ?? new Set();
    this.#clientsById.set(id, clients);
    for (const { client } of rangesOfUpdate(update).ranges) clients.add(client);
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
