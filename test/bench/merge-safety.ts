/**
 * `npm run bench -- merge-safety`: what becomes of people's text when two of them change one place at once, with this
 * binding and with the stock one of Tiptap, side by side. Each row is played in both orders and with either of the two
 * having the smaller Yjs client id; both are offline meanwhile.
 *
 * The stock binding needs a view and so a DOM, which is happy-dom's here; ours needs none.
 */

import type { Editor } from '@tiptap/core';
// The types of the commands.
import type {} from '@tiptap/extension-list';
import type {} from '@tiptap/extension-table';
import type {} from '@tiptap/starter-kit';
import * as Y from 'yjs';
import { importDocument } from '../../server/contract/document/import.ts';
import { inlineText } from '../../server/contract/document/plain-text.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { Person } from '../support/people.ts';
import { openStockEditor, type StockEditor } from '../support/stock-editor.ts';

/** One of two people at work, whatever binds their editor. */
interface Writer {
  readonly editor: Editor;
  readonly doc: Y.Doc;
  undo(): void;
  receive(update: Uint8Array): void;
  leaves(): void;
}

type Act = (writer: Writer) => void;

interface Row {
  readonly what: string;
  readonly start: readonly TreeNode[];
  readonly ann: Act;
  readonly bob: Act;
  /** What everybody should see in the end: the text of each block, in order; any of these. */
  readonly wanted: ReadonlyArray<readonly string[]>;
  /** After the merge both go on, three times: what is wrong may grow. */
  readonly afterwards?: Act;
}

const paragraph = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const THREE = [paragraph('alpha one'), paragraph('beta two'), paragraph('gamma three')];
const TYPED = [['alpha one', 'beta XYZ two', 'gamma three']];
const LIST: TreeNode[] = [
  {
    type: 'bulletList',
    content: ['milk', 'bread now', 'tea'].map((text) => ({ type: 'listItem', content: [paragraph(text)] })),
  },
];

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

const ROWS: readonly Row[] = [
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

type Outcome = 'kept' | 'LOST' | 'DOUBLED' | 'MISPLACED' | 'DIVERGED';
type Opener = (start: readonly TreeNode[], ids: readonly [number, number]) => Promise<readonly [Writer, Writer]>;

export interface Comparison {
  readonly what: string;
  readonly stock: string;
  readonly ours: string;
}

export function comparisonTable(rows: readonly Comparison[]): string {
  const lines = rows.map(({ what, stock, ours }) => `| ${what} | ${stock} | ${ours} |`);
  return ['| | stock binding (Tiptap collaboration) | this binding |', '|---|---|---|', ...lines, ''].join('\n');
}

export async function benchMergeSafety(): Promise<Comparison[]> {
  const rows: Comparison[] = [];
  const totals = { stock: 0, ours: 0, runs: 0 };
  for (const row of ROWS) {
    const stock = await outcomes(row, openStockPair);
    const ours = await outcomes(row, openOurPair);
    totals.runs += ours.length;
    totals.stock += stock.filter((outcome) => outcome === 'kept').length;
    totals.ours += ours.filter((outcome) => outcome === 'kept').length;
    rows.push({ what: row.what, stock: summary(stock), ours: summary(ours) });
    process.stdout.write(`${row.what}: ${summary(stock)} | ${summary(ours)}\n`);
  }
  const kept = (count: number) => `${count} of ${totals.runs} kept`;
  return [...rows, { what: '**all**', stock: kept(totals.stock), ours: kept(totals.ours) }];
}

async function outcomes(row: Row, open: Opener): Promise<Outcome[]> {
  const found: Outcome[] = [];
  for (const ids of [
    [1, 2],
    [2, 1],
  ] as const) {
    for (const annFirst of [true, false]) found.push(await play(row, open, ids, annFirst));
  }
  return found;
}

async function play(row: Row, open: Opener, ids: readonly [number, number], annFirst: boolean): Promise<Outcome> {
  const [ann, bob] = await open(row.start, ids);
  const order = annFirst ? ([ann, bob] as const) : ([bob, ann] as const);
  for (const writer of order) (writer === ann ? row.ann : row.bob)(writer);
  exchange(ann, bob);
  for (let round = 0; row.afterwards && round < 3; round++) {
    for (const writer of order) row.afterwards(writer);
    exchange(ann, bob);
  }
  const outcome = judge(row, blockTexts(ann.editor), blockTexts(bob.editor));
  ann.leaves();
  bob.leaves();
  return outcome;
}

/** Until nobody has anything the other lacks; an editor may write when it shows what it got. */
function exchange(one: Writer, other: Writer): void {
  for (let round = 0; round < 4; round++) {
    const there = Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc));
    const here = Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc));
    other.receive(there);
    one.receive(here);
  }
}

function judge(row: Row, ann: readonly string[], bob: readonly string[]): Outcome {
  if (ann.join('\n') !== bob.join('\n')) return 'DIVERGED';
  if (row.wanted.some((wanted) => wanted.join('\n') === ann.join('\n'))) return 'kept';
  const count = (texts: readonly string[], word: string) => texts.join('\n').split(word).length - 1;
  const words = row.wanted[0]?.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '') ?? [];
  if (words.some((word) => count(ann, word) < count(row.wanted[0] ?? [], word))) return 'LOST';
  const length = (texts: readonly string[]) => texts.join('').length;
  if (ann.length > (row.wanted[0]?.length ?? 0) || length(ann) > length(row.wanted[0] ?? [])) return 'DOUBLED';
  return 'MISPLACED';
}

function summary(found: readonly Outcome[]): string {
  const counts = new Map<Outcome, number>();
  for (const outcome of found) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (counts.get('kept') === found.length) return 'kept';
  return [...counts].map(([outcome, count]) => `${outcome} ${count} of ${found.length}`).join(', ');
}

/** The text of each textblock; for a table that is each cell. */
function blockTexts(editor: Editor): string[] {
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

const openOurPair: Opener = async (start, ids) => {
  let id = 0;
  const update = importDocument({ type: 'doc', content: start }, { clientId: 99, newId: () => `id${id++}` });
  const open = (name: string, clientId: number): Writer => {
    const person = new Person(name, clientId, update);
    return {
      editor: person.editor,
      doc: person.doc,
      undo: () => void person.undo.undo(),
      receive: (bytes) => {
        person.receive(bytes);
        person.looks();
      },
      leaves: () => person.leaves(),
    };
  };
  return [open('ann', ids[0]), open('bob', ids[1])];
};

const openStockPair: Opener = async (start, ids) => {
  const first = await openStockEditor(99);
  first.editor.commands.setContent({ type: 'doc', content: start as never });
  const update = Y.encodeStateAsUpdate(first.doc);
  first.close();
  return [stockWriter(await openStockEditor(ids[0], update)), stockWriter(await openStockEditor(ids[1], update))];
};

function stockWriter({ editor, doc, close }: StockEditor): Writer {
  return {
    editor,
    doc,
    undo: () => void editor.commands.undo(),
    receive: (update) => Y.applyUpdate(doc, update, 'elsewhere'),
    leaves: close,
  };
}
