/** Text that is typed into a row, column or table while somebody else deletes it: found, and by everybody the same. */

// The types of the commands.
import type {} from '@tiptap/extension-table';
import { afterEach, describe, expect, test } from 'vitest';
import { importDocument } from '../../../server/contract/document/import.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { RecoveredTexts, recoveredTexts } from '../../../web/binding/recovered.ts';
import { Person } from '../../support/people.ts';

const paragraph = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const row = (...texts: string[]): TreeNode => ({
  type: 'tableRow',
  content: texts.map((text) => ({ type: 'tableCell', content: [paragraph(text)] })),
});
const TABLE: TreeNode = { type: 'table', content: [row('milk', 'one'), row('bread', 'two'), row('tea', 'three')] };

const people: Person[] = [];

afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

function meet(): [Person, Person] {
  let id = 0;
  const content = [paragraph('before'), TABLE, paragraph('after')];
  const start = importDocument({ type: 'doc', content }, { clientId: 7, newId: () => `id${id++}` });
  const pair: [Person, Person] = [new Person('ann', 1, start), new Person('ben', 2, start)];
  for (const person of pair) person.outbox.length = 0;
  people.push(...pair);
  return pair;
}

function exchange(ann: Person, ben: Person): void {
  for (let round = 0; round < 2; round++) {
    for (const update of ann.outbox.splice(0)) ben.receive(update);
    for (const update of ben.outbox.splice(0)) ann.receive(update);
    for (const person of [ann, ben]) person.looks();
  }
}

const found = ({ doc }: Person): string[] => recoveredTexts(doc).map(({ text }) => text);

describe('Ann types in a cell, and at that moment Ben deletes', () => {
  const deletions: ReadonlyArray<readonly [string, (ben: Person) => unknown]> = [
    ['its row', (ben) => ben.goesTo('bread').editor.commands.deleteRow()],
    ['its column', (ben) => ben.goesTo('bread').editor.commands.deleteColumn()],
    ['the table', (ben) => ben.goesTo('bread').editor.commands.deleteTable()],
    ['everything', (ben) => ben.editor.chain().selectAll().deleteSelection().run()],
  ];

  test.each(deletions)('%s: both find her words, and nothing that he deleted', (_what, deletes) => {
    const [ann, ben] = meet();
    ann.goesTo('bread').types(' and butter');
    deletes(ben);
    expect([found(ann), found(ben)]).toEqual([[], []]);
    exchange(ann, ben);
    expect([found(ann), found(ben)]).toEqual([[' and butter'], [' and butter']]);
    expect(recoveredTexts(ben.doc)[0]?.clients).toEqual([1]);
    expect([ann.binding.repairs, ben.binding.repairs]).toEqual([0, 0]);
  });

  test.each(deletions)('%s, in flight, not shown to her yet', (_what, deletes) => {
    const [ann, ben] = meet();
    deletes(ben);
    for (const update of ben.outbox.splice(0)) ann.receive(update);
    ann.goesTo('bread').types(' and butter');
    exchange(ann, ben);
    expect([found(ann), found(ben)]).toEqual([[' and butter'], [' and butter']]);
  });
});

test('what was typed before somebody deletes its row is deleted with it', () => {
  const [ann, ben] = meet();
  ann.goesTo('bread').types(' and butter');
  exchange(ann, ben);
  ben.goesTo('bread').editor.commands.deleteRow();
  exchange(ann, ben);
  expect([found(ann), found(ben)]).toEqual([[], []]);
});

test('undoing the deletion brings back the row with all that was in it, and there is nothing to recover', () => {
  const [ann, ben] = meet();
  ben.goesTo('bread').editor.commands.deleteRow();
  ann.goesTo('bread').types(' and butter');
  exchange(ann, ben);
  ben.undo.undo();
  exchange(ann, ben);
  expect(ann.editor.state.doc.textContent).toContain('bread and butter');
  expect(ann.editor.getJSON()).toEqual(ben.editor.getJSON());
  expect([found(ann), found(ben)]).toEqual([[], []]);
});

test('a table that is moved keeps its cells', () => {
  const [ann] = meet();
  const { tr, doc } = ann.editor.state;
  const [from, table] = [doc.child(0).nodeSize, doc.child(1)];
  ann.editor.view.dispatch(tr.delete(from, from + table.nodeSize).insert(0, table));
  expect(ann.editor.state.doc.textContent).toBe('milkonebreadtwoteathreebeforeafter');
  expect(ann.deletedLength()).toBe(0);
  expect(found(ann)).toEqual([]);
});

test('who takes the text elsewhere or dismisses it empties the cell; undo brings it back', () => {
  const [ann, ben] = meet();
  ann.goesTo('bread').types(' and butter');
  ben.goesTo('bread').editor.commands.deleteRow();
  exchange(ann, ben);
  ben.undo.separate();
  ben.binding.emptyCell(recoveredTexts(ben.doc)[0]?.cell ?? '');
  exchange(ann, ben);
  expect([found(ann), found(ben)]).toEqual([[], []]);
  ben.undo.undo();
  exchange(ann, ben);
  expect([found(ann), found(ben)]).toEqual([[' and butter'], [' and butter']]);
});

test('a page is told once a text was found, with the time', async () => {
  const [ann, ben] = meet();
  const texts = new RecoveredTexts(ann.doc, () => 42);
  const told = new Promise<void>((resolve) => {
    texts.subscribe(resolve);
  });
  expect(texts.current).toEqual([]);
  ben.goesTo('bread').editor.commands.deleteRow();
  ann.goesTo('bread').types(' and butter');
  exchange(ann, ben);
  await told;
  expect(texts.current).toMatchObject([{ text: ' and butter', clients: [1], foundAt: 42 }]);
});
