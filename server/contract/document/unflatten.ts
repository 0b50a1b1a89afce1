/**
 * Tokens -> tree. Total: it never throws and never drops text, whatever stands in the tokens. Deterministic: equal
 * tokens give equal trees on every client and on the server. What a merge has made impossible to show is shown as the
 * nearest possible thing and left as it is in the tokens; docs/DOCUMENT-MODEL.md lists the cases.
 */

import { TABLE_NESTING_MAX } from '../limits.ts';
import { type FlatBlock, flatBlocks } from './flat-blocks.ts';
import { type Level, shownLevels } from './levels.ts';
import { BODY, cellName, KEY } from './names.ts';
import { type BlockSpec, blockSpec, PARAGRAPH, TABLE } from './node-types.ts';
import { parsePath } from './path.ts';
import type { Note, Rendered, RenderedBlock } from './rendered.ts';
import { cellAttributes, readTable, type TableShape } from './table.ts';
import type { MarkerKeys, Token } from './tokens.ts';
import type { TreeNode } from './tree.ts';
import {
  addImplicitParagraph,
  addLeaf,
  addNested,
  addParagraph,
  addTextblock,
  closeTo,
  createTreeWriter,
  type Output,
  openContainer,
  type TreeWriter,
} from './tree-writer.ts';

/**
 * The block nodes of a run of tokens; none for no tokens. The run may be a part of a text when it begins at a marker with
 * an empty path and ends before another such marker or at the end: places are counted from where it begins. Cells are
 * empty.
 */
export function unflatten(tokens: readonly Token[]): Rendered {
  const document = newDocument(() => []);
  const nodes = renderBlocks(document, tokens, { root: BODY, start: 0, tableDepth: 0 });
  return { nodes, blocks: document.blocks };
}

/** A whole document, `doc` node included; where there is nothing an implicit paragraph is shown. */
export function unflattenDocument(
  tokens: readonly Token[],
  cellTokens: (name: string) => readonly Token[] = () => [],
): { readonly doc: TreeNode; readonly blocks: readonly RenderedBlock[] } {
  const document = newDocument(cellTokens);
  const content = renderText(document, tokens, { root: BODY, start: 0, tableDepth: 0 });
  return { doc: { type: 'doc', content }, blocks: document.blocks };
}

interface DocumentOutput extends Output {
  readonly cellTokens: (name: string) => readonly Token[];
  /** Ids of the tables shown so far: each is shown once, or two views would show one text. */
  readonly tables: Set<string>;
}

interface Place {
  readonly root: string;
  readonly start: number;
  /** How many tables are around this text. */
  readonly tableDepth: number;
}

function newDocument(cellTokens: (name: string) => readonly Token[]): DocumentOutput {
  return { blocks: [], position: 0, cellTokens, tables: new Set() };
}

/** A text as the content of a node that must not be empty. */
function renderText(document: DocumentOutput, tokens: readonly Token[], place: Place): readonly TreeNode[] {
  if (tokens.length > 0) return renderBlocks(document, tokens, place);
  const writer = createTreeWriter(document, place.root);
  addImplicitParagraph(writer, place.start, [], place.start);
  return writer.nodes;
}

function renderBlocks(document: DocumentOutput, tokens: readonly Token[], place: Place): readonly TreeNode[] {
  const writer = createTreeWriter(document, place.root);
  let end = place.start;
  for (const block of flatBlocks(tokens, place.start)) {
    renderBlock(document, writer, block, place.tableDepth);
    end = block.to;
  }
  closeTo(writer, 0, end);
  return writer.nodes;
}

function renderBlock(document: DocumentOutput, writer: TreeWriter, block: FlatBlock, tableDepth: number): void {
  if (!block.marker) {
    addParagraph(writer, block, []);
    return;
  }
  const { keys } = block.marker;
  const { type, spec, note } = typeOfBlock(document, keys, tableDepth);
  const { levels, unknown } = shownLevels(parsePath(keys[KEY.path]), type);
  const notes = [...note, ...unknown.map((name): Note => ({ kind: 'unknown-container', type: name }))];
  enterContainers(writer, block, levels, type);
  if (spec.kind === 'textblock') {
    addTextblock(writer, block, type, spec, notes);
    return;
  }
  const shape = spec.kind === 'table' ? readTable(keys) : undefined;
  if (shape) addTable(document, writer, block, shape, notes, tableDepth);
  else addLeaf(writer, block, type, spec.attributes, notes);
  // Its characters belong to a block whose marker was deleted.
  if (block.inline.length > 0) addImplicitParagraph(writer, block.from, block.inline, block.to);
}

