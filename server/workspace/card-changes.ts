/** The writes of one change of the catalogue: cards with all their keys, and the numbers of tags. */

import {
  type Card,
  cardSchema,
  countedTags,
  type LeftImage,
  leftSchema,
  listKeys,
  partOf,
  rowSchema,
  tagSchema,
} from './catalogue-rows.ts';
import { keyOf, type Table, type Workspace, type Write } from './workspace.ts';

type TagRow = { readonly tag: string; readonly documents: number };

export interface CardTables {
  readonly cards: Table<Card>;
  readonly lists: Table<object>;
  readonly tags: Table<TagRow>;
  readonly images: Table<object>;
  readonly left: Table<LeftImage>;
}

export function cardTables(workspace: Workspace): CardTables {
  return {
    cards: workspace.table('card', cardSchema),
    lists: workspace.table('list', rowSchema),
    tags: workspace.table('tag', tagSchema),
    images: workspace.table('image', rowSchema),
    left: workspace.table('left', leftSchema),
  };
}

/** To be filled and taken inside one `Workspace.change`. */
export class CardChanges {
  readonly #tables: CardTables;
  readonly #cardsById = new Map<string, Card | null>();
  readonly #documentsByTag = new Map<string, TagRow>();
  readonly #writes: Write[] = [];

  constructor(tables: CardTables) {
    this.#tables = tables;
  }

  get(id: string): Card | null {
    const changed = this.#cardsById.get(id);
    return changed === undefined ? (this.#tables.cards.get(id) ?? null) : changed;
  }

  put(card: Card): void {
    this.#replace(card.id, card);
    this.#writes.push(this.#tables.cards.put(card.id, card));
  }

  /** @param goneAt when it was deleted for good; null for one that is only missing, whose images stay. */
  remove(id: string, goneAt: number | null): void {
    const images = this.get(id)?.images ?? [];
    if (goneAt !== null) this.#writes.push(...images.map((name) => this.#tables.left.put(name, { at: goneAt })));
    this.#replace(id, null);
    this.#writes.push(this.#tables.cards.del(id));
  }

  take(): readonly Write[] {
    const { tags } = this.#tables;
    const counts = [...this.#documentsByTag].map(([key, row]) =>
      row.documents > 0 ? tags.put(key, row) : tags.del(key),
    );
    return [...this.#writes, ...counts];
  }

  #replace(id: string, after: Card | null): void {
    const before = this.get(id);
    this.#cardsById.set(id, after);
    const [had, has] = [keysOf(before), keysOf(after)];
    for (const key of had) if (!has.has(key)) this.#writes.push(this.#tables.lists.del(key));
    for (const key of has) if (!had.has(key)) this.#writes.push(this.#tables.lists.put(key, {}));
    const [spoke, speaks] = [imageKeysOf(before), imageKeysOf(after)];
    for (const key of spoke) if (!speaks.has(key)) this.#writes.push(this.#tables.images.del(key));
    for (const key of speaks) if (!spoke.has(key)) this.#writes.push(this.#tables.images.put(key, {}));
    this.#count(before, -1);
    this.#count(after, 1);
  }

  #count(card: Card | null, by: number): void {
    for (const tag of card === null ? [] : countedTags(card)) {
      for (const reader of card?.readers ?? []) {
        const key = keyOf(partOf(reader), partOf(tag));
        const row = this.#documentsByTag.get(key) ?? this.#tables.tags.get(key) ?? { tag, documents: 0 };
        this.#documentsByTag.set(key, { tag, documents: row.documents + by });
      }
    }
  }
}

function imageKeysOf(card: Card | null): ReadonlySet<string> {
  return new Set(card?.images.map((name) => keyOf(name, card.id)));
}

function keysOf(card: Card | null): ReadonlySet<string> {
  return new Set(card === null ? [] : listKeys(card));
}
