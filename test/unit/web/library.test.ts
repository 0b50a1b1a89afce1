import { describe, expect, it } from 'vitest';
import type { DocumentSummary } from '../../../server/contract/api.ts';
import { beyondKept } from '../../../web/documents/discard-copies.ts';
import { type KnownDocument, withDocument } from '../../../web/documents/library.ts';
import { mergeList } from '../../../web/documents/library-sync.ts';

const listed = (id: string, title: string, changedAt: number): DocumentSummary => ({
  id,
  title,
  createdAt: 1,
  changedAt,
  ...{ createdBy: null, changedBy: null, trashedAt: null, tags: [], isTemplate: false, isFavourite: false },
  ...{ mayWrite: true, mayDelete: true },
});
const known = (id: string, change: Partial<KnownDocument> = {}): KnownDocument => ({
  ...listed(id, id, 10),
  whereabouts: 'server',
  openedHere: true,
  ...change,
});
const ids = (documents: readonly KnownDocument[]) => documents.map(({ id }) => id);

describe('the documents this device knows', () => {
  it('shows what the server lists, newest change first', () => {
    expect(ids(mergeList([], [listed('a', 'A', 1), listed('b', 'B', 2)]))).toEqual(['b', 'a']);
  });

  it('keeps a document that was made here while the server was away', () => {
    const merged = mergeList([known('new', { whereabouts: 'waiting' })], [listed('a', 'A', 1)]);
    expect(merged.find(({ id }) => id === 'new')?.whereabouts).toBe('waiting');
  });

  it('never hides a text that only this device has: one that the server lost is said to be here', () => {
    const merged = mergeList([known('lost'), known('seen', { openedHere: false })], []);
    expect(merged.map(({ id, whereabouts }) => [id, whereabouts])).toEqual([['lost', 'device']]);
  });

  it('does not take one for lost that the server has confirmed a moment ago and does not list yet', () => {
    const fresh = known('fresh', { changedAt: 95_000 });
    expect(mergeList([fresh], [], 100_000)[0]?.whereabouts).toBe('server');
    expect(mergeList([fresh], [], 200_000)[0]?.whereabouts).toBe('device');
  });

  it('shows the newer title, since the list follows the editor by some seconds', () => {
    const ahead = known('a', { title: 'Newer', changedAt: 20 });
    expect(mergeList([ahead], [listed('a', 'Older', 10)])[0]?.title).toBe('Newer');
    const behind = known('a', { title: 'Older', changedAt: 10 });
    expect(mergeList([behind], [listed('a', 'Newer', 20)])[0]?.title).toBe('Newer');
  });

  it('adds a document that is opened for the first time, and moves an edited one to the top', () => {
    const before = withDocument([known('a')], 'b', {}, 30);
    expect(ids(before)).toEqual(['b', 'a']);
    expect(ids(withDocument(before, 'a', { changedAt: 40 }, 40))).toEqual(['a', 'b']);
  });

  it('need not keep what was opened long ago, but keeps what is pinned and what only this device has', () => {
    const documents = [
      known('pinned', { openedAt: 1, isPinned: true }),
      known('waiting', { openedAt: 2, whereabouts: 'waiting' }),
      known('lost', { openedAt: 3, whereabouts: 'device' }),
      known('old', { openedAt: 4, changedAt: 99 }),
      known('never noted', { changedAt: 5 }),
      known('elsewhere', { openedHere: false }),
      known('recent', { openedAt: 6 }),
    ];
    expect(beyondKept(documents, 1)).toEqual(['never noted', 'old']);
    expect(beyondKept(documents, 3)).toEqual([]);
  });

  it('stays pinned when the server lists it again', () => {
    const [listedAgain] = mergeList([known('a', { isPinned: true, openedAt: 7 })], [listed('a', 'A', 20)]);
    expect(listedAgain).toMatchObject({ isPinned: true, openedAt: 7 });
  });
});
