import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { DEVICE_COPY_ROWS_MAX } from '../../../server/contract/limits.ts';
import { DeviceCopy } from '../../../web/collab/device-copy.ts';
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
