/**
 * What the library has with the server: what was made here while it was away is handed over, and what it lists is taken in.
 * Needed on home; a document is brought to the server by its own line, too.
 */

import type { DocumentSummary } from '../../server/contract/api.ts';
import { LIST_ROWS_MAX } from '../../server/contract/limits.ts';
import { knownAccount } from '../accounts/known-account.ts';
import { type ApiFailure, ask } from '../lib/api.ts';
import { isBy, type KnownDocument, library, newestFirst, withDocument } from './library.ts';

/** A document stands in the server's list so soon after its first letter. */
const LISTED_AFTER_MS = 10_000;

/**
 * What the server says of the newest documents and of all that this device knows, with what only this device knows;
 * newest change first.
 */
export function mergeList(
  known: readonly KnownDocument[],
  listed: readonly DocumentSummary[],
  nowMs = Date.now(),
): readonly KnownDocument[] {
  const knownById = new Map(known.map((document) => [document.id, document]));
  const listedIds = new Set(listed.map(({ id }) => id));
  const onServer = listed.map((summary) => withServer(knownById.get(summary.id), summary));
  const onlyHere = known
    .filter(({ id, openedHere, whereabouts }) => !listedIds.has(id) && (openedHere || whereabouts === 'waiting'))
    .map((document) =>
      document.whereabouts === 'server' && nowMs - document.changedAt > LISTED_AFTER_MS
        ? { ...document, whereabouts: 'device' as const }
        : document,
    );
  return newestFirst([...onServer, ...onlyHere]);
}

/** This device is ahead of the server's list, which follows the editor by some seconds. */
function withServer(here: KnownDocument | undefined, listed: DocumentSummary): KnownDocument {
  const isAhead = here?.openedHere && here.changedAt > listed.changedAt;
  return {
    ...listed,
    title: isAhead || listed.title === '' ? (here?.title ?? listed.title) : listed.title,
    changedAt: Math.max(listed.changedAt, here?.changedAt ?? 0),
    whereabouts: 'server',
    openedHere: here?.openedHere ?? false,
    ...(here?.openedAt === undefined ? {} : { openedAt: here.openedAt }),
    ...(here?.isPinned === undefined ? {} : { isPinned: here.isPinned }),
  };
}

/** Asks the server for its list, and hands over what was created while it was away. */
export async function refreshLibrary(): Promise<void> {
  if (!(await handOverWaiting())) return library.serverIs('away');
  const newest = await ask('GET /api/documents');
  if (!newest.ok) return serverFailed(newest.failure);
  const known: DocumentSummary[] = [...newest.value.documents];
  const listed = new Set(known.map(({ id }) => id));
  const others = library.view.documents.filter(({ id, openedHere }) => openedHere && !listed.has(id));
  for (let from = 0; from < others.length; from += LIST_ROWS_MAX) {
    const ids = others.slice(from, from + LIST_ROWS_MAX).map(({ id }) => id);
    const part = await ask('GET /api/documents', { query: { ids: ids.join(',') } });
    if (!part.ok) return serverFailed(part.failure);
    known.push(...part.value.documents);
  }
  library.knows(mergeList(library.view.documents, known));
  library.serverIs('answered');
}

/** Creates a document here and now; the server hears of it as soon as it can. */
export function createHere(id: string): void {
  const madeBy = knownAccount.present?.id;
  const made = { whereabouts: 'waiting', openedHere: true, ...(madeBy !== undefined && { madeBy }) } as const;
  library.knows(withDocument(library.view.documents, id, made, Date.now()));
  void handOverWaiting().then((isThere) => isThere || library.serverIs('away'));
}

/** @returns whether the server was there to take them. */
async function handOverWaiting(): Promise<boolean> {
  const waiting = library.view.documents.filter(({ whereabouts }) => whereabouts === 'waiting');
  // What is kept here may be older than a sign-in elsewhere.
  if (waiting.some(({ madeBy }) => madeBy !== undefined)) {
    const here = await ask('GET /api/session');
    if (!here.ok) return false;
    knownAccount.note(here.value);
  }
  for (const { id } of waiting.filter((one) => isBy(one, knownAccount.present?.id))) {
    const answer = await ask('POST /api/documents', { body: { id } });
    if (answer.ok) library.onServer(id);
    else if (answer.failure.kind === 'away') return false;
    // It exists already, because its editor was faster.
    else if (answer.failure.status === 409) library.onServer(id);
  }
  return true;
}

function serverFailed(failure: ApiFailure): void {
  library.serverIs(failure.kind === 'refused' && failure.status === 401 ? 'sign-in' : 'away');
}