function typeOfBlock(
  document: DocumentOutput,
  keys: MarkerKeys,
  tableDepth: number,
): { readonly type: string; readonly spec: BlockSpec; readonly note: readonly Note[] } {
  const stored = keys[KEY.type] ?? PARAGRAPH;
  const type = typeof stored === 'string' ? stored : JSON.stringify(stored);
  const spec = blockSpec(type);
  if (!spec) return asParagraph({ kind: 'unknown-block', type });
  if (spec.kind === 'table' && !mayShowTable(document, keys, tableDepth)) {
    return asParagraph({ kind: 'table-not-shown' });
  }
  return { type, spec, note: [] };
}

function asParagraph(note: Note): { type: string; spec: BlockSpec; note: readonly Note[] } {
  return { type: PARAGRAPH, spec: blockSpec(PARAGRAPH) as BlockSpec, note: [note] };
}

function mayShowTable(document: DocumentOutput, keys: MarkerKeys, tableDepth: number): boolean {
  const shape = readTable(keys);
  return shape !== undefined && !document.tables.has(shape.id) && tableDepth < TABLE_NESTING_MAX;
}

/** Closes and opens containers until exactly the given levels are open. */
function enterContainers(writer: TreeWriter, block: FlatBlock, levels: readonly Level[], type: string): void {
  const wanted = [...levels];
  let shared = 0;
  for (let level = wanted[0]; level; level = wanted[shared]) {
    const isSummaryHere = type === 'detailsSummary' && shared === wanted.length - 1 && level.type === 'details';
    if (!isSummaryHere && goesOn(writer.open[shared]?.level, level)) {
      shared++;
    } else if (level.type === 'details' && !isSummaryHere) {
      // Details that have lost their summary: what was in them stands where they stood.
      wanted.splice(shared, 2);
    } else {
      break;
    }
  }
  closeTo(writer, shared, block.index);
  openRest(writer, block, wanted, shared, type);
}

function openRest(writer: TreeWriter, block: FlatBlock, wanted: readonly Level[], shared: number, type: string): void {
  for (let depth = shared; depth < wanted.length; depth++) {
    const level = wanted[depth] as Level;
    const isSummaryHere = type === 'detailsSummary' && depth === wanted.length - 1;
    if (level.type === 'details' && !isSummaryHere) depth++;
    else openContainer(writer, level, block);
  }
}

function goesOn(open: Level | undefined, level: Level): boolean {
  if (open?.type !== level.type) return false;
  // Details have one content, whatever a flag says.
  if (level.type === 'detailsContent') return true;
  return level.spec.byDefault === 'joins' ? !level.flagged : level.flagged;
}

function addTable(
  document: DocumentOutput,
  writer: TreeWriter,
  block: FlatBlock,
  shape: TableShape,
  notes: readonly Note[],
  tableDepth: number,
): void {
  document.tables.add(shape.id);
  addNested(writer, block, TABLE, { id: shape.id }, notes, () =>
    shape.rows.map((row, r) => {
      document.position += 1;
      const content = shape.columns.map((column, c): TreeNode => {
        const name = cellName(shape.id, row, column.id);
        document.position += 1;
        const cell = renderText(document, document.cellTokens(name), {
          root: name,
          start: 0,
          tableDepth: tableDepth + 1,
        });
        document.position += 1;
        const isHeader = (shape.headerRow && r === 0) || (shape.headerColumn && c === 0);
        return { type: isHeader ? 'tableHeader' : 'tableCell', attrs: cellAttributes(column), content: cell };
      });
      document.position += 1;
      return { type: 'tableRow', attrs: { id: row }, content };
    }),
  );
}
