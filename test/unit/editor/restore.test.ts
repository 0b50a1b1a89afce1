/** Bringing an earlier version back: one edit, of what differs alone, that merges and that one undo takes back. */

import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { readDocument } from '../../../server/contract/document/read-document.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { checkedNode, restore } from '../../../web/history/restore.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { Person } from '../../support/people.ts';
import { randomDocument } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

let ids = 0;
const newId = (): string => `id${ids++}`;

const p = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const page = (...content: readonly TreeNode[]): TreeNode => ({ type: 'doc', content });

const people: Person[] = [];
afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

function meet(tree: TreeNode): [Person, Person] {
  const start = importDocument(tree, { clientId: 99, newId, title: '' });
  const pair: [Person, Person] = [new Person('ann', 1, start, { captureMs: 1_000 }), new Person('bob', 2, start)];
  for (const person of pair) person.outbox.length = 0;
  people.push(...pair);
  return pair;
}

function restores({ editor, undo }: Person, then: TreeNode): boolean {
  return restore(editor, then, () => undo.separate());
}

function said(person: Person): TreeNode {
  return readDocument(person.doc).tree;
}

function textOf(person: Person): string {
  return person.editor.state.doc.textBetween(0, person.editor.state.doc.content.size, '|');
}

function trade(one: Person, other: Person): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    for (const update of from.outbox.splice(0)) to.receive(update);
    to.looks();
  }
}

describe('a version that is brought back', () => {
  test('R43 is there again for everybody, and one undo takes that back and nothing else', () => {
    const [ann, bob] = meet(page(p('one'), p('two'), p('three')));
    const then = said(ann);
    bob.selects('two').editor.commands.deleteSelection();
    bob.goesTo('three').types('!');
    trade(ann, bob);
    ann.goesTo('one').types('?');
    expect(restores(ann, then)).toBe(true);
    trade(ann, bob);
    expect(textOf(bob)).toBe('one|two|three');
    ann.undo.undo();
    trade(ann, bob);
    expect(textOf(bob)).toBe('one?||three!');
  });

  test('writes only what differs: two words in 500 paragraphs', () => {
    const paragraphs = Array.from({ length: 500 }, (_, i) => p(`paragraph ${i} with some words`));
    const [ann] = meet(page(...paragraphs));
    const then = said(ann);
    ann.selects('paragraph 3 ').types('section 3 ');
    ann.selects('paragraph 490 ').types('section 490 ');
    ann.outbox.length = 0;
    expect(restores(ann, then)).toBe(true);
    expect(said(ann)).toEqual(then);
    expect(ann.outbox).toHaveLength(1);
    expect(ann.outbox[0]?.length).toBeLessThan(300);
  });

  test('R43 merges with what somebody writes at that moment', () => {
    const [ann, bob] = meet(page(p('one'), p('two'), p('three')));
    const then = said(ann);
    ann.selects('two').types('2');
    trade(ann, bob);
    bob.goesTo('one').types(' and a half');
    restores(ann, then);
    trade(ann, bob);
    expect(textOf(ann)).toBe('one and a half|two|three');
    expect(textOf(bob)).toBe(textOf(ann));
  });

  test('R43 is taken back by undo also after others wrote in it, and their words stay', () => {
    const [ann, bob] = meet(page(p('one'), p('two'), p('three')));
    const then = said(ann);
    ann.selects('two').types('2');
    trade(ann, bob);
    restores(ann, then);
    trade(ann, bob);
    bob.goesTo('two').types(' by Bob');
    bob.goesTo('three').types('!');
    trade(ann, bob);
    expect(textOf(ann)).toBe('one|two by Bob|three!');
    ann.undo.undo();
    trade(ann, bob);
    expect(textOf(ann)).toMatch(/^one\|.*2.*\|three!$/);
    expect(textOf(ann)).toContain(' by Bob');
    expect(textOf(ann)).not.toContain('two');
    expect(textOf(bob)).toBe(textOf(ann));
  });

  test('is no edit where the text says so already', () => {
    const [ann] = meet(page(p('one')));
    expect(restores(ann, said(ann))).toBe(false);
    expect(ann.outbox).toEqual([]);
  });

  test('has the tables that it had, also one that was deleted', () => {
    const cell = (text: string): TreeNode => ({ type: 'tableCell', content: [p(text)] });
    const row = (...cells: readonly TreeNode[]): TreeNode => ({ type: 'tableRow', content: cells });
    const table: TreeNode = { type: 'table', content: [row(cell('a'), cell('b')), row(cell('c'), cell('d'))] };
    const [ann, bob] = meet(page(p('before'), table, p('behind')));
    const then = said(ann);
    ann.goesTo('c').editor.commands.deleteTable();
    trade(ann, bob);
    restores(ann, then);
    trade(ann, bob);
    expect(textOf(bob)).toBe('before|a|b|c|d|behind');
    expect(said(bob)).toEqual(said(ann));
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('any document from any other (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const [then, now] = [randomDocument(random), randomDocument(random)];
    const [ann, bob] = meet(now);
    const wanted = readDocument(documentOf(then)).tree;
    restores(ann, wanted);
    trade(ann, bob);
    expect(withoutIds(said(bob))).toEqual(withoutIds(wanted));
    ann.undo.undo();
    expect(withoutIds(said(ann))).toEqual(withoutIds(readDocument(documentOf(now)).tree));
  });

  test('that the schema does not allow is refused', () => {
    expect(() => checkedNode(editorSchema, page({ type: 'script' }))).toThrow();
    expect(() => checkedNode(editorSchema, page({ type: 'heading', attrs: { level: 99 } }))).toThrow();
    expect(() => checkedNode(editorSchema, p('not a document'))).toThrow();
  });
});

function documentOf(tree: TreeNode): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, importDocument(tree, { clientId: 7, newId, title: '' }));
  return doc;
}

/** Rows and columns of a table that comes back are new ones. */
function withoutIds(tree: TreeNode): TreeNode {
  return JSON.parse(JSON.stringify(tree), (key, value) => (key === 'id' || key === 'column' ? null : value));
}
