/**
 * Commands that change structure or marks delete not one character in the document. What is not deleted cannot take
 * along what others type there.
 */

import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flatten } from '../../../server/contract/document/flatten.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens } from '../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { Person } from '../../support/people.ts';

const text = (value: string): TreeNode => ({ type: 'text', text: value });
const paragraph = (value: string): TreeNode => ({ type: 'paragraph', content: [text(value)] });
const node = (type: string, ...content: TreeNode[]): TreeNode => ({ type, content });

const DOCUMENT: readonly TreeNode[] = [
  paragraph('alpha beta'),
  { type: 'heading', attrs: { level: 2 }, content: [text('a heading')] },
  node(
    'bulletList',
    node('listItem', paragraph('milk')),
    node('listItem', paragraph('bread')),
    node('listItem', paragraph('tea')),
  ),
  node('taskList', node('taskItem', paragraph('do this')), node('taskItem', paragraph('do that'))),
  node('blockquote', paragraph('quoted one'), paragraph('quoted two')),
  { type: 'codeBlock', content: [text('let a = 1;\nlet b = 2;')] },
  { type: 'paragraph', content: [text('two'), { type: 'hardBreak' }, text('lines')] },
  node('details', node('detailsSummary', text('summary')), node('detailsContent', paragraph('hidden'))),
];

let ann: Person;

function open(): Person {
  const doc = new Y.Doc();
  insertTokens(doc.getText(BODY), 0, flatten(DOCUMENT).tokens);
  ann = new Person('ann', 1, Y.encodeStateAsUpdate(doc));
  return ann;
}

afterEach(() => ann.leaves());

type Change = readonly [name: string, change: (ann: Person) => unknown];

const CHANGES: readonly Change[] = [
  ['paragraph to heading', (p) => p.goesTo('alpha').editor.commands.setHeading({ level: 1 })],
  ['heading to paragraph', (p) => p.goesTo('heading').editor.commands.setParagraph()],
  ['heading to another level', (p) => p.goesTo('heading').editor.commands.setHeading({ level: 3 })],
  ['paragraph to bullets', (p) => p.goesTo('alpha').editor.commands.toggleBulletList()],
  ['paragraph to numbers', (p) => p.goesTo('alpha').editor.commands.toggleOrderedList()],
  ['paragraph to task', (p) => p.goesTo('alpha').editor.commands.toggleTaskList()],
  ['paragraph to quote', (p) => p.goesTo('alpha').editor.commands.toggleBlockquote()],
  ['paragraph to code', (p) => p.goesTo('alpha').editor.commands.setCodeBlock()],
  ['lines to code', (p) => p.goesTo('two').editor.commands.setCodeBlock()],
  ['code to paragraph', (p) => p.goesTo('let a').editor.commands.setParagraph()],
  ['code to heading', (p) => p.goesTo('let a').editor.commands.setHeading({ level: 1 })],
  ['paragraph into callout', (p) => p.goesTo('alpha').editor.commands.wrapIn('callout')],
  ['heading to bullets', (p) => p.goesTo('heading').editor.commands.toggleBulletList()],
  ['bullets to paragraphs', (p) => p.selects('milk', 'tea').editor.commands.toggleBulletList()],
  ['bullets to numbers', (p) => p.goesTo('bread').editor.commands.toggleOrderedList()],
  ['bullets to tasks', (p) => p.selects('milk', 'tea').editor.commands.toggleTaskList()],
  ['tasks to bullets', (p) => p.selects('do this', 'do that').editor.commands.toggleBulletList()],
  ['item in', (p) => p.goesTo('bread').editor.commands.sinkListItem('listItem')],
  ['item out', (p) => p.goesTo('bread').editor.commands.liftListItem('listItem')],
  ['item split', (p) => p.goesTo('bre').editor.commands.splitListItem('listItem')],
  ['item split at its start', (p) => p.goesTo('bread', 'before').editor.commands.splitListItem('listItem')],
  ['items joined', (p) => p.goesTo('bread', 'before').editor.commands.joinItemBackward()],
  ['task ticked', (p) => p.goesTo('do this').editor.commands.updateAttributes('taskItem', { checked: true })],
  ['quote lifted', (p) => p.selects('quoted one', 'quoted two').editor.commands.unsetBlockquote()],
  ['half of a quote lifted', (p) => p.goesTo('quoted two').editor.commands.lift('paragraph')],
  ['paragraph split', (p) => p.goesTo('alpha').editor.commands.splitBlock()],
  ['paragraph split at its start', (p) => p.goesTo('alpha', 'before').editor.commands.splitBlock()],
  ['paragraph split at its end', (p) => p.goesTo('alpha beta').editor.commands.splitBlock()],
  ['heading joined to paragraph', (p) => p.goesTo('a heading', 'before').editor.commands.joinTextblockBackward()],
  ['list joined to quote', (p) => p.goesTo('quoted one', 'before').editor.commands.joinBackward()],
  ['everything cleared', (p) => p.editor.chain().selectAll().clearNodes().run()],
  ['everything bold', (p) => p.editor.chain().selectAll().setBold().run()],
  ['everything in a list', (p) => p.selects('alpha', 'a heading').editor.commands.toggleBulletList()],
  ['link', (p) => p.selects('beta').editor.commands.setLink({ href: 'https://a.example/' })],
  ['code language', (p) => p.goesTo('let a').editor.commands.updateAttributes('codeBlock', { language: 'js' })],
  ['details removed', (p) => p.goesTo('summary').editor.commands.unsetDetails()],
];

