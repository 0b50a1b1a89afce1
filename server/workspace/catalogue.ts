/**
 * The catalogue: what is known of every document apart from its text, in lists that are sorted as they are shown, one
 * for each key that readers have. It follows the log: a document stands here soon after its first change was compacted,
 * and what was missed while this process was not there is caught up with in the background (catching-up.ts).
 *
 * What always holds: a list is read, never searched; what was told to the search is on the disk here only afterwards,
 * so that a card says that its text is found; a document that was deleted for good does not come back.
 */

import { isDeepStrictEqual } from 'node:util';

import { CATALOGUE_BATCH_MAX, CATALOGUE_FLUSH_MS, CATALOGUE_RETRY_MS, TAGS_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import { CardChanges, type CardTables, cardTables } from './card-changes.ts';
import {
  type Card,
  type CommonList,
  idOfRank,
  listPrefix,
  type Mark,
  markSchema,
  NO_MARK,
  partOf,
  rankOf,
  rowSchema,
  type Shelf,
} from './catalogue-rows.ts';
import { mergedRanks } from './merged-lists.ts';
import type { Search } from './search.ts';
import { keyOf, type Table, type Workspace, type Write } from './workspace.ts';

export interface CatalogueParts {
  readonly workspace: Workspace;
  /** Under which keys a document is filed; see `readersOf` of the access book. */
  readonly readersOf: (documentId: string) => Promise<readonly string[]>;
  /** A document and its past, for one that is not here yet. */
  readonly describe: (documentId: string) => Promise<DocumentChange | null>;
  readonly search: Pick<Search, 'put' | 'remove' | 'setReaders'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whom a list is for. */
export interface Asker {
  /** Their reader keys. */
  readonly readers: readonly string[];
  /** As the log names them; null for whoever cannot be told from others. */
  readonly who: string | null;
}

/** A card as a change leaves it, and the text for the search. */
interface Kept {
  readonly card: Card;
  readonly text: string;
  readonly wasRead: boolean;
}

export interface TagCount {
  readonly tag: string;
  readonly documents: number;
}

export class Catalogue {
  readonly #parts: CatalogueParts;
  readonly #tables: CardTables;
  readonly #marks: Table<Mark>;
  readonly #shelves: Table<object>;
  readonly #changesById = new Map<string, DocumentChange>();
  readonly #begun: string;
  #changes = 0;
  #timer: Timer | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(parts: CatalogueParts) {
    this.#parts = parts;
    this.#begun = parts.clock.now().toString(36);
    this.#tables = cardTables(parts.workspace);
    this.#marks = parts.workspace.table('mark', markSchema);
    this.#shelves = parts.workspace.table('shelf', rowSchema);
  }

  /** Another one whenever lists or the search may answer otherwise; what a person marks or the clock ends is not counted. */
  get revision(): string {
    return `${this.#begun}.${this.#changes}`;
  }

  // Following the log

  /** A document says this now; written soon, many at once. */
  changed(change: DocumentChange): void {
    if (this.#closing !== null) return;
    this.#changesById.set(change.id, merged(this.#changesById.get(change.id), change));
    this.#timer ??= this.#parts.clock.after(CATALOGUE_FLUSH_MS, () => void this.flush());
  }

  /** Writes what was told so far. */
  flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    this.#flushing = this.#flushing.then(() => this.#flush());
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#changesById.size > 0) {
      const changes = [...this.#changesById.values()].slice(0, CATALOGUE_BATCH_MAX);
      for (const { id } of changes) this.#changesById.delete(id);
      try {
        await this.#keep(changes);
      } catch (error) {
        this.#parts.logger.warn({ error: String(error) }, 'the catalogue could not be written; it is tried again');
        for (const change of changes) {
          const newer = this.#changesById.get(change.id);
          this.#changesById.set(change.id, newer === undefined ? change : merged(change, newer));
        }
        if (this.#closing === null)
          this.#timer ??= this.#parts.clock.after(CATALOGUE_RETRY_MS, () => void this.flush());
        return;
      }
    }
  }

  async #keep(changes: readonly DocumentChange[]): Promise<void> {
    const kept = (await Promise.all(changes.map((change) => this.#cardAfter(change)))).filter((one) => one !== null);
    await this.#parts.search
      .put(
        kept.map(({ card: { id, title, changedAt, ...card }, text }) => ({
          id,
          title,
          text,
          changedAt,
          readers: foundBy(card),
        })),
      )
      .catch((error: unknown) => this.#parts.logger.warn({ error: String(error) }, 'the search does not take changes'));
    const refiled = await this.#change((draft) =>
      kept.filter((one) => putBeside(draft, one)).map(({ card }) => card.id),
    );
    for (const id of refiled)
      await this.#parts.search.setReaders(id, foundBy(this.card(id) ?? NOBODYS)).catch(() => {});
    if (kept.length > 0) this.#changes += 1;
  }

  /** Null for a document that is not there any more, and where there is nothing new. */
  async #cardAfter(change: DocumentChange): Promise<Kept | null> {
    const before = this.card(change.id);
    if (before !== null && !change.wasRead) return null;
    if (before !== null) {
      const { images, text } = change;
      const { title, changedAt } = change.changedAt < before.changedAt ? before : change;
      const changedBy = change.changedBy ?? before.changedBy;
      const createdBy = before.createdBy ?? change.created?.by ?? null;
      const all = [...new Set([...before.images, ...images])].sort();
      const readThrough = readAfter(before.readThrough, change);
      const card = { ...before, title, changedAt, changedBy, createdBy, images: all, readThrough };
      return { card, text, wasRead: true };
    }
    const whole = change.created === null ? await this.#parts.describe(change.id) : change;
    if (whole === null) return null;
    const { id, title, changedAt, changedBy, created, images } = whole;
    const readers = await this.#parts.readersOf(id);
    const begun = { createdAt: created?.at ?? changedAt, createdBy: created?.by ?? null };
    const own = { trashedAt: null, tags: [], isTemplate: false, readers: [...readers] };
    const read = { images: [...new Set(images)].sort(), readThrough: readAfter(0, whole) };
    const card = { id, title, changedAt, changedBy, ...begun, ...own, ...read };
    return { card, text: whole.text, wasRead: whole.wasRead };
  }

  /**
   * Somebody has just made a document, which is on the disk; it stands in lists before anybody writes in it.
   *
   * @param images of the one that it is a copy of.
   */
  async created(id: string, by: string | null, at: number, images: readonly string[] = []): Promise<void> {
    const readers = [...(await this.#parts.readersOf(id))];
    const blank = { title: '', changedAt: at, changedBy: by, trashedAt: null, tags: [], isTemplate: false };
    await this.#change((draft) => {
      const card = draft.get(id);
      if (card === null) draft.put({ id, ...blank, createdAt: at, createdBy: by, readers, images, readThrough: 0 });
      // A compaction was faster, and knows only that the server wrote its first paragraph.
      else if (card.createdBy === null) draft.put({ ...card, createdBy: by });
    });
    this.#changes += 1;
  }

  /** Others may find it now, or may since somebody last looked: it is filed anew where that is so. */
  async readersChanged(id: string): Promise<void> {
    const readers = [...(await this.#parts.readersOf(id))];
    if (isDeepStrictEqual(this.card(id)?.readers, readers)) return;
    await this.#update(id, (card) => ({ ...card, readers }));
  }

  // What people do with documents

  /** @param at null takes it out of the trash. */
  trash(id: string, at: number | null): Promise<Card | null> {
    return this.#update(id, (card) => ({ ...card, trashedAt: at === null ? null : (card.trashedAt ?? at) }));
  }

  setTags(id: string, tags: readonly string[]): Promise<Card | null> {
    return this.#update(id, (card) => ({ ...card, tags: [...new Set(tags)].sort().slice(0, TAGS_MAX) }));
  }

  setTemplate(id: string, isTemplate: boolean): Promise<Card | null> {
    return this.#update(id, (card) => ({ ...card, isTemplate }));
  }

  /**
   * The title was changed in the log; shown before the compaction says so.
   *
   * @param at when that began: what a compaction says of what was written until then does not undo it.
   */
  retitled(id: string, title: string, at: number): Promise<Card | null> {
    return this.#update(id, (card) =>
      card.title === title ? card : { ...card, title, changedAt: Math.max(card.changedAt, at + 1) },
    );
  }

  /** It is gone. @param goneAt when it was deleted for good; null for one that is missing, and may come back. */
  async removed(id: string, goneAt: number | null): Promise<void> {
    // Whatever it spoke of is to be known.
    await this.flush();
    this.#changesById.delete(id);
    await this.#parts.search.remove([id]).catch(() => {});
    await this.#change((draft) => draft.remove(id, goneAt));
    this.#changes += 1;
  }

  setFavourite(who: string, id: string, at: number | null): Promise<void> {
    return this.#mark(who, id, 'favourites', (mark) => ({ ...mark, favouriteAt: at }));
  }

  opened(who: string, id: string, at: number): Promise<void> {
    return this.#mark(who, id, 'recent', (mark) => ({ ...mark, openedAt: at }));
  }

  // Reading

  card(id: string): Card | null {
    return this.#tables.cards.get(id) ?? null;
  }

  mark(who: string | null, id: string): Mark {
    return (who === null ? undefined : this.#marks.get(keyOf(partOf(who), id))) ?? NO_MARK;
  }

  /** Documents of a list that somebody may find, in its order. @param after the rank behind which it begins. */
  list(list: CommonList, { readers }: Asker, after: string | null): AsyncGenerator<readonly [string, Card]> {
    return this.#cards(
      mergedRanks(
        this.#tables.lists,
        readers.map((reader) => listPrefix(list, reader)),
        after,
      ),
    );
  }

  /** Of one person, what is not in the trash. */
  async *shelf(shelf: Shelf, { who }: Asker, after: string | null): AsyncGenerator<readonly [string, Card]> {
    if (who === null) return;
    const prefix = `${keyOf(shelf, partOf(who))}!`;
    for await (const [rank, card] of this.#cards(mergedRanks(this.#shelves, [prefix], after))) {
      if (card.trashedAt === null) yield [rank, card];
    }
  }

  async *#cards(ranks: AsyncIterable<string>): AsyncGenerator<readonly [string, Card]> {
    for await (const rank of ranks) {
      const card = this.card(idOfRank(rank));
      if (card !== null) yield [rank, card];
    }
  }

  /** The tags of what somebody may find, by their names. A document that two keys find counts for the larger one's. */
  async tags({ readers }: Asker): Promise<readonly TagCount[]> {
    const documentsByTag = new Map<string, number>();
    for (const reader of readers) {
      for await (const [, { tag, documents }] of this.#tables.tags.rows({ prefix: `${partOf(reader)}!` })) {
        documentsByTag.set(tag, Math.max(documentsByTag.get(tag) ?? 0, documents));
      }
    }
    return [...documentsByTag].map(([tag, documents]) => ({ tag, documents })).sort((a, b) => (a.tag < b.tag ? -1 : 1));
  }

  /** Whether any document ever spoke of a stored image. */
  async speaksOf(image: string): Promise<boolean> {
    for await (const _row of this.#tables.images.rows({ prefix: `${image}!`, limit: 1 })) return true;
    return false;
  }

  /** Every card, in the order of their ids. */
  async *cards(): AsyncGenerator<Card> {
    for await (const [, card] of this.#tables.cards.rows()) yield card;
  }

  /** Writes what waits. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.flush();
    return this.#closing;
  }

  async #update(id: string, change: (card: Card) => Card): Promise<Card | null> {
    const after = await this.#change((draft) => {
      const card = draft.get(id);
      if (card === null) return null;
      const changed = change(card);
      draft.put(changed);
      return changed;
    });
    if (after === null) return null;
    await this.#parts.search.setReaders(id, foundBy(after)).catch(() => {});
    this.#changes += 1;
    return after;
  }

  #change<Value>(fill: (draft: CardChanges) => Value): Promise<Value> {
    return this.#parts.workspace.change(() => {
      const draft = new CardChanges(this.#tables);
      const value = fill(draft);
      return [draft.take(), value];
    });
  }

  async #mark(who: string, id: string, shelf: Shelf, change: (mark: Mark) => Mark): Promise<void> {
    const key = keyOf(partOf(who), id);
    const rowKey = (at: number) => keyOf(shelf, partOf(who), ...rankOf(at, id).split('!'));
    const timeOf = (mark: Mark) => (shelf === 'favourites' ? mark.favouriteAt : mark.openedAt);
    await this.#parts.workspace.change(() => {
      const before = this.#marks.get(key) ?? NO_MARK;
      const after = change(before);
      const [had, has] = [timeOf(before), timeOf(after)];
      const writes: Write[] = [this.#marks.put(key, after)];
      if (had !== null) writes.push(this.#shelves.del(rowKey(had)));
      if (has !== null) writes.push(this.#shelves.put(rowKey(has), {}));
      return [writes, null];
    });
  }
}

/** Of a document whose readers are none. */
const NOBODYS = { trashedAt: null, readers: [] };

/** Two changes of a document as one; as read counts what both together have read without a hole, or the newer one alone. */
function merged(older: DocumentChange | undefined, newer: DocumentChange): DocumentChange {
  if (older === undefined) return newer;
  const isOnePiece = older.after <= newer.after && newer.after <= older.through;
  return {
    ...newer,
    created: newer.created ?? older.created,
    images: [...older.images, ...newer.images],
    ...(isOnePiece && { after: older.after, through: Math.max(older.through, newer.through) }),
  };
}

/** Up to which record a card knows the images, once it has heard of this change; not beyond a hole. */
function readAfter(before: number | null, { after, through }: DocumentChange): number | null {
  if (after > (before ?? 0)) return before;
  return Math.max(before ?? 0, through);
}

/**
 * What somebody did with the card meanwhile stays.
 *
 * @returns whether others may find it now than was told to the search.
 */
function putBeside(draft: CardChanges, { card, wasRead }: Kept): boolean {
  const now = draft.get(card.id);
  if (now !== null && !wasRead) return false;
  const { tags, isTemplate, trashedAt, readers } = now ?? card;
  const { title, changedAt } = now !== null && card.changedAt < now.changedAt ? now : card;
  draft.put({ ...card, title, changedAt, tags, isTemplate, trashedAt, readers });
  return foundBy({ trashedAt, readers }).join() !== foundBy(card).join();
}

/** Nobody finds what is in the trash. */
function foundBy({ trashedAt, readers }: Pick<Card, 'trashedAt' | 'readers'>): readonly string[] {
  return trashedAt === null ? readers : [];
}
