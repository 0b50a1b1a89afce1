/** What no crash can take back any more, as the disk saw it arrive: which characters, by which client ids. */

import * as Y from 'yjs';
import { rangesOfUpdate } from '../../../server/lib/strict-update.ts';
import { parseKey } from '../../../server/storage/level-keys.ts';
import type { StoreOperation } from '../../../server/storage/ordered-store.ts';
import { decodeRecord } from '../../../server/storage/records.ts';

export class Durable {
  readonly #charactersById = new Map<string, Set<string>>();
  readonly #clientsById = new Map<string, Set<number>>();

  take(operations: readonly StoreOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'put' && operation.key.startsWith('rec!'))
        this.#takeRecord(operation.key, operation.value);
    }
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
    const characters = this.#charactersById.get(parsed.id) ?? new Set();
    this.#charactersById.set(parsed.id, characters);
    for (const character of charactersIn(record.value.bytes)) characters.add(character);
    const clients = this.#clientsById.get(parsed.id) ?? new Set();
    this.#clientsById.set(parsed.id, clients);
    for (const { client } of rangesOfUpdate(record.value.bytes).ranges) clients.add(client);
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