describe('no character is deleted in Yjs', () => {
  test.each(CHANGES)('%s, and undone', (_name, change) => {
    const person = open();
    const [before, textBefore] = [person.editor.getJSON(), person.binding.text.toString()];
    change(person);
    expect(person.editor.getJSON()).not.toEqual(before);
    expect(person.deletedLength()).toBe(0);
    expect(person.binding.text.toString()).toBe(textBefore);
    expect(person.binding.repairs).toBe(0);
    while (person.undo.canUndo) person.undo.undo();
    expect(person.editor.getJSON()).toEqual(before);
    expect(person.deletedLength()).toBe(0);
  });
});

describe('in a document too long to compare every block with every other', () => {
  const LONG = Array.from({ length: 1_200 }, (_, i) => paragraph(i % 7 === 0 ? 'again' : `paragraph ${i}`));

  function openLong(): [Person, ReadonlyArray<Y.ID | undefined>] {
    const doc = new Y.Doc();
    insertTokens(doc.getText(BODY), 0, flatten(LONG).tokens);
    ann = new Person('ann', 1, Y.encodeStateAsUpdate(doc));
    return [ann, markerIds(ann)];
  }

  const markerIds = (person: Person) => person.binding.shown.markers.map((marker) => marker?._item?.id);

  test('every block is still the same block when everything becomes bold, then a list, then paragraphs', () => {
    const [person, ids] = openLong();
    person.editor.chain().selectAll().setBold().run();
    person.editor.chain().selectAll().toggleBulletList().run();
    person.editor.chain().selectAll().clearNodes().run();
    expect(markerIds(person)).toEqual(ids);
    expect(person.deletedLength()).toBe(0);
    expect(person.binding.repairs).toBe(0);
  });

  test('blocks keep their identity around a hundred that are removed at once', () => {
    const [person, ids] = openLong();
    const { tr } = person.editor.state;
    const starts: number[] = [];
    person.editor.state.doc.forEach((_node, offset) => {
      starts.push(offset);
    });
    for (let i = 1_000; i >= 10; i -= 10) tr.delete(starts[i] as number, starts[i + 1] as number);
    person.editor.view.dispatch(tr);
    expect(markerIds(person)).toEqual(ids.filter((_id, i) => i < 10 || i > 1_000 || i % 10 !== 0));
    expect(person.binding.repairs).toBe(0);
  });
});
