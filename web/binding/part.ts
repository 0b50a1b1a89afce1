/**
 * A long run of blocks in containers, rendered again where it changed: the children of the container around the change,
 * with an unchanged one on either side as witnesses. Where anything is out of the ordinary the whole run is rendered.
 */

import { Fragment, type Node } from '@tiptap/pm/model';
import { KEY } from '../../server/contract/document/names.ts';
import { containerSpec } from '../../server/contract/document/node-types.ts';
import { jsonEqual } from '../../server/contract/document/tree.ts';
import type { Segment } from '../../server/contract/document/writing/segments.ts';
import { areaBetween, replaced } from './lists.ts';
import type { Chunk } from './mirror.ts';
import { blockCount, blocksBefore, isContainer } from './tree-blocks.ts';

/** Null where a part alone would not tell how the whole run is shown. */
export function renderPart(
  before: Chunk,
  run: readonly Segment[],
  render: (segments: readonly Segment[]) => Chunk,
): Chunk | null {
  if (!isPlain(before)) return null;
  const place = placeOf(before, run);
  if (!place) return null;
  const { index, container, firstChild, lastChild, from, oldTo, newTo } = place;
  const segments = run.slice(from, newTo);
  // A table shows once only: whether it does here depends on what stands elsewhere.
  if (segments.some(({ keys }) => keys[KEY.tableId] !== undefined)) return null;
  const part = render(segments);
  const [node] = part.nodes;
  if (part.nodes.length !== 1 || node?.type !== container.type || !isPlain(part)) return null;
  const witness = place.endsBeforeEnd ? container.child(lastChild) : null;
  if (witness && !node.lastChild?.eq(witness)) return null;
  const children = [...node.content.content];
  if (witness) children[children.length - 1] = witness;
  const content = replaced(container.content.content, firstChild, lastChild + 1, children);
  return {
    segments: run,
    nodes: replaced(before.nodes, index, index + 1, [container.copy(Fragment.from(content))]),
    markers: replaced(before.markers, from, oldTo, part.markers),
    notes: before.notes,
  };
}

/** Whether each segment is one block that has nothing to be noted. */
function isPlain({ segments, markers, notes }: Chunk): boolean {
  if (notes.size > 0 || segments.length !== markers.length) return false;
  for (let i = 0; i < segments.length; i++) {
    if (markers[i] === null || markers[i] !== segments[i]?.marker) return false;
  }
  return true;
}

interface PartPlace {
  /** The container around the change, and its index in the chunk. */
  readonly index: number;
  readonly container: Node;
  /** Its children that are rendered again, and their segments before and now. */
  readonly firstChild: number;
  readonly lastChild: number;
  readonly from: number;
  readonly oldTo: number;
  readonly newTo: number;
  /** Whether the last of them did not change. */
  readonly endsBeforeEnd: boolean;
}

function placeOf({ segments, nodes }: Chunk, run: readonly Segment[]): PartPlace | null {
  const area = areaBetween(segments, run);
  if (!area) return null;
  const { from, oldTo } = area;
  // What comes between two blocks belongs to the first of them, if to any.
  const [index, start] = nodeAround(nodes, from < oldTo ? from : Math.max(0, from - 1));
  const container = nodes[index];
  if (!container || !isContainer(container) || !holdsMany(container)) return null;
  const end = start + blockCount(container);
  // What the container is, its first segment says.
  if (from <= start && !startsAlike(segments[start], run[start])) return null;
  // What follows the container is outside of it, whatever is in it.
  if (oldTo > end) return null;
  let [firstChild, child, at] = [0, 0, start];
  let partFrom = start;
  for (; child < container.childCount && at < oldTo; child++) {
    const next = at + blockCount(container.child(child));
    if (at < from && next >= from) [firstChild, partFrom] = [child, at];
    at = next;
  }
  const endsBeforeEnd = child < container.childCount;
  const lastChild = endsBeforeEnd ? child : child - 1;
  const partEnd = start + blocksBefore(container, lastChild + 1);
  if (lastChild + 1 - firstChild === container.childCount) return null;
  const newTo = partEnd + run.length - segments.length;
  return { index, container, firstChild, lastChild, from: partFrom, oldTo: partEnd, newTo, endsBeforeEnd };
}

/** Details hold one of each, and what they hold depends on whether they have both. */
function holdsMany({ type }: Node): boolean {
  return containerSpec(type.name)?.holds !== 'details';
}

function startsAlike(before: Segment | undefined, now: Segment | undefined): boolean {
  return before !== undefined && before.marker === now?.marker && jsonEqual(before.keys, now.keys);
}

/** The node that holds the block with this index, and the index of its first block. */
function nodeAround(nodes: readonly Node[], block: number): readonly [index: number, start: number] {
  let start = 0;
  for (let index = 0; index < nodes.length; index++) {
    const next = start + blockCount(nodes[index] as Node);
    if (block < next) return [index, start];
    start = next;
  }
  return [nodes.length, start];
}
