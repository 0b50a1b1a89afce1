/**
 * The text as the editor should show it: segments read from Yjs, rendered chunk by chunk into ProseMirror nodes.
 *
 * A chunk is a block at the top, or a run of blocks in containers; each chunk renders independently of its neighbours,
 * so a change renders only the chunks it touched, and of a long run only a part. Nodes that did not change stay the same
 * objects, and so does the list of markers.
 */

import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import { BODY, KEY } from '../../server/contract/document/names.ts';
import type { Note, RenderedBlock } from '../../server/contract/document/rendered.ts';
import { markerId, type Token } from '../../server/contract/document/tokens.ts';
import { unflatten } from '../../server/contract/document/unflatten.ts';
import { diffBlock } from '../../server/contract/document/writing/diff.ts';
import type { Marker } from '../../server/contract/document/writing/items.ts';
import type { Segment, SegmentChange } from '../../server/contract/document/writing/segments.ts';
import { areaBetween, replaced } from './lists.ts';
import { renderPart } from './part.ts';
import { holdsTable } from './table-cells.ts';

export interface Chunk {
  readonly segments: readonly Segment[];
  readonly nodes: readonly Node[];
  /** The marker of each block in the nodes; null for a paragraph that only the view has. */
  readonly markers: ReadonlyArray<Marker | null>;
  /** Why blocks are not shown as they are stored, by their index; usually none. */
  readonly notes: ReadonlyMap<number, readonly Note[]>;
}

/** All chunks, and what they hold in one row. */
export interface Mirror {
  readonly chunks: readonly Chunk[];
  readonly nodes: readonly Node[];
  readonly markers: ReadonlyArray<Marker | null>;
  readonly holdsTable: boolean;
  readonly hasNotes: boolean;
}

export const NO_NOTES: ReadonlyMap<number, readonly Note[]> = new Map();

export function renderAll(segments: readonly Segment[], schema: Schema): Mirror {
  const chunks = withPlaceholder(chunksOf(segments, schema, new Map()), schema);
  const nodes = inOneRow(chunks.map((chunk) => chunk.nodes));
  const markers = inOneRow(chunks.map((chunk) => chunk.markers));
  return { chunks, nodes, markers, holdsTable: nodes.some(holdsTable), hasNotes: chunks.some(isNoted) };
}

function isNoted({ notes }: Chunk): boolean {
  return notes.size > 0;
}

function inOneRow<T>(lists: ReadonlyArray<readonly T[]>): readonly T[] {
  if (lists.length === 1) return lists[0] as readonly T[];
  const row: T[] = [];
  for (const list of lists) for (const item of list) row.push(item);
  return row;
}

/** Renders what a change of segments touched; chunks it did not touch stay the same objects. */
export function renderChange(mirror: Mirror, change: SegmentChange, schema: Schema): Mirror {
  const { chunks } = mirror;
  const { segments, from, oldTo, newTo } = change;
  if (from === oldTo && from === newTo) return mirror;
  // One segment more on either side: a run of blocks in containers may now reach further.
  let [first, firstSegment, firstNode, firstMarker] = [0, 0, 0, 0];
  for (; first < chunks.length; first++) {
    const chunk = chunks[first] as Chunk;
    if (firstSegment + chunk.segments.length >= from) break;
    firstSegment += chunk.segments.length;
    firstNode += chunk.nodes.length;
    firstMarker += chunk.markers.length;
  }
  let [last, lastSegment, lastNode, lastMarker] = [first, firstSegment, firstNode, firstMarker];
  const known = new Map<Marker | null | undefined, Chunk>();
  for (let chunk = chunks[last]; chunk && lastSegment <= oldTo; chunk = chunks[++last]) {
    lastSegment += chunk.segments.length;
    lastNode += chunk.nodes.length;
    lastMarker += chunk.markers.length;
    known.set(chunk.segments[0]?.marker, chunk);
  }
  const fresh = chunksOf(segments.slice(firstSegment, lastSegment - oldTo + newTo), schema, known);
  if (fresh.length === 0 && last - first === chunks.length) return renderAll(segments, schema);
  return {
    chunks: replaced(chunks, first, last, fresh),
    nodes: replaced(mirror.nodes, firstNode, lastNode, inOneRow(fresh.map(({ nodes }) => nodes))),
    markers: replaced(mirror.markers, firstMarker, lastMarker, inOneRow(fresh.map(({ markers }) => markers))),
    // What went may have been the only one: then they are looked for in vain.
    holdsTable: mirror.holdsTable || fresh.some(({ nodes }) => nodes.some(holdsTable)),
    hasNotes: mirror.hasNotes || fresh.some(isNoted),
  };
}

/** A document without anything shows one empty paragraph. */
function withPlaceholder(chunks: readonly Chunk[], schema: Schema): readonly Chunk[] {
  if (chunks.length > 0) return chunks;
  const paragraph = schema.topNodeType.contentMatch.defaultType?.create();
  return [{ segments: [], nodes: paragraph ? [paragraph] : [], markers: [null], notes: NO_NOTES }];
}

/** @param known what was rendered before, by the first marker. */
function chunksOf(
  segments: readonly Segment[],
  schema: Schema,
  known: ReadonlyMap<Marker | null | undefined, Chunk>,
): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < segments.length; ) {
    let to = from + 1;
    if (isNested(segments[from])) while (to < segments.length && isNested(segments[to])) to++;
    const run = segments.slice(from, to);
    chunks.push(renderRun(run, known.get(run[0]?.marker), schema));
    from = to;
  }
  return chunks;
}

function isNested(segment: Segment | undefined): boolean {
  const path = segment?.keys[KEY.path];
  return typeof path === 'string' && path !== '';
}

function renderRun(run: readonly Segment[], before: Chunk | undefined, schema: Schema): Chunk {
  if (before && areaBetween(before.segments, run) === null) return before;
  const render = (segments: readonly Segment[]) => renderChunk(segments, schema);
  return (before && renderPart(before, run, render)) ?? render(run);
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
export function adoptNodes(mirror: Mirror, doc: Node): Mirror {
  const shown = doc.content.content;
  const adopted: number[] = [];
  for (let i = 0; i < mirror.nodes.length; i++) {
    const node = mirror.nodes[i] as Node;
    // Almost all are the same.
    if (node !== shown[i] && shown[i]?.eq(node)) adopted.push(i);
  }
  if (adopted.length === 0) return mirror;
  const nodes = [...mirror.nodes];
  for (const i of adopted) nodes[i] = shown[i] as Node;
  const chunks = [...mirror.chunks];
  let next = 0;
  let first = 0;
  for (let c = 0; c < chunks.length && next < adopted.length; c++) {
    const chunk = chunks[c] as Chunk;
    const end = first + chunk.nodes.length;
    if ((adopted[next] as number) < end) chunks[c] = { ...chunk, nodes: nodes.slice(first, end) };
    while (next < adopted.length && (adopted[next] as number) < end) next++;
    first = end;
  }
  return { ...mirror, chunks, nodes };
}
