/** One person moves a block while another types in it: the text follows, by way of the server. */

import { afterEach, describe, expect, it, test } from 'vitest';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { rescueMovedText } from '../../../server/contract/document/moves.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { moveBlock } from '../../../web/editor/blocks/move-block.ts';
import { Person } from '../../support/people.ts';

const people: Person[] = [];

afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

const paragraph = (text: string): TreeNode => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});

function world(...texts: string[]) {
  return worldOf(...texts.map(paragraph));
}

function worldOf(...content: TreeNode[]) {
  let id = 0;
  const start = importDocument({ type: 'doc', content }, { clientId: 9, newId: () => `id${id++}` });
  const [ann, bob, cem] = [new Person('Ann', 1, start), new Person('Bob', 2, start), new Person('Cem', 3, start)];
  people.push(ann, bob, cem);
  const server = new Y.Doc();
  Y.applyUpdate(server, start);
  const everybody = [ann, bob, cem];
  return { ann, bob, cem, merge: () => merge(server, everybody), meet: () => meet(server, everybody) };
}

/** The server gets what everybody wrote, and takes strays home. */
function merge(server: Y.Doc, everybody: readonly Person[]): void {
  const updates = everybody.flatMap((person) => person.outbox.splice(0));
  for (const update of updates) Y.applyUpdate(server, update);
  rescueMovedText(server);
  expect(rescueMovedText(server), 'a second time').toBe(0);
}

/** And everybody gets all of it. */
function meet(server: Y.Doc, everybody: readonly Person[]): void {
  merge(server, everybody);
  for (const person of everybody) {
    person.receive(Y.encodeStateAsUpdate(server));
    person.looks();
  }
}

/** What a drag does: the block is deleted where it was and inserted in front of another, in one transaction. */
function drags(person: Person, text: string, before: string): void {
  const { tr, doc } = person.editor.state;
  const from = doc.resolve(person.find(text)).before();
  const node = doc.nodeAt(from);
  if (node === null) throw new Error(`${text} is nowhere`);
  tr.delete(from, from + node.nodeSize);
  const target = tr.mapping.map(doc.resolve(person.find(before)).before());
  person.editor.view.dispatch(tr.insert(target, node));
}

/** What a key does: two neighbours change places, in one step. */
function swaps(person: Person, upper: string, lower: string): void {
  const { tr, doc } = person.editor.state;
  const from = doc.resolve(person.find(upper)).before(1);
  const to = doc.resolve(person.find(lower)).after(1);
  const [first, second] = [doc.nodeAt(from), doc.resolve(person.find(lower)).node(1)];
  if (first === null) throw new Error(`${upper} is nowhere`);
  person.editor.view.dispatch(tr.replaceWith(from, to, [second, first]));
}

const shows = (...texts: string[]): string[] => texts.map((text) => `paragraph: ${text}`);

