/** Tables: what several people do to rows, columns and cells at once, with real editors and real commands. */

// The types of the commands.
import type {} from '@tiptap/extension-table';
import { TextSelection } from '@tiptap/pm/state';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { readTokens } from '../../../server/contract/document/tokens.ts';
import type { Json, TreeNode } from '../../../server/contract/document/tree.ts';
import { unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { Person } from '../../support/people.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

const paragraph = (text: string): TreeNode => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});

function table(...rows: readonly (readonly string[])[]): TreeNode {
  return {
    type: 'table',
    content: rows.map((row) => ({
      type: 'tableRow',
      content: row.map((text) => ({ type: 'tableCell', content: [paragraph(text)] })),
    })),
  };
}

const people: Person[] = [];

afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

function meet(names: readonly string[], ...content: TreeNode[]): Person[] {
  let id = 0;
  const start = importDocument({ type: 'doc', content }, { clientId: 7, newId: () => `id${id++}` });
  const met = names.map((name, i) => new Person(name, 100 + i, start));
  people.push(...met);
  return met;
}

/** Everything everybody wrote reaches everybody, and is shown. */
function exchange(met: readonly Person[]): void {
  const outboxes = met.map((person) => person.outbox.splice(0));
  for (const [i, updates] of outboxes.entries()) {
    for (const person of met) if (person !== met[i]) for (const update of updates) person.receive(update);
  }
  for (const person of met) person.looks();
}

/** Cells of the n-th table, row by row; blocks of a cell parted by a slash. */
function grid(person: Person, nth = 0): string[][] {
  const tables: string[][][] = [];
  person.editor.state.doc.descendants((node) => {
    if (node.type.name !== 'table') return;
    const rows: string[][] = [];
    node.forEach((row) => {
      const cells: string[] = [];
      row.forEach((cell) => {
        cells.push(cell.textBetween(0, cell.content.size, '/'));
      });
      rows.push(cells);
    });
    tables.push(rows);
  });
  return tables[nth] ?? [];
}

function inCell(person: Person, row: number, column: number): Person {
  let at = -1;
  person.editor.state.doc.descendants((node, position) => {
    if (node.type.name !== 'table' || at >= 0) return;
    let cellPosition = position + 2;
    for (let r = 0; r < row; r++) cellPosition += node.child(r).nodeSize;
    for (let c = 0; c < column; c++) cellPosition += node.child(row).child(c).nodeSize;
    at = cellPosition + node.child(row).child(column).nodeSize - 2;
  });
  const { tr, doc } = person.editor.state;
  person.editor.view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(at), -1)));
  return person;
}

/** All agree, their views are the render of the text, and nobody's editor was corrected. */
function everyoneAgrees(met: readonly Person[]): void {
  const [first] = met;
  for (const person of met) {
    const json = person.editor.getJSON() as unknown as Json;
    const cells = (name: string) => readTokens(person.doc.getText(name));
    const { doc } = unflattenDocument(cells(BODY), cells);
    expect(person.editor.schema.nodeFromJSON(doc).toJSON(), `${person.name} shows the text`).toEqual(json);
    expect(json, `${person.name} sees what ${first?.name} sees`).toEqual(first?.editor.getJSON());
    expect(person.binding.repairs, `repairs of ${person.name}`).toBe(0);
  }
}

