/** What remote changes do to the one who looks at them: caret, selection, decorations and what is about to be typed. */

import { NodeSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flatten } from '../../../server/contract/document/flatten.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens, type Token } from '../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { Person } from '../../support/people.ts';

const paragraph = (value: string): TreeNode => ({
  type: 'paragraph',
  ...(value === '' ? {} : { content: [{ type: 'text', text: value }] }),
});
const THREE = [paragraph('alpha one'), paragraph('beta two'), paragraph('gamma three')];

const people: Person[] = [];

function meet(content: readonly TreeNode[] = THREE): [Person, Person] {
  return meetTokens(flatten(content).tokens);
}

function meetTokens(tokens: readonly Token[]): [Person, Person] {
  const doc = new Y.Doc();
  doc.clientID = 99;
  insertTokens(doc.getText(BODY), 0, tokens);
  const start = Y.encodeStateAsUpdate(doc);
  const pair: [Person, Person] = [new Person('ann', 1, start), new Person('bob', 2, start)];
  for (const person of pair) person.outbox.length = 0;
  people.push(...pair);
  return pair;
}

function deliver(from: Person, to: Person): void {
  for (const update of from.outbox.splice(0)) to.receive(update);
}

function shows(from: Person, to: Person): void {
  deliver(from, to);
  to.looks();
}

/** The selected text, with the text before it in its block. */
function selected({ editor }: Person): [before: string, selection: string] {
  const { $from, from, to } = editor.state.selection;
  return [$from.parent.textBetween(0, $from.parentOffset), editor.state.doc.textBetween(from, to, '|')];
}

afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

describe('the caret stays between the same characters while another', () => {
  const changes: ReadonlyArray<readonly [string, (bob: Person) => unknown]> = [
    ['types before it in the paragraph', (bob) => bob.goesTo('be', 'before').types('XYZ')],
    ['types behind it in the paragraph', (bob) => bob.goesTo('two').types('XYZ')],
    ['types in the paragraph above', (bob) => bob.goesTo('alpha').types('XYZ')],
    ['deletes the paragraph above', (bob) => bob.selects('alpha one').editor.commands.deleteSelection()],
    ['presses Enter in front of it', (bob) => bob.goesTo('be', 'before').editor.commands.splitBlock()],
    ['presses Enter in the word before it', (bob) => bob.goesTo('b').editor.commands.splitBlock()],
    ['turns the paragraph into a heading', (bob) => bob.goesTo('two').editor.commands.setHeading({ level: 1 })],
    ['turns it into a list', (bob) => bob.goesTo('two').editor.commands.toggleBulletList()],
    ['turns all three into a list', (bob) => bob.selects('alpha', 'three').editor.commands.toggleBulletList()],
    ['quotes it', (bob) => bob.goesTo('two').editor.commands.toggleBlockquote()],
    ['turns it into code', (bob) => bob.goesTo('two').editor.commands.setCodeBlock()],
    ['joins it to the one above', (bob) => bob.goesTo('beta', 'before').editor.commands.joinBackward()],
    ['makes everything bold', (bob) => bob.editor.chain().selectAll().setBold().run()],
    [
      'types on both sides of it at once',
      (bob) => {
        bob.goesTo('be', 'before').types('XY');
        bob.goesTo('two').types('Z');
      },
    ],
  ];

  test.each(changes)('%s', (_name, change) => {
    const [ann, bob] = meet();
    ann.goesTo('beta');
    change(bob);
    shows(bob, ann);
    const { $head } = ann.editor.state.selection;
    expect($head.nodeBefore?.textContent.at(-1)).toBe('a');
    expect($head.nodeAfter?.textContent.at(0)).toBe(' ');
  });

  test.each(changes)('%s: a selected word stays selected', (_name, change) => {
    const [ann, bob] = meet();
    ann.selects('two');
    change(bob);
    shows(bob, ann);
    expect(selected(ann)[1].startsWith('two')).toBe(true);
  });
});

test('a mark that is about to be typed is not forgotten when somebody else types', () => {
  const [ann, bob] = meet();
  ann.goesTo('beta').editor.commands.toggleBold();
  bob.goesTo('alpha').types('XYZ');
  shows(bob, ann);
  ann.types('!');
  expect(ann.editor.state.doc.nodeAt(ann.find('!'))?.marks.map(({ type }) => type.name)).toEqual(['bold']);
});

