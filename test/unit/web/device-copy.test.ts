import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { DEVICE_COPY_ROWS_MAX } from '../../../server/contract/limits.ts';
import { DeviceCopy } from '../../../web/collab/device-copy.ts';
import { discardCopy } from '../../../web/collab/discard-copy.ts';
import { discardOldCopies } from '../../../web/documents/discard-copies.ts';
import { until } from '../../support/until.ts';

const NOTE = { count: 2, sinceMs: 1_000 };
const never = () => {
  throw new Error('the browser refused');
};

/** One visit of a page to document `id`: what is in the copy, as text, and the copy itself. */
async function visit(id: string) {
  const copy = await DeviceCopy.open(id, never);
  const { updates, unsaved } = await copy.load();
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return { copy, doc, rows: updates.length, unsaved, text: doc.getText('body').toString() };
}

function typed(doc: Y.Doc, letters: string): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.getText('body').insert(doc.getText('body').length, letters);
  return Y.encodeStateAsUpdate(doc, before);
}

it('R38: what was typed offline is there after a reload, and still known as unsaved', async () => {
  const first = await visit('reload');
  first.copy.append(typed(first.doc, 'Hello'), NOTE);
  first.copy.close();
  const second = await visit('reload');
  expect(second.text).toBe('Hello');
  expect(second.unsaved).toEqual([NOTE]);
  second.copy.close();
});

it('what came from the server leaves no note', async () => {
  const first = await visit('server');
  first.copy.append(typed(first.doc, 'from Bob'), null);
  first.copy.close();
  const second = await visit('server');
  expect([second.text, second.unsaved]).toEqual(['from Bob', []]);
  second.copy.close();
});

it('when the server has everything, the notes of this visit and of earlier ones are gone', async () => {
  const first = await visit('saved');
  first.copy.append(typed(first.doc, 'Hello'), NOTE);
  first.copy.close();
  const second = await visit('saved');
  second.copy.append(typed(second.doc, ' again'), { count: 3, sinceMs: 1_000 });
  second.copy.everythingSaved();
  second.copy.close();
  const third = await visit('saved');
  expect([third.text, third.unsaved]).toEqual(['Hello again', []]);
  third.copy.close();
});

it('a note that another tab has written again since stays', async () => {
  const ann = await visit('tabs');
  ann.copy.append(typed(ann.doc, 'one'), { count: 1, sinceMs: 5 });
  const other = await visit('tabs');
  ann.copy.append(typed(ann.doc, 'two'), { count: 2, sinceMs: 5 });
  other.copy.everythingSaved();
  other.copy.close();
  ann.copy.close();
  const later = await visit('tabs');
  expect(later.unsaved).toEqual([{ count: 2, sinceMs: 5 }]);
  later.copy.close();
});

it('many rows become one, and rows of another tab that this one has not read survive', async () => {
  const ann = await visit('fold');
  const bob = await visit('fold');
  bob.copy.append(typed(bob.doc, 'Bob. '), null);
  for (let key = 0; key < DEVICE_COPY_ROWS_MAX; key += 1) ann.copy.append(typed(ann.doc, 'a'), null);
  await until(() => ann.copy.wantsFolding, 'the rows are written');
  ann.copy.fold(Y.encodeStateAsUpdate(ann.doc));
  ann.copy.close();
  bob.copy.close();
  const later = await visit('fold');
  expect(later.rows).toBe(2);
  expect(later.text).toHaveLength(DEVICE_COPY_ROWS_MAX + 'Bob. '.length);
  expect(later.text).toContain('Bob. ');
  later.copy.close();
});

it('a browser that refuses a write says so once', async () => {
  let refusals = 0;
  const copy = await DeviceCopy.open('refused', () => {
    refusals += 1;
  });
  // What a full disk does, as far as a page can tell: the transaction cannot be made.
  const unstorable = (() => {}) as unknown as Uint8Array;
  copy.append(unstorable, null);
  copy.append(unstorable, null);
  expect(refusals).toBe(1);
});

/** As browsers have it, for one kind of question: is it free at this moment? */
class Locks {
  readonly #heldBy = new Map<string, number>();

  async request(name: string, ...rest: readonly unknown[]): Promise<unknown> {
    const [options, callback] = rest as [LockOptions, (lock: object | null) => unknown];
    const holders = this.#heldBy.get(name) ?? 0;
    if (options.mode !== 'shared' && holders > 0) return callback(null);
    this.#heldBy.set(name, holders + 1);
    try {
      return await callback({ name });
    } finally {
      this.#heldBy.set(name, (this.#heldBy.get(name) ?? 1) - 1);
    }
  }

  /** What a page gets from its navigator. */
  get manager(): LockManager {
    return this as unknown as LockManager;
  }
}

const shelf = (...ids: readonly string[]) => {
  const discarded: string[] = [];
  const documents = ids.map((id) => ({
    id,
    title: id,
    createdAt: 1,
    changedAt: 1,
    whereabouts: 'server' as const,
    openedHere: true,
  }));
  return { documents, discarded, copyDiscarded: (id: string) => discarded.push(id) };
};

it('R38: old copies are discarded, but never one with unsent text, and never one that a tab has open', async () => {
  const { manager } = new Locks();
  for (const id of ['sent', 'unsent', 'open']) {
    const copy = await DeviceCopy.open(id, never, manager);
    copy.append(typed(new Y.Doc(), id), id === 'unsent' ? NOTE : null);
    await copy.load();
    if (id !== 'open') copy.close();
  }
  const old = shelf('sent', 'unsent', 'open');
  await discardOldCopies(old, (id) => discardCopy(id, manager), 0);
  expect(old.discarded).toEqual(['sent']);
  expect([(await visit('sent')).text, (await visit('unsent')).text]).toEqual(['', 'unsent']);
});

it('where a browser has no locks every copy stays', async () => {
  const first = await visit('no locks');
  first.copy.append(typed(first.doc, 'Hello'), null);
  first.copy.close();
  expect(await discardCopy('no locks', undefined)).toBe(false);
  expect((await visit('no locks')).text).toBe('Hello');
});

it('a copy that is deleted under an open page is reported, so that nothing is said to be kept that is not', async () => {
  let refused = 0;
  await DeviceCopy.open('deleted', () => refused++);
  indexedDB.deleteDatabase('scriptorium/deleted');
  await until(() => refused === 1, 'the page hears of it');
});
