/** What two people do to one place at once, for the comparison of bindings in merge-safety.ts. */

import type { Editor } from '@tiptap/core';
// The types of the commands.
import type {} from '@tiptap/extension-list';
import type {} from '@tiptap/extension-table';
import type {} from '@tiptap/starter-kit';
import type * as Y from 'yjs';
import { inlineText } from '../../server/contract/document/plain-text.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { moveBlock } from '../../web/editor/blocks/move-block.ts';

/** One of two people at work, whatever binds their editor. */
export interface Writer {
  readonly editor: Editor;
  readonly doc: Y.Doc;
  undo(): void;
  /** Text that is offered again because its place was deleted. */
  recovered(): readonly string[];
  receive(update: Uint8Array): void;
  leaves(): void;
}

type Act = (writer: Writer) => void;

export interface Row {
  readonly what: string;
  readonly start: readonly TreeNode[];
  readonly ann: Act;
  readonly bob: Act;
  /** What everybody should see in the end: the text of each block, in order; any of these. */
  readonly wanted: ReadonlyArray<readonly string[]>;
  /** What this counts as a block's text; default: its characters. */
  readonly shows?: (editor: Editor) => string[];
  /** Bob's editor is an older one: it does not know this node. His view is another, so only Ann's counts. */
  readonly unknownToBob?: string;
  /** After the merge both go on, three times: what is wrong may grow. */
  readonly afterwards?: Act;
}

const paragraph = (text: string): TreeNode => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});
const THREE = [paragraph('alpha one'), paragraph('beta two'), paragraph('gamma three')];
const TYPED = [['alpha one', 'beta XYZ two', 'gamma three']];
const LIST: TreeNode[] = [
  {
    type: 'bulletList',
    content: ['milk', 'bread now', 'tea'].map((text) => ({ type: 'listItem', content: [paragraph(text)] })),
  },
];

const MENTIONED: TreeNode = {
  type: 'paragraph',
  content: [
    { type: 'text', text: 'ask ' },
    { type: 'mention', attrs: { id: 'cem', label: 'Cem' } },
    { type: 'text', text: ' now' },
  ],
};
const TASKS: TreeNode = {
  type: 'taskList',
  content: ['milk', 'tea'].map((text) => ({ type: 'taskItem', content: [paragraph(text)] })),
};

const moves =
  (direction: 'up' | 'down'): Act =>
  ({ editor }) =>
    void moveBlock(direction)(editor.state, (tr) => editor.view.dispatch(tr));
const goTo =
  (text: string, act: Act): Act =>
  (writer) => {
    placeCaret(writer.editor, text);
    act(writer);
  };
const type =
  (text: string): Act =>
  ({ editor }) =>
    editor.view.dispatch(editor.state.tr.insertText(text));
const typesInBeta = goTo('beta', type(' XYZ'));
const converts = (convert: (editor: Editor) => unknown): Act => goTo('beta', ({ editor }) => void convert(editor));

const CONVERSIONS: ReadonlyArray<readonly [string, (editor: Editor) => unknown]> = [
  ['a heading', ({ commands }) => commands.setHeading({ level: 2 })],
  ['a list item', ({ commands }) => commands.toggleBulletList()],
  ['a task', ({ commands }) => commands.toggleTaskList()],
  ['a quote', ({ commands }) => commands.toggleBlockquote()],
  ['code', ({ commands }) => commands.setCodeBlock()],
];