describe('one person', () => {
  test('inserts a table: it has ids, and the others see it', () => {
    const met = meet(['ann', 'bob'], paragraph('before'));
    const [ann, bob] = met as [Person, Person];
    ann.goesTo('before').editor.commands.insertTable({ rows: 2, cols: 2, withHeaderRow: true });
    inCell(ann, 1, 1).types('hello');
    exchange(met);
    expect(grid(bob)).toEqual([
      ['', ''],
      ['', 'hello'],
    ]);
    everyoneAgrees(met);
  });

  test('adds, removes and moves rows and columns, turns on headers: others follow, nothing is repaired', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0);
    for (const act of [
      () => ann.editor.commands.addRowAfter(),
      () => ann.editor.commands.addColumnBefore(),
      () => ann.editor.commands.toggleHeaderRow(),
      () => ann.editor.commands.addRowBefore(),
      () => ann.editor.commands.toggleHeaderColumn(),
      () => ann.editor.commands.addColumnAfter(),
      () => ann.editor.commands.toggleHeaderRow(),
      () => inCell(ann, 1, 1).editor.commands.deleteColumn(),
      () => inCell(ann, 3, 1).editor.commands.deleteRow(),
    ]) {
      expect(act()).toBe(true);
      exchange(met);
      everyoneAgrees(met);
    }
    expect(grid(bob).flat().join('')).toBe('b');
  });

  test('undoes the removal of a row: its text is back', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0).editor.commands.deleteRow();
    exchange(met);
    expect(grid(bob)).toEqual([['c', 'd']]);
    ann.undo.undo();
    exchange(met);
    expect(grid(bob)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    everyoneAgrees(met);
  });

  test('sets a width', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    const { tr } = ann.editor.state;
    ann.editor.state.doc.descendants((node, position) => {
      if (node.type.name === 'tableCell' && /[ac]/.test(node.textContent))
        tr.setNodeAttribute(position, 'colwidth', [99]);
    });
    ann.editor.view.dispatch(tr);
    exchange(met);
    expect(bob.editor.state.doc.nodeAt(2)?.attrs.colwidth).toEqual([99]);
    expect(ann.doc.getText(BODY).toDelta()[0].insert.get('cw:id1')).toBe(99);
    everyoneAgrees(met);
  });

  test('copies a table beside itself: the copy is another table', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b']), paragraph('after'));
    const [ann, bob] = met as [Person, Person];
    const { state, view } = ann.editor;
    view.dispatch(state.tr.insert(state.doc.content.size, state.doc.child(0)));
    exchange(met);
    inCell(bob, 0, 0).types('!');
    exchange(met);
    expect([grid(ann, 0), grid(ann, 1)]).toEqual([[['a!', 'b']], [['a', 'b']]]);
    everyoneAgrees(met);
  });

  test('merges cells: they stay single, and no text is lost', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    const cells: number[] = [];
    ann.editor.state.doc.descendants((node, position) => {
      if (node.type.name === 'tableCell') cells.push(position);
    });
    ann.editor.commands.setCellSelection({ anchorCell: cells[0] ?? 0, headCell: cells[1] ?? 0 });
    ann.editor.commands.mergeCells();
    exchange(met);
    expect(grid(bob)).toEqual([
      ['a/b', ''],
      ['c', 'd'],
    ]);
    everyoneAgrees(met);
  });
});