describe('text typed into a block while somebody moves it', () => {
  it.each([
    ['at its beginning', 'alpha', 'before', '+alpha'],
    ['in the middle', 'al', 'behind', 'al+pha'],
    ['at its end', 'alpha', 'behind', 'alpha+'],
  ] as const)('%s follows a drag down', (_where, place, side, expected) => {
    const { ann, bob, meet } = world('first', 'alpha', 'middle', 'last');
    drags(ann, 'alpha', 'last');
    bob.goesTo(place, side).types('+');
    meet();
    const wanted = ['first', 'middle', expected, 'last'].map((text) => `paragraph: ${text}`);
    expect(ann.sees()).toEqual(wanted);
    expect(bob.sees()).toEqual(wanted);
  });

  it('follows a drag up', () => {
    const { ann, bob, meet } = world('first', 'middle', 'alpha');
    drags(ann, 'alpha', 'first');
    bob.goesTo('alp').types('+');
    meet();
    expect(bob.sees()).toEqual(['paragraph: alp+ha', 'paragraph: first', 'paragraph: middle']);
  });

  it('follows whichever of two neighbours that change places', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'beta', 'last');
    swaps(ann, 'alpha', 'beta');
    bob.goesTo('alp').types('+');
    bob.goesTo('bet').types('-');
    meet();
    const wanted = ['first', 'bet-a', 'alp+ha', 'last'].map((text) => `paragraph: ${text}`);
    expect(ann.sees()).toEqual(wanted);
    expect(bob.sees()).toEqual(wanted);
  });

  it('follows through several moves in a row', () => {
    const { ann, bob, meet } = world('a', 'b', 'alpha', 'c');
    drags(ann, 'alpha', 'b');
    drags(ann, 'alpha', 'a');
    bob.goesTo('alpha').types('!');
    meet();
    expect(ann.sees()).toEqual(['paragraph: alpha!', 'paragraph: a', 'paragraph: b', 'paragraph: c']);
  });

  it.each(['undone', 'undone and redone'])('follows when the move is %s after it had come along', (what) => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    bob.goesTo('al').types('1');
    meet();
    bob.types('2');
    meet();
    ann.undo.undo();
    bob.types('3');
    meet();
    bob.types('4');
    meet();
    expect(ann.sees()).toEqual(shows('first', 'al1234pha', 'last'));
    if (what !== 'undone') {
      ann.undo.redo();
      bob.types('5');
      meet();
      expect(ann.sees()).toEqual(shows('al12345pha', 'first', 'last'));
    }
    expect(bob.sees()).toEqual(ann.sees());
  });

  it('finds every character where it was when a join, or the deletion of a selection across blocks, is undone', () => {
    const { ann, bob, meet, merge } = world('first', 'alpha', 'last');
    ann.goesTo('alpha', 'before').editor.commands.joinBackward();
    ann.undo.undo();
    ann.selects('ha', 'la').editor.commands.deleteSelection();
    meet();
    expect(bob.sees()).toEqual(shows('first', 'alpst'));
    ann.undo.undo();
    meet();
    const deleted = bob.deletedLength();
    bob.goesTo('as').types('+');
    merge();
    meet();
    expect(ann.sees()).toEqual(shows('first', 'alpha', 'las+t'));
    expect(bob.deletedLength()).toBe(deleted);
  });

  it('follows when it was written in flight during each of several moves', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'middle', 'last');
    bob.goesTo('alpha');
    for (const [before, word] of [
      ['first', '1'],
      ['last', '2'],
      ['middle', '3'],
    ] as const) {
      drags(ann, 'alpha', before);
      bob.types(word);
      meet();
    }
    bob.types('4');
    meet();
    expect(ann.sees()).toEqual(shows('first', 'alpha1234', 'middle', 'last'));
    expect(bob.sees()).toEqual(ann.sees());
  });

  it('stays when the move is undone', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    ann.undo.undo();
    bob.goesTo('alp').types('+');
    meet();
    expect(ann.sees()).toEqual(shows('first', 'alp+ha', 'last'));
    expect(bob.sees()).toEqual(ann.sees());
  });
});

describe('what else somebody does in a block while another moves it', () => {
  it('Enter in the middle of it goes along, with what is typed in the second half', () => {
    const { ann, bob, meet } = world('first', 'alpha beta', 'last');
    drags(ann, 'alpha', 'first');
    bob.goesTo('alpha').editor.commands.splitBlock();
    bob.goesTo('beta').types('+');
    meet();
    expect(ann.sees()).toEqual(shows('alpha', ' beta+', 'first', 'last'));
    expect(bob.sees()).toEqual(ann.sees());
  });

  it('a paragraph written behind it stays between those it was written between', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    bob.goesTo('alpha').editor.commands.splitBlock();
    bob.types('new');
    meet();
    expect(ann.sees()).toEqual(shows('alpha', 'first', 'new', 'last'));
    expect(bob.sees()).toEqual(ann.sees());
  });

  it('moving it too: it is in one of the two places, once, with what both typed into it', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'middle', 'last');
    drags(ann, 'alpha', 'first');
    ann.goesTo('alpha').types(' A');
    bob.goesTo('al').types('B');
    drags(bob, 'alBpha', 'last');
    meet();
    expect([shows('alBpha A', 'first', 'middle', 'last'), shows('first', 'middle', 'alBpha A', 'last')]).toContainEqual(
      ann.sees(),
    );
    expect(bob.sees()).toEqual(ann.sees());
  });

  it('dragging another into the midst of it, while a third types in that', () => {
    const { ann, bob, cem, meet } = world('first', 'alpha beta', 'last');
    drags(ann, 'alpha', 'first');
    bob.goesTo('alpha').editor.commands.splitBlock();
    drags(bob, 'last', 'beta');
    cem.goesTo('las').types('CEM');
    meet();
    expect(ann.sees()).toEqual(shows('alpha', 'lasCEMt', ' beta', 'first'));
    expect([bob.sees(), cem.sees()]).toEqual([ann.sees(), ann.sees()]);
  });

  it('typing into an empty paragraph', () => {
    const { ann, bob, meet } = world('first', 'alpha', '', 'last');
    const { tr, doc } = ann.editor.state;
    const from = doc.child(0).nodeSize + doc.child(1).nodeSize;
    ann.editor.view.dispatch(tr.delete(from, from + 2).insert(0, doc.child(2)));
    bob.editor.commands.setTextSelection(from + 1);
    bob.types('bob');
    meet();
    expect(ann.sees()).toEqual(shows('bob', 'first', 'alpha', 'last'));
  });

  it('typing on while the server takes home what was typed before', () => {
    const { ann, bob, merge, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    bob.goesTo('alpha').types('1');
    merge();
    bob.types('2');
    meet();
    bob.types('3');
    meet();
    expect(bob.sees()).toEqual(shows('alpha123', 'first', 'last'));
    expect(ann.sees()).toEqual(bob.sees());
  });
});