test('a selected picture stays selected while its width changes, and while it moves down', () => {
  const picture: TreeNode = { type: 'image', attrs: { src: '/a.png' }, content: [{ type: 'text', text: 'caption' }] };
  const [ann, bob] = meet([paragraph('alpha'), picture]);
  ann.editor.commands.setNodeSelection(ann.find('caption') - 1);
  bob.goesTo('caption').editor.commands.updateAttributes('image', { width: 300 });
  bob.goesTo('alpha').editor.commands.splitBlock();
  shows(bob, ann);
  const { selection } = ann.editor.state;
  expect(selection).toBeInstanceOf(NodeSelection);
  expect((selection as NodeSelection).node.attrs.width).toBe(300);
});

test('a decoration stays on its word while the paragraph becomes a list item', () => {
  const [ann, bob] = meet();
  const at = ann.find('two');
  let decorations = DecorationSet.create(ann.editor.state.doc, [Decoration.inline(at, at + 3, { class: 'found' })]);
  ann.editor.on('transaction', ({ transaction }) => {
    decorations = decorations.map(transaction.mapping, transaction.doc);
  });
  bob.goesTo('two', 'before').types('XYZ ').editor.commands.toggleTaskList();
  bob.goesTo('alpha').editor.commands.splitBlock();
  shows(bob, ann);
  const [found] = decorations.find();
  expect(found && ann.editor.state.doc.textBetween(found.from, found.to)).toBe('two');
});

test('undo puts the caret back to where it was', () => {
  const [ann, bob] = meet();
  ann.goesTo('beta').types(' XYZ');
  ann.goesTo('gamma');
  bob.goesTo('alpha').types(' BOB');
  shows(bob, ann);
  ann.undo.undo();
  expect(ann.sees()[1]).toBe('paragraph: beta two');
  expect(selected(ann)).toEqual(['beta', '']);
});

describe('what has arrived and is not shown yet', () => {
  test('does not misplace what is typed over text that somebody has deleted', () => {
    const [ann, bob] = meet([paragraph('𠀀𠀁'), paragraph('gone')]);
    bob.selects('gone').editor.commands.deleteSelection();
    bob.goesTo('𠀀').types('BOB');
    deliver(bob, ann);
    ann.selects('gone').types('𠀂𠀃');
    ann.editor.chain().selectAll().setBold().run();
    ann.looks();
    shows(ann, bob);
    expect(ann.sees()).toEqual(['paragraph: 𠀀BOB𠀁', 'paragraph: 𠀂𠀃']);
    expect(bob.editor.getJSON()).toEqual(ann.editor.getJSON());
  });

  test('does not undo another person’s conversion when the block is changed meanwhile', () => {
    const [ann, bob] = meet();
    bob.goesTo('beta').editor.commands.setHeading({ level: 3 });
    deliver(bob, ann);
    ann.goesTo('beta').types('!').editor.commands.toggleBlockquote();
    ann.looks();
    expect(ann.sees()[1]).toBe('blockquote/heading: beta! two');
    expect(ann.editor.state.doc.nodeAt(ann.find('beta') - 1)?.attrs.level).toBe(3);
  });
});

describe('what a merge left and the view cannot show', () => {
  test('stays as it is while others type beside it', () => {
    const [ann, bob] = meet();
    ann.goesTo('beta').editor.commands.setHeading({ level: 2 });
    bob.goesTo('beta').editor.commands.toggleBulletList();
    deliver(ann, bob);
    shows(bob, ann);
    ann.goesTo('beta').types('!');
    expect(ann.sees()[1]).toBe('bulletList/listItem/paragraph: beta! two');
    bob.looks();
    bob.undo.undo();
    expect(bob.sees()[1]).toBe('heading: beta two');
  });

  test('does not come to light when the block is lifted: what one sees is what one gets', () => {
    const [ann, bob] = meet();
    ann.goesTo('beta').editor.commands.setHeading({ level: 2 });
    bob.goesTo('beta').editor.commands.toggleBulletList();
    deliver(bob, ann);
    ann.looks();
    ann.goesTo('beta').editor.commands.liftListItem('listItem');
    expect(ann.sees()[1]).toBe('paragraph: beta two');
    expect(ann.binding.repairs).toBe(0);
  });

  test('does not come to light when bold text in code is joined to a paragraph', () => {
    const [ann, bob] = meet();
    ann.goesTo('beta').editor.commands.setCodeBlock();
    bob.selects('two').editor.commands.setBold();
    deliver(bob, ann);
    ann.looks();
    ann.goesTo('alpha one').editor.commands.joinForward();
    expect(ann.sees()[0]).toBe('paragraph: alpha onebeta two');
    expect(JSON.stringify(ann.editor.getJSON())).not.toContain('bold');
    expect(ann.binding.repairs).toBe(0);
  });
});

