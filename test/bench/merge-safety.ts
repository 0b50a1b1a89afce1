/**
 * `npm run bench -- merge-safety`: what becomes of people's text when two of them change one place at once, with this
 * binding and with the stock one of Tiptap, side by side. Each row is played in both orders and with either of the two
 * having the smaller Yjs client id; both are offline meanwhile.
 *
 * The stock binding needs a view and so a DOM, which is happy-dom's here; ours needs none.
 */

import * as Y from 'yjs';
import { importDocument } from '../../server/contract/document/import.ts';
import { rescueMovedText } from '../../server/contract/document/moves.ts';
import { recoveredTexts } from '../../web/binding/recovered.ts';
import { editorExtensions } from '../support/editor-schema.ts';
import { Person } from '../support/people.ts';
import { openStockEditor, type StockEditor } from '../support/stock-editor.ts';
import { blockTexts, ROWS, type Row, type Writer } from './merge-safety-rows.ts';

type Outcome = 'kept' | 'LOST' | 'DOUBLED' | 'MISPLACED' | 'DIVERGED';

interface Pair {
  readonly ann: Writer;
  readonly bob: Writer;
  /** Each gets what the other wrote, and what their server adds. */
  meet(): void;
}

type Opener = (row: Row, ids: readonly [number, number]) => Promise<Pair>;

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
  const { ann, bob, meet } = await open(row, ids);
  const order = annFirst ? ([ann, bob] as const) : ([bob, ann] as const);
  for (const writer of order) (writer === ann ? row.ann : row.bob)(writer);
  meet();
  for (let round = 0; row.afterwards && round < 3; round++) {
    for (const writer of order) row.afterwards(writer);
    meet();
  }
  const seenBy = (writer: Writer) => [...(row.shows ?? blockTexts)(writer.editor), ...writer.recovered()];
  const outcome = judge(row, seenBy(ann), seenBy(row.unknownToBob === undefined ? bob : ann));
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

const openOurPair: Opener = async ({ start, unknownToBob }, ids) => {
  let id = 0;
  const update = importDocument({ type: 'doc', content: start }, { clientId: 99, newId: () => `id${id++}` });
  const open = (name: string, clientId: number, unknown?: string): Writer => {
    const extensions = editorExtensions.filter((extension) => !isAbout(extension.name, unknown));
    const person = new Person(name, clientId, update, { extensions });
    return {
      editor: person.editor,
      doc: person.doc,
      undo: () => void person.undo.undo(),
      recovered: () => recoveredTexts(person.doc).map(({ text }) => text),
      receive: (bytes) => {
        person.receive(bytes);
        person.looks();
      },
      leaves: () => person.leaves(),
    };
  };
  const [ann, bob] = [open('ann', ids[0]), open('bob', ids[1], unknownToBob)];
  const meet = (): void => {
    exchange(ann, bob);
    const server = new Y.Doc();
    Y.applyUpdate(server, Y.encodeStateAsUpdate(ann.doc));
    rescueMovedText(server);
    for (const writer of [ann, bob]) writer.receive(Y.encodeStateAsUpdate(server));
  };
  return { ann, bob, meet };
};

/** A list goes with its items. */
function isAbout(extension: string, node: string | undefined): boolean {
  return node !== undefined && (extension === node || extension === node.replace('List', 'Item'));
}

const openStockPair: Opener = async ({ start, unknownToBob }, ids) => {
  const first = await openStockEditor(99);
  first.editor.commands.setContent({ type: 'doc', content: start as never });
  const update = Y.encodeStateAsUpdate(first.doc);
  first.close();
  const ann = stockWriter(await openStockEditor(ids[0], update));
  const bob = stockWriter(await openStockEditor(ids[1], update, ({ name }) => !isAbout(name, unknownToBob)));
  return { ann, bob, meet: () => exchange(ann, bob) };
};

function stockWriter({ editor, doc, close }: StockEditor): Writer {
  return {
    editor,
    doc,
    undo: () => void editor.commands.undo(),
    recovered: () => [],
    receive: (update) => Y.applyUpdate(doc, update, 'elsewhere'),
    leaves: close,
  };
}
