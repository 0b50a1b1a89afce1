/** What home shows of what the server listed and of what only this device knows. */

import { expect, it } from 'vitest';
import type { DocumentSummary } from '../../../server/contract/api.ts';
import { type HomeState, rowsOf } from '../../../web/documents/home-list.ts';
import type { KnownDocument } from '../../../web/documents/library.ts';

const summary = (id: string, changedAt: number): DocumentSummary => ({
  ...{ id, title: id, createdAt: 1, createdBy: null, changedAt, changedBy: null, trashedAt: null, tags: [] },
  ...{ isTemplate: false, isFavourite: false, mayWrite: true, mayDelete: true },
});

const known = (id: string, changedAt: number, more: Partial<KnownDocument> = {}): KnownDocument => ({
  ...{ id, title: id, createdAt: 1, changedAt, whereabouts: 'server', openedHere: true },
  ...more,
});

const homeWith = (...listed: DocumentSummary[]): HomeState => ({
  ...{ shown: { kind: 'view', view: 'all' }, listed, next: null, typed: '', results: null, tags: [], people: {} },
});

const idsOf = (rows: readonly KnownDocument[]) => rows.map(({ id }) => id);

it('what was just made here stands first, before the server lists it', () => {
  expect(idsOf(rowsOf(homeWith(summary('old', 5)), [known('new', 9), known('old', 5)]))).toEqual(['new', 'old']);
});

it('the first documents are shown although the server listed none when it was asked', () => {
  expect(idsOf(rowsOf(homeWith(), [known('one', 9), known('two', 8)]))).toEqual(['one', 'two']);
});

it('what is older than the page that is shown waits for its own, unless only this device has it', () => {
  const documents = [known('on a later page', 2), known('only here', 1, { whereabouts: 'device' })];
  expect(idsOf(rowsOf(homeWith(summary('listed', 5)), documents))).toEqual(['listed', 'only here']);
});

it('without the server, mine is what it said that I made, and what it has not seen', () => {
  const documents = [
    known('by me', 9, { createdBy: { name: 'Ann', isYou: true } }),
    known('by Bob', 8, { createdBy: { name: 'Bob', isYou: false } }),
    known('by nobody knows whom', 7),
    known('just made', 6, { whereabouts: 'waiting' }),
    known('lost by the server', 5, { whereabouts: 'device' }),
    known('thrown away', 5, { createdBy: { name: 'Ann', isYou: true }, trashedAt: 9 }),
  ];
  const mine: HomeState = { ...homeWith(), shown: { kind: 'view', view: 'mine' }, listed: null };
  expect(idsOf(rowsOf(mine, documents))).toEqual(['by me', 'just made']);
});

it('what is in the trash is not among all', () => {
  expect(rowsOf(homeWith(), [known('gone', 9, { trashedAt: 9 })])).toEqual([]);
});
