/** One person moves a block while another types in it: the text follows, by way of the server. */

import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { rescueMovedText } from '../../../server/contract/document/moves.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { Person } from '../../support/people.ts';

const people: Person[] = [];

afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

const paragraph = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });

function world(...texts: string[]) {
  const start = importDocument({ type: 'doc', content: texts.map(paragraph) }, { clientId: 9, newId: () => 'id' });
  const [ann, bob] = [new Person('Ann', 1, start), new Person('Bob', 2, start)];
  people.push(ann, bob);
  const server = new Y.Doc();
  Y.applyUpdate(server, start);
  return { ann, bob, meet: () => meet(server, ann, bob) };
}

/** Everybody gets what everybody wrote; then the server takes strays home, and everybody gets that. */
function meet(server: Y.Doc, ...everybody: Person[]): void {
  const updates = everybody.flatMap((person) => person.outbox.splice(0));
  for (const update of updates) Y.applyUpdate(server, update);
  rescueMovedText(server);
  for (const person of everybody) {
    person.receive(Y.encodeStateAsUpdate(server));
    person.looks();
  }
}

/** What a drag does: the block is deleted where it was and inserted in front of another, in one transaction. */
function drags(person: Person, text: string, before: string): void {
  const { tr, doc } = person.editor.state;
  const from = doc.resolve(person.find(text)).before(1);
  const node = doc.nodeAt(from);
  if (node === null) throw new Error(`${text} is nowhere`);
  tr.delete(from, from + node.nodeSize);
  const target = tr.mapping.map(doc.resolve(person.find(before)).before(1));
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

  it('stays when the move is undone', () => {
    const { ann, bob, meet } = world('first', 'alpha', 'last');
    drags(ann, 'alpha', 'first');
    ann.undo.undo();
    bob.goesTo('alp').types('+');
    meet();
    expect(ann.sees().join('|')).toContain('+');
    expect(ann.sees()).toEqual(bob.sees());
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
