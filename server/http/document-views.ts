/** What of the catalogue somebody gets to see: each row is authorized once more, and told from their side. */

import { type AccessBook, decide, readerKeysOf } from '../accounts/access-book.ts';
import { authorize } from '../accounts/authorize.ts';
import { authorOf, type Identity } from '../accounts/identity.ts';
import type { Author, DocumentList, DocumentSummary, DocumentView, TagList } from '../contract/api.ts';
import { LIST_LOOKED_AT_MAX } from '../contract/limits.ts';
import { ANONYMOUS } from '../lib/authors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Asker, Catalogue } from '../workspace/catalogue.ts';
import { type Card, tagList } from '../workspace/catalogue-rows.ts';

export interface ViewParts {
  readonly catalogue: Catalogue;
  readonly book: AccessBook;
  readonly clock: Clock;
  /** What somebody is called whom the log names so; null where nobody knows. */
  readonly nameOf: (author: string) => string | null;
}

export interface ListRequest {
  readonly view: DocumentView;
  /** Instead of a view: these, wherever they stand. */
  readonly ids?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export function askerOf(identity: Identity): Asker {
  const who = authorOf(identity);
  return { readers: readerKeysOf(identity), who: who === ANONYMOUS ? null : who };
}

export async function listFor(parts: ViewParts, identity: Identity, request: ListRequest): Promise<DocumentList> {
  // What changes meanwhile counts as not seen.
  const { revision } = parts.catalogue;
  if (request.ids !== undefined) return { documents: await those(parts, identity, request.ids), next: null, revision };
  const documents: DocumentSummary[] = [];
  let [lookedAt, last] = [0, null as string | null];
  for await (const [rank, card] of rowsOf(parts.catalogue, identity, request)) {
    if (documents.length === request.limit || lookedAt === LIST_LOOKED_AT_MAX)
      return { documents, next: last, revision };
    lookedAt += 1;
    last = rank;
    const summary = await summaryFor(parts, identity, card);
    if (summary !== null && fits(request, summary)) documents.push(summary);
  }
  return { documents, next: null, revision };
}

/**
 * Tags of what they may read: a share whose time has run out is filed as before, so of each tag one document that is
 * theirs to read is looked for.
 */
export async function tagsFor(parts: ViewParts, identity: Identity): Promise<TagList['tags']> {
  if (identity.kind === 'bearer' && identity.grant.documentId !== null) return [];
  const asker = askerOf(identity);
  const tags: TagList['tags'][number][] = [];
  for (const count of await parts.catalogue.tags(asker)) {
    if (await hasOneToRead(parts, identity, parts.catalogue.list(tagList(count.tag), asker, null))) tags.push(count);
  }
  return tags;
}

async function hasOneToRead(parts: ViewParts, identity: Identity, rows: AsyncIterable<readonly [string, Card]>) {
  let lookedAt = 0;
  for await (const [, { id }] of rows) {
    if ((await decide(parts, identity, id, 'read')).allowed) return true;
    lookedAt += 1;
    if (lookedAt === LIST_LOOKED_AT_MAX) break;
  }
  return false;
}

async function those(parts: ViewParts, identity: Identity, ids: readonly string[]): Promise<DocumentSummary[]> {
  const documents: DocumentSummary[] = [];
  for (const id of new Set(ids)) {
    const card = parts.catalogue.card(id);
    const summary = card === null ? null : await summaryFor(parts, identity, card);
    if (summary !== null) documents.push(summary);
  }
  return documents;
}

/** Null for what they may not read. */
export async function summaryFor(parts: ViewParts, identity: Identity, card: Card): Promise<DocumentSummary | null> {
  const record = await parts.book.of(card.id);
  const may = (action: 'read' | 'write' | 'delete') => authorize(identity, record, action, parts.clock.now()).allowed;
  if (!may('read')) return null;
  const { id, title, createdAt, createdBy, changedAt, changedBy, trashedAt, tags, isTemplate } = card;
  const { who } = askerOf(identity);
  const author = (name: string | null): Author | null =>
    name === null ? null : { name: nameOf(parts, identity, name), isYou: name === who };
  return {
    ...{ id, title, createdAt, changedAt, trashedAt, tags, isTemplate },
    createdBy: author(createdBy),
    changedBy: author(changedBy),
    isFavourite: parts.catalogue.mark(who, id).favouriteAt !== null,
    mayWrite: may('write'),
    mayDelete: may('delete'),
  };
}

function nameOf(parts: ViewParts, identity: Identity, author: string): string | null {
  if ('name' in identity && authorOf(identity) === author) return identity.name;
  return parts.nameOf(author);
}

function rowsOf(
  catalogue: Catalogue,
  identity: Identity,
  { view, tag, after: from }: ListRequest,
): AsyncIterable<readonly [string, Card]> {
  const asker = askerOf(identity);
  const after = from ?? null;
  // A token for one document: its list has one row, wherever that would stand.
  const only = identity.kind === 'bearer' ? identity.grant.documentId : null;
  if (only !== null) return after === null ? single(catalogue.card(only), view) : nothing();
  if (tag !== undefined) return catalogue.list(tagList(tag), asker, after);
  switch (view) {
    case 'templates':
    case 'trash':
      return catalogue.list(view, asker, after);
    case 'all':
    case 'mine':
      return catalogue.list('all', asker, after);
    case 'recent':
    case 'favourites':
      return catalogue.shelf(view, asker, after);
    case 'shared':
      return catalogue.list(
        'all',
        { ...asker, readers: asker.readers.filter((key) => key.startsWith('person:')) },
        after,
      );
    default:
      return view satisfies never;
  }
}

async function* single(card: Card | null, view: DocumentView): AsyncGenerator<readonly [string, Card]> {
  const isThere = card !== null && (card.trashedAt !== null) === (view === 'trash') && view !== 'shared';
  if (isThere) yield [card.id, card];
}

async function* nothing(): AsyncGenerator<readonly [string, Card]> {}

function fits({ view }: ListRequest, { createdBy }: DocumentSummary): boolean {
  const isMine = createdBy?.isYou === true;
  return view === 'mine' ? isMine : view !== 'shared' || !isMine;
}
