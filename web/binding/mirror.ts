/**
 * The text as the editor should show it: segments read from Yjs, rendered chunk by chunk into ProseMirror nodes.
 *
 * A chunk is a block at the top, or a run of blocks in containers; each chunk renders independently of its neighbours,
 * so a change renders only the chunks it touched. Nodes that did not change stay the same objects.
 */

import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import { BODY, KEY } from '../../server/contract/document/names.ts';
import { parsePath } from '../../server/contract/document/path.ts';
import type { Note, RenderedBlock } from '../../server/contract/document/rendered.ts';
import { markerId, type Token } from '../../server/contract/document/tokens.ts';
import { unflatten } from '../../server/contract/document/unflatten.ts';
import { diffBlock } from './diff.ts';
import type { Marker } from './ytext/items.ts';
import type { Segment, SegmentChange } from './ytext/segments.ts';

export interface Chunk {
  readonly segments: readonly Segment[];
  readonly nodes: readonly Node[];
  /** The marker of each block in the nodes; null for a paragraph that only the view has. */
  readonly markers: ReadonlyArray<Marker | null>;
  /** Why blocks are not shown as they are stored, by their index; usually none. */
  readonly notes: ReadonlyMap<number, readonly Note[]>;
}

const NO_NOTES: ReadonlyMap<number, readonly Note[]> = new Map();

export function renderAll(segments: readonly Segment[], schema: Schema): readonly Chunk[] {
  return withPlaceholder(chunksOf(segments, schema, new Map()), schema);
}

/** Renders what a change of segments touched; chunks it did not touch stay the same objects. */
export function renderChange(chunks: readonly Chunk[], change: SegmentChange, schema: Schema): readonly Chunk[] {
  const { segments, from, oldTo, newTo } = change;
  if (from === oldTo && from === newTo) return chunks;
  // One segment more on either side: a run of blocks in containers may now reach further.
  let first = 0;
  let firstSegment = 0;
  for (let chunk = chunks[first]; chunk && firstSegment + chunk.segments.length < from; chunk = chunks[++first]) {
    firstSegment += chunk.segments.length;
  }
  let last = first;
  let lastSegment = firstSegment;
  for (let chunk = chunks[last]; chunk && lastSegment <= oldTo; chunk = chunks[++last]) {
    lastSegment += chunk.segments.length;
  }
  const known = new Map<Segment, Chunk>();
  for (const chunk of chunks.slice(first, last)) if (chunk.segments[0]) known.set(chunk.segments[0], chunk);
  const fresh = chunksOf(segments.slice(firstSegment, lastSegment - oldTo + newTo), schema, known);
  return withPlaceholder([...chunks.slice(0, first), ...fresh, ...chunks.slice(last)], schema);
}

/** A document without anything shows one empty paragraph. */
function withPlaceholder(chunks: readonly Chunk[], schema: Schema): readonly Chunk[] {
  if (chunks.length > 0) return chunks;
  const paragraph = schema.topNodeType.contentMatch.defaultType?.create();
  return [{ segments: [], nodes: paragraph ? [paragraph] : [], markers: [null], notes: NO_NOTES }];
}

function chunksOf(segments: readonly Segment[], schema: Schema, known: ReadonlyMap<Segment, Chunk>): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < segments.length; ) {
    let to = from + 1;
    if (isNested(segments[from])) while (to < segments.length && isNested(segments[to])) to++;
    const run = segments.slice(from, to);
    const before = run[0] && known.get(run[0]);
    chunks.push(before && sameSegments(before.segments, run) ? before : renderChunk(run, schema));
    from = to;
  }
  return chunks;
}

function isNested(segment: Segment | undefined): boolean {
  return segment !== undefined && parsePath(segment.keys[KEY.path]).length > 0;
}

function sameSegments(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every((segment, i) => segment === b[i]);
}

function renderChunk(segments: readonly Segment[], schema: Schema): Chunk {
  const markersById = new Map<string, Marker>();
  const tokens: Token[] = [];
  for (const { marker, keys, tokens: inline } of segments) {
    if (marker) {
      const id = markerId(marker) ?? '';
      markersById.set(id, marker);
      tokens.push({ kind: 'marker', keys, id });
    }
    tokens.push(...inline);
  }
  const { nodes: trees, blocks } = unflatten(tokens);
  try {
    const nodes = trees.map((tree) => schema.nodeFromJSON(tree));
    for (const node of nodes) node.check();
    const shown = blocks.filter(({ root }) => root === BODY);
    const markers = shown.map(({ marker }) => markersById.get(marker?.id ?? '') ?? null);
    return { segments, nodes, markers, notes: notesOf(shown) };
  } catch {
    // The editor has no such node: an older one, or one that leaves it out. Nothing is dropped.
    return {
      segments,
      nodes: segments.map((segment) => plainParagraph(segment, schema)),
      markers: segments.map(({ marker }) => marker),
      notes: NO_NOTES,
    };
  }
}

function notesOf(blocks: readonly RenderedBlock[]): ReadonlyMap<number, readonly Note[]> {
  if (blocks.every(({ notes }) => notes.length === 0)) return NO_NOTES;
  return new Map(blocks.flatMap(({ notes }, i) => (notes.length > 0 ? [[i, notes] as const] : [])));
}

/** The characters of a segment without their marks, a line break where the schema has none as a space. */
function plainParagraph(segment: Segment, schema: Schema): Node {
  const { text } = diffBlock({}, segment.tokens);
  const lines = text.split('\n');
  const { hardBreak, paragraph } = schema.nodes;
  if (!paragraph) throw new Error('A schema for this binding needs paragraphs.');
  if (!hardBreak) return paragraph.create(null, text === '' ? null : schema.text(lines.join(' ')));
  const content: Node[] = [];
  lines.forEach((line, i) => {
    if (i > 0) content.push(hardBreak.create());
    if (line !== '') content.push(schema.text(line));
  });
  return paragraph.create(null, Fragment.from(content));
}

/** Puts the nodes the editor holds in the place of equal ones, so that they are compared by identity from now on. */
export function adoptNodes(chunks: readonly Chunk[], doc: Node): readonly Chunk[] {
  let adopted: Chunk[] | undefined;
  let index = 0;
  // Almost all are the same: nothing is called or allocated for those.
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i] as Chunk;
    const first = index;
    index += chunk.nodes.length;
    if (isShownAt(chunk.nodes, doc, first)) continue;
    adopted ??= [...chunks];
    adopted[i] = { ...chunk, nodes: chunk.nodes.map((node, k) => adoptNode(node, doc.maybeChild(first + k))) };
  }
  return adopted ?? chunks;
}

function isShownAt(nodes: readonly Node[], doc: Node, first: number): boolean {
  for (let k = 0; k < nodes.length; k++) if (nodes[k] !== doc.content.maybeChild(first + k)) return false;
  return true;
}

function adoptNode(node: Node, shown: Node | null): Node {
  return shown && (shown === node || shown.eq(node)) ? shown : node;
}

/** The nodes of all chunks in one row. By hand: for each key, in a document of thousands of blocks. */
export function nodesOf(chunks: readonly Chunk[]): Node[] {
  const all: Node[] = [];
  for (const { nodes } of chunks) for (const node of nodes) all.push(node);
  return all;
}

export function markersOf(chunks: readonly Chunk[]): Array<Marker | null> {
  const all: Array<Marker | null> = [];
  for (const { markers } of chunks) for (const marker of markers) all.push(marker);
  return all;
}