describe('two people at once', () => {
  test('one adds a row, the other a column, and both type: every cell is there, with its text', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0).editor.commands.addRowAfter();
    inCell(ann, 1, 0).types('row');
    inCell(bob, 0, 0).editor.commands.addColumnAfter();
    inCell(bob, 1, 1).types('column');
    exchange(met);
    expect(grid(ann)).toEqual([
      ['a', '', 'b'],
      ['row', '', ''],
      ['c', 'column', 'd'],
    ]);
    everyoneAgrees(met);
  });

  test('both type into one empty cell: both texts are in it', () => {
    const met = meet(['ann', 'bob'], table(['', 'b']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0).types('one');
    inCell(bob, 0, 0).types('two');
    exchange(met);
    expect(['onetwo', 'twoone']).toContain(grid(ann)[0]?.[0]);
    everyoneAgrees(met);
  });

  test('both make a list of one cell, or press Enter in it: nothing is doubled', () => {
    const met = meet(['ann', 'bob'], table(['alpha beta', 'b']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0).editor.commands.toggleBulletList();
    bob.goesTo('alpha').editor.commands.splitBlock();
    bob.types('new');
    exchange(met);
    expect(grid(ann)[0]?.[0]).toBe('alpha/new beta');
    everyoneAgrees(met);
  });

  test('one removes the row in which the other types: undoing that brings both texts back', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0).editor.commands.deleteRow();
    inCell(bob, 0, 1).types(' typed');
    exchange(met);
    expect(grid(bob)).toEqual([['c', 'd']]);
    ann.undo.undo();
    exchange(met);
    expect(grid(bob)[0]).toEqual(['a', 'b typed']);
    everyoneAgrees(met);
  });

  test('both remove the only two rows: one empty row is left, and it can be written in by both', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 0, 0).editor.commands.deleteRow();
    inCell(bob, 1, 0).editor.commands.deleteRow();
    exchange(met);
    expect(grid(ann)).toEqual([['', '']]);
    inCell(ann, 0, 0).types('x');
    inCell(bob, 0, 1).types('y');
    exchange(met);
    expect(grid(bob)).toEqual([['x', 'y']]);
    everyoneAgrees(met);
  });

  test('one types on, with a caret, while the other changes rows, columns and other cells', () => {
    const met = meet(['ann', 'bob'], table(['a', 'b'], ['c', 'd']));
    const [ann, bob] = met as [Person, Person];
    inCell(ann, 1, 1);
    for (const act of [
      () => inCell(bob, 0, 0).editor.commands.addRowBefore(),
      () => inCell(bob, 0, 0).editor.commands.addColumnBefore(),
      () => inCell(bob, 2, 2).types('z'),
      () => inCell(bob, 0, 0).editor.commands.deleteRow(),
    ]) {
      act();
      exchange(met);
      ann.types('.');
      exchange(met);
    }
    expect(grid(ann).at(-1)).toEqual(['', 'c', 'd....z']);
    everyoneAgrees(met);
  });
});

const ACTIONS: ReadonlyArray<(person: Person, random: SeededRandom) => unknown> = [
  (person) => person.editor.commands.addRowAfter(),
  (person) => person.editor.commands.addRowBefore(),
  (person) => person.editor.commands.addColumnAfter(),
  (person) => person.editor.commands.addColumnBefore(),
  (person) => person.editor.commands.toggleHeaderRow(),
  (person) => person.editor.commands.splitBlock(),
  (person) => person.editor.commands.toggleBulletList(),
  (person) => person.editor.commands.setHeading({ level: 2 }),
];

const MIXES = 40;

test(`${MIXES} random mixes of three people, rows, columns, blocks and typing: rectangular, and nothing is lost`, () => {
  for (let seed = 1; seed <= MIXES; seed++) {
    const random = seededRandom(seed);
    const met = meet(['ann', 'bob', 'eve'], paragraph('before'), table(['', ''], ['', '']), paragraph('after'));
    const typed: string[] = [];
    for (let round = 0; round < 5; round++) {
      for (const person of met) {
        const [firstRow = [], ...rest] = grid(person);
        inCell(person, random.below(rest.length + 1), random.below(firstRow.length));
        const word = `<${seed}.${typed.length}>`;
        typed.push(word);
        person.types(word);
        random.pick(ACTIONS)(person, random);
        // Some of it arrives before the next one acts, and is not always on their screen by then.
        const [from, to] = [random.pick(met), random.pick(met)];
        if (from !== to) to.receive(Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)));
        if (random.chance(0.5)) to.looks();
      }
      exchange(met);
    }
    const [ann] = met as [Person];
    const rows = grid(ann);
    expect(new Set(rows.map((row) => row.length)).size, `seed ${seed}`).toBe(1);
    const all = rows.flat().join(' ');
    for (const word of typed) expect(all.split(word).length, `seed ${seed}: ${word} in ${all}`).toBe(2);
    everyoneAgrees(met);
    for (const person of people.splice(0)) person.leaves();
  }
});

test('a table that others know nothing of yet is part of an update of its own', () => {
  const met = meet(['ann', 'bob'], paragraph('x'));
  const [ann] = met as [Person];
  ann.goesTo('x').editor.commands.insertTable({ rows: 1, cols: 1, withHeaderRow: false });
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ann.doc));
  const cells = (name: string) => readTokens(doc.getText(name));
  expect(unflattenDocument(cells(BODY), cells).doc.content?.map((node) => node.type)).toContain('table');
});