export const ROWS: readonly Row[] = [
  {
    what: 'both type, in one paragraph (what every binding keeps)',
    start: THREE,
    ann: goTo('two', type(' ABC')),
    bob: typesInBeta,
    wanted: [['alpha one', 'beta XYZ two ABC', 'gamma three']],
  },
  ...CONVERSIONS.map(
    ([name, convert]): Row => ({
      what: `one turns the paragraph into ${name}, the other types in it`,
      start: THREE,
      ann: converts(convert),
      bob: typesInBeta,
      wanted: TYPED,
    }),
  ),
  {
    what: 'one indents the item, the other types in it',
    start: LIST,
    ann: goTo('bread', ({ editor }) => void editor.commands.sinkListItem('listItem')),
    bob: goTo('bread', type(' XYZ')),
    wanted: [['milk', 'bread XYZ now', 'tea']],
  },
  {
    what: 'one joins the paragraph with the one above, the other types in it',
    start: THREE,
    ann: ({ editor }) => {
      placeCaret(editor, 'beta', 'before');
      editor.commands.joinBackward();
    },
    bob: typesInBeta,
    wanted: [['alpha onebeta XYZ two', 'gamma three']],
  },
  {
    what: 'one presses Enter in the middle, the other types in the second half',
    start: THREE,
    ann: goTo('beta', ({ editor }) => void editor.commands.splitBlock()),
    bob: goTo('two', type(' XYZ')),
    wanted: [['alpha one', 'beta', ' two XYZ', 'gamma three']],
  },
  {
    what: 'both turn the paragraph into a heading',
    start: THREE,
    ann: converts(({ commands }) => commands.setHeading({ level: 2 })),
    bob: converts(({ commands }) => commands.setHeading({ level: 2 })),
    wanted: [['alpha one', 'beta two', 'gamma three']],
  },
  {
    what: 'both press Enter in the middle',
    start: THREE,
    ann: goTo('beta', ({ editor }) => void editor.commands.splitBlock()),
    bob: goTo('beta', ({ editor }) => void editor.commands.splitBlock()),
    wanted: [['alpha one', 'beta', '', ' two', 'gamma three']],
  },
  {
    what: 'one turns it into a heading and undoes that, the other types in it',
    start: THREE,
    ann: (writer) => {
      converts(({ commands }) => commands.setHeading({ level: 2 }))(writer);
      writer.undo();
    },
    bob: typesInBeta,
    wanted: TYPED,
  },
  {
    what: 'one drags the last paragraph to the top, the other types in it',
    start: [...THREE, paragraph('delta four')],
    ann: ({ editor }) => {
      const { doc, tr } = editor.state;
      const from = doc.content.size - doc.child(3).nodeSize;
      editor.view.dispatch(tr.delete(from, doc.content.size).insert(0, doc.child(3)));
    },
    bob: goTo('delta', type(' XYZ')),
    wanted: [['delta XYZ four', 'alpha one', 'beta two', 'gamma three']],
  },
  {
    what: 'one moves the paragraph by key, the other types in it',
    start: THREE,
    ann: goTo('beta', moves('up')),
    bob: typesInBeta,
    wanted: [['beta XYZ two', 'alpha one', 'gamma three']],
  },
  {
    what: 'one moves the paragraph, the other presses Enter in it and types in the second half',
    start: THREE,
    ann: goTo('beta', moves('up')),
    bob: (writer) => {
      goTo('beta', ({ editor }) => void editor.commands.splitBlock())(writer);
      goTo('two', type(' XYZ'))(writer);
    },
    wanted: [['beta', ' two XYZ', 'alpha one', 'gamma three']],
  },
  {
    what: 'one moves the paragraph up, the other down',
    start: THREE,
    ann: goTo('beta', moves('up')),
    bob: goTo('beta', moves('down')),
    wanted: [
      ['beta two', 'alpha one', 'gamma three'],
      ['alpha one', 'gamma three', 'beta two'],
    ],
  },
  {
    what: 'one moves the item, the other types in it',
    start: LIST,
    ann: goTo('bread', moves('up')),
    bob: goTo('bread', type(' XYZ')),
    wanted: [['bread XYZ now', 'milk', 'tea']],
  },
  {
    what: 'one moves the paragraph and undoes that, the other types in it',
    start: THREE,
    ann: (writer) => {
      goTo('beta', moves('up'))(writer);
      writer.undo();
    },
    bob: typesInBeta,
    wanted: TYPED,
  },
  {
    what: 'both write the first words of a document',
    start: [paragraph('')],
    ann: type('ANN '),
    bob: type('BOB '),
    wanted: [['ANN BOB '], ['BOB ANN '], ['ANN ', 'BOB '], ['BOB ', 'ANN ']],
  },
  {
    what: 'one makes a mention bold, the other types before it',
    start: [MENTIONED],
    ann: ({ editor }) => {
      placeCaret(editor, 'ask ');
      const { from } = editor.state.selection;
      editor
        .chain()
        .setTextSelection({ from, to: from + 1 })
        .setBold()
        .run();
    },
    bob: goTo('ask', type(' XYZ')),
    shows: markedTexts,
    wanted: [['ask XYZ |mention bold| now']],
  },
  {
    what: 'one has an older editor that does not know task lists, and types above one',
    start: [paragraph('alpha one'), TASKS],
    ann: goTo('tea', type(' ANN')),
    bob: goTo('alpha', type(' XYZ')),
    unknownToBob: 'taskList',
    wanted: [['alpha XYZ one', 'milk', 'tea ANN']],
  },
  {
    what: 'one deletes the table row in which the other types',
    start: [table()],
    ann: goTo('a2', ({ editor }) => void editor.commands.deleteRow()),
    bob: goTo('a2', type(' XYZ')),
    wanted: [['a1', 'b1', ' XYZ']],
  },
  {
    what: 'one adds a table column, the other a row; then both type',
    start: [table()],
    ann: goTo('a1', ({ editor }) => void editor.commands.addColumnAfter()),
    bob: goTo('a1', ({ editor }) => void editor.commands.addRowAfter()),
    afterwards: goTo('a1', type('.')),
    wanted: [['a1......', '', 'b1', '', '', '', 'a2', '', 'b2']],
  },
];

function table(): TreeNode {
  const row = (...texts: string[]): TreeNode => ({
    type: 'tableRow',
    content: texts.map((text) => ({ type: 'tableCell', content: [paragraph(text)] })),
  });
  return { type: 'table', content: [row('a1', 'b1'), row('a2', 'b2')] };
}

/** The text of each textblock; for a table that is each cell. */
export function blockTexts(editor: Editor): string[] {
  const texts: string[] = [];
  editor.state.doc.descendants((node) => {
    if (node.isTextblock) texts.push(inlineText(node.toJSON() as TreeNode));
  });
  return texts;
}

function placeCaret(editor: Editor, text: string, side: 'before' | 'behind' = 'behind'): void {
  let found = -1;
  editor.state.doc.descendants((node, position) => {
    const at = node.isTextblock && found < 0 ? node.textContent.indexOf(text) : -1;
    if (at >= 0) found = position + 1 + at;
  });
  editor.commands.setTextSelection(side === 'before' ? found : found + text.length);
}

/** The same with what stands among the characters, and its marks. */
function markedTexts(editor: Editor): string[] {
  const texts: string[] = [];
  editor.state.doc.descendants((node) => {
    if (!node.isTextblock) return;
    let text = '';
    node.forEach((child) => {
      const marks = child.marks.map(({ type }) => ` ${type.name}`).join('');
      text += child.isText ? `${child.text}${marks}` : `|${child.type.name}${marks}|`;
    });
    texts.push(text);
  });
  return texts;
}