test('what came too early for a new document comes to light when one writes in it, and stays behind that', () => {
  const [ann, bob] = [new Person('ann', 1), new Person('bob', 2)];
  bob.types('B').types('ob');
  const [seed = new Uint8Array(), ...words] = bob.outbox;
  for (const update of words) ann.receive(update);
  expect(ann.sees()).toEqual(['paragraph: ']);
  ann.types('Ann');
  ann.receive(seed);
  ann.looks();
  bob.receive(Y.encodeStateAsUpdate(ann.doc));
  bob.looks();
  expect(['paragraph: AnnBob', 'paragraph: BobAnn']).toContain(ann.sees().join());
  expect(bob.sees()).toEqual(ann.sees());
  expect(ann.binding.repairs).toBe(0);
  for (const person of [ann, bob]) person.leaves();
});

test('moving the only paragraph of a document that has no marker yet gives it one', () => {
  const [ann] = meet([]);
  const { tr, schema } = ann.editor.state;
  ann.editor.view.dispatch(tr.insert(tr.doc.content.size, schema.node('paragraph')));
  expect(ann.sees()).toEqual(['paragraph: ', 'paragraph: ']);
  expect(ann.binding.repairs).toBe(0);
});

test('typing over a selection that reaches into a list keeps every character behind it', () => {
  const [ann] = meet([
    paragraph('one'),
    {
      type: 'bulletList',
      content: [{ type: 'listItem', content: [paragraph('two words'), { type: 'horizontalRule' }] }],
    },
  ]);
  ann.selects('one', 'two').types('X');
  expect(ann.editor.state.doc.textContent).toBe('X words');
  expect(ann.deletedLength()).toBe('onetwo'.length);
  expect(ann.binding.repairs).toBe(0);
});

test('code with a line break and the table below it become list items at once, and nothing is repaired', () => {
  const [ann] = meet([paragraph('one')]);
  ann.goesTo('on').editor.commands.setHardBreak();
  ann.editor.commands.setCodeBlock();
  ann.goesTo('e').editor.commands.insertTable({ rows: 2, cols: 2, withHeaderRow: false });
  ann.editor.chain().selectAll().toggleBulletList().run();
  expect(ann.sees()[0]).toBe('bulletList/listItem/paragraph: on\uFFFCe');
  expect(ann.binding.repairs).toBe(0);
});

describe('the empty paragraph that only the view has, in front of an image that begins an item', () => {
  const image: Token = { kind: 'marker', keys: { type: 'image', in: 'orderedList/listItem', 'c1:start': 3 } };

  function begins(...following: Token[]): Person {
    const doc = new Y.Doc();
    insertTokens(doc.getText(BODY), 0, [image, { kind: 'text', text: 'cap', marks: {} }, ...following]);
    const ann = new Person('ann', 1, Y.encodeStateAsUpdate(doc));
    people.push(ann);
    return ann;
  }

  test('becomes the first paragraph of that item when somebody types in it', () => {
    const ann = begins();
    ann.editor.commands.setTextSelection(3);
    ann.types('x');
    expect(ann.sees()).toEqual(['orderedList/listItem/paragraph: x', 'orderedList/listItem/image: cap']);
    expect(ann.editor.state.doc.childCount).toBe(1);
    expect(ann.binding.repairs).toBe(0);
  });

  test('keeps the number the list starts at when a paragraph behind it is lifted', () => {
    const ann = begins(
      { kind: 'marker', keys: { in: 'orderedList/listItem!' } },
      { kind: 'text', text: 'lift me', marks: {} },
    );
    ann.goesTo('lift').editor.commands.lift('paragraph');
    expect(ann.sees().at(-1)).toBe('paragraph: lift me');
    expect(ann.editor.state.doc.firstChild?.attrs.start).toBe(3);
    expect(ann.binding.repairs).toBe(0);
  });
});

test('the caret in words that follow a table without a marker stays between its characters', () => {
  const table = { type: 'table', id: 't', 'r:1': 'V', 'c:x': 'V' };
  const [ann, bob] = meetTokens([
    { kind: 'marker', keys: table },
    { kind: 'text', text: 'behind', marks: {} },
  ]);
  ann.goesTo('beh');
  bob.goesTo('beh').types('XYZ');
  shows(bob, ann);
  expect(ann.sees().at(-1)).toBe('paragraph: behXYZind');
  expect(selected(ann)).toEqual(['beh', '']);
});
