/** Rows and columns go past their neighbours, and take along what others type into them meanwhile. */

import type { Node } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import { CellSelection } from '@tiptap/pm/tables';
import { afterEach, describe, expect, it } from 'vitest';
import { importDocument } from '../../../server/contract/document/import.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { cellPositionAt, type Line, moveLine, selectLine } from '../../../web/editor/tables/table-moves.ts';
import { Person } from '../../support/people.ts';

const people: Person[] = [];
afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

/** People around one table; a cell is written as its text. */
function meet(names: readonly string[], rows: readonly string[], cellType = 'tableCell'): Person[] {
  const content = rows.map((row, r) => ({
    type: 'tableRow',
    content: [...row].map((text) => ({
      type: r === 0 ? cellType : 'tableCell',
      content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    })),
  }));
  let id = 0;
  const tree: TreeNode = { type: 'doc', content: [{ type: 'table', content }] };
  const start = importDocument(tree, { clientId: 7, newId: () => `id${id++}` });
  const met = names.map((name, i) => new Person(name, 100 + i, start));
  people.push(...met);
  return met;
}

function exchange(met: readonly Person[]): void {
  const outboxes = met.map((person) => person.outbox.splice(0));
  for (const [i, updates] of outboxes.entries()) {
    for (const person of met) if (person !== met[i]) for (const update of updates) person.receive(update);
  }
  for (const person of met) person.looks();
}

function placeOf({ editor }: Person, text: string): number {
  let at = 0;
  editor.state.doc.descendants((node: Node, position) => {
    if (node.isText && node.text?.includes(text)) at = position + node.text.indexOf(text) + text.length;
  });
  return at;
}

function goesTo(person: Person, text: string): Person {
  const { state, view } = person.editor;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, placeOf(person, text))));
  return person;
}

function moves(person: Person, line: Line, by: -1 | 1): boolean {
  const { state, view } = person.editor;
  return moveLine(line, by)(state, view.dispatch);
}

function rows({ editor }: Person): string[] {
  const found: string[] = [];
  editor.state.doc.firstChild?.forEach((row) => {
    found.push(row.textContent);
  });
  return found;
}

const types = (person: Person, text: string) => person.types(text);

describe('moving rows and columns', () => {
  it('moves the row of the caret, which goes along', () => {
    const [ann] = meet(['Ann'], ['ab', 'cd', 'ef']) as [Person];
    goesTo(ann, 'd');
    expect(moves(ann, 'row', 1)).toBe(true);
    expect(rows(ann)).toEqual(['ab', 'ef', 'cd']);
    types(ann, '!');
    expect(rows(ann)).toEqual(['ab', 'ef', 'cd!']);
    expect(moves(ann, 'row', 1)).toBe(false);
  });

  it('moves the column of the caret, which goes along', () => {
    const [ann] = meet(['Ann'], ['abc', 'def']) as [Person];
    goesTo(ann, 'c');
    moves(ann, 'column', -1);
    moves(ann, 'column', -1);
    expect(rows(ann)).toEqual(['cab', 'fde']);
    types(ann, '!');
    expect(rows(ann)).toEqual(['c!ab', 'fde']);
    expect(moves(ann, 'column', -1)).toBe(false);
  });

  it('moves all selected rows together, and keeps them selected', () => {
    const [ann] = meet(['Ann'], ['ab', 'cd', 'ef', 'gh']) as [Person];
    const { editor } = ann;
    const [from, to] = [placeOf(ann, 'c'), placeOf(ann, 'f')].map((place) =>
      cellPositionAt(editor.state.doc.resolve(place)),
    ) as [number, number];
    editor.view.dispatch(editor.state.tr.setSelection(CellSelection.create(editor.state.doc, from, to)));
    moves(ann, 'row', -1);
    expect(rows(ann)).toEqual(['cd', 'ef', 'ab', 'gh']);
    moves(ann, 'row', 1);
    moves(ann, 'row', 1);
    expect(rows(ann)).toEqual(['ab', 'gh', 'cd', 'ef']);
  });

  it('keeps the header where it is: what comes first becomes it', () => {
    const [ann] = meet(['Ann'], ['ab', 'cd'], 'tableHeader') as [Person];
    moves(goesTo(ann, 'c'), 'row', -1);
    const kinds: string[] = [];
    ann.editor.state.doc.firstChild?.forEach((row) => {
      kinds.push(row.firstChild?.type.name ?? '');
    });
    expect(rows(ann)).toEqual(['cd', 'ab']);
    expect(kinds).toEqual(['tableHeader', 'tableCell']);
  });

  it('takes along what somebody types into the row and the column at the same time', () => {
    const met = meet(['Ann', 'Bob'], ['abc', 'def', 'ghi']);
    const [ann, bob] = met as [Person, Person];
    types(goesTo(bob, 'd'), '-by Bob');
    moves(goesTo(ann, 'd'), 'row', 1);
    moves(ann, 'column', 1);
    exchange(met);
    for (const person of met) expect(rows(person)).toEqual(['bac', 'hgi', 'ed-by Bobf']);
    expect(ann.undo.undo()).toBe(true);
    exchange(met);
    for (const person of met) expect(rows(person).join(' ')).toContain('d-by Bob');
  });

  it('selects a whole row or column from any of its cells', () => {
    const [ann] = meet(['Ann'], ['ab', 'cd']) as [Person];
    const cell = cellPositionAt(ann.editor.state.doc.resolve(placeOf(ann, 'd'))) as number;
    selectLine('column', cell)(ann.editor.state, ann.editor.view.dispatch);
    const { selection } = ann.editor.state;
    expect(selection instanceof CellSelection && selection.isColSelection()).toBe(true);
    moves(ann, 'column', -1);
    expect(rows(ann)).toEqual(['ba', 'dc']);
  });
});