describe('the caret in a block that somebody else moves', () => {
  it.each([
    ['at its beginning', 'alpha', 'before', 'XYalpha'],
    ['in the middle', 'al', 'behind', 'alXYpha'],
    ['at its end', 'alpha', 'behind', 'alphaXY'],
  ] as const)('%s goes along, and typing goes on there', (_where, place, side, expected) => {
    const { ann, bob, meet } = world('first', 'alpha', 'middle', 'last');
    bob.goesTo(place, side);
    drags(ann, 'alpha', 'last');
    meet();
    bob.types('X');
    meet();
    drags(ann, expected.replace('Y', ''), 'first');
    meet();
    bob.types('Y');
    meet();
    expect(bob.sees()).toEqual(shows(expected, 'first', 'middle', 'last'));
    expect(ann.sees()).toEqual(bob.sees());
  });
});

test('what says that it came from here, and was copied to where nothing is, disturbs nobody', () => {
  const { ann, bob, meet } = world('first', 'alpha', 'last');
  ann.goesTo('alpha');
  const [, dead, other] = bob.binding.shown.markers;
  const { client, clock } = dead?._item?.id ?? Y.createID(0, 0);
  const claims = [
    [99, 0],
    [client, clock],
    [0, 1],
  ].map(([c, k]) => [`${client}:${clock}`, [client, clock + 1, 5], [c, k, 5], null]);
  bob.doc.transact(() => {
    other?.set('x:from', claims);
    bob.binding.text.delete(6, 6);
  });
  meet();
  ann.types('!');
  meet();
  expect(ann.sees()).toEqual(bob.sees());
  expect(ann.sees().join()).toContain('!');
});

describe('where a block was before', () => {
  it('the next block may be joined with the one before, and its text stays there', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    meet();
    bob.goesTo('last', 'before').editor.commands.joinBackward();
    bob.goesTo('last').types('!');
    meet();
    expect(ann.sees()).toEqual(shows('alpha', 'firstlast!'));
  });

  it('a paragraph may be begun, by Enter on either side', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    meet();
    bob.goesTo('last', 'before').editor.commands.splitBlock();
    ann.goesTo('first').editor.commands.splitBlock();
    ann.types('new');
    meet();
    meet();
    expect(ann.sees()).toEqual(shows('alpha', 'first', 'new', '', 'last'));
    expect(bob.sees()).toEqual(ann.sees());
  });
});

describe('a block in the cell of a table', () => {
  const cell = (...texts: string[]): TreeNode => ({ type: 'tableCell', content: texts.map(paragraph) });
  const TABLE: TreeNode = {
    type: 'table',
    content: [{ type: 'tableRow', content: [cell('one', 'alpha'), cell('two')] }],
  };

  it('that is moved in it takes along what somebody else types', () => {
    const { ann, bob, meet } = worldOf(paragraph('first'), TABLE);
    ann.goesTo('alpha');
    moveBlock('up')(ann.editor.state, (tr) => ann.editor.view.dispatch(tr));
    bob.goesTo('al').types('1');
    meet();
    bob.types('2');
    meet();
    expect(ann.editor.state.doc.textContent).toBe('firstal12phaonetwo');
    expect(bob.editor.getJSON()).toEqual(ann.editor.getJSON());
  });

  it.each([
    ['out of its table', 'alpha', 'first', 'al1phafirstonetwo'],
    ['into another cell', 'alpha', 'two', 'firstoneal1phatwo'],
    ['from the body into a cell', 'first', 'two', 'onealphafi1rsttwo'],
  ] as const)('that is dragged %s too', (_where, what, before, expected) => {
    const { ann, bob, meet } = worldOf(paragraph('first'), TABLE);
    drags(ann, what, before);
    bob.goesTo(what.slice(0, 2)).types('1');
    meet();
    expect(ann.editor.state.doc.textContent).toBe(expected);
    expect(bob.editor.getJSON()).toEqual(ann.editor.getJSON());
  });
});

describe('text typed where a block was before', () => {
  it('stays at the end of the block in front of it', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    drags(ann, 'alpha', 'last');
    meet();
    ann.goesTo('first').types(' and more');
    bob.goesTo('alpha').types('!');
    meet();
    const wanted = ['first and more', 'alpha!', 'last'].map((text) => `paragraph: ${text}`);
    expect(ann.sees()).toEqual(wanted);
    expect(bob.sees()).toEqual(wanted);
  });
});
