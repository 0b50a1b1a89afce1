/**
 * What changed between two rows of blocks (a body, or the content of a cell). Blocks that are the same through and through are
 * found first; only what lies between them is looked at word by word, across the borders of blocks, so that a parted
 * paragraph is a break that was put in and not a paragraph that was written anew. Pure.
 */

import type { Node } from '@tiptap/pm/model';
import { BREAK, MARKS_MAX, type Mark, type NameOf, type Place } from './change-places.ts';
import type { Effort } from './edit-script.ts';
import { type Hunk, hunksBetween, wordHunks } from './hunks.ts';
import { type Block, coarsePiecesOf, looksOf, type Piece, piecesOf, TABLE } from './version-blocks.ts';

export interface RowChanges {
  readonly places: readonly Place[];
  /** Tables that are in both, and differ. */
  readonly tables: readonly (readonly [old: Block, next: Block])[];
  /** False where some of it differs too much to be told word by word. */
  readonly isWhole: boolean;
}

/** Both rows, and what is needed to say where something is. */
export interface Rows {
  readonly old: readonly Block[];
  readonly next: readonly Block[];
  /** Where the new row begins. */
  readonly start: number;
  readonly nameOf: NameOf;
  readonly effort: Effort;
}

export function changesBetweenRows(rows: Rows): RowChanges {
  const { old, next, effort } = rows;
  const blocks = hunksBetween(old.map(wholeOf), next.map(wholeOf), effort);
  const gaps = blocks.hunks.flatMap((hunk) => (blocks.isWhole ? [hunk] : oneByOne(rows, hunk)));
  let marks = 0;
  const changes = gaps.map((gap) => {
    const found = gapChanges(rows, gap);
    for (const place of found.places) marks += place.marks.length;
    // The rest is not shown: that it changed is enough.
    if (marks > MARKS_MAX) effort.left = 0;
    return found;
  });
  return joined(changes);
}

function wholeOf({ whole }: Block): string {
  return whole;
}

/** As many blocks as before, each against its counterpart: many blocks changed a little, as replacing all does. */
function oneByOne({ old, next }: Rows, hunk: Hunk): Hunk[] {
  const count = hunk.oldTo - hunk.oldFrom;
  if (count !== hunk.nextTo - hunk.nextFrom) return [hunk];
  return Array.from({ length: count }, (_, k): Hunk => {
    const [i, j] = [hunk.oldFrom + k, hunk.nextFrom + k];
    return { oldFrom: i, oldTo: i + 1, nextFrom: j, nextTo: j + 1 };
  }).filter(({ oldFrom, nextFrom }) => old[oldFrom]?.whole !== next[nextFrom]?.whole);
}

// ------------------------------------------------------------------------------------------------------------- a gap

/** A part of both rows, in pieces. */
interface Gap {
  readonly rows: Rows;
  readonly old: readonly Block[];
  readonly next: readonly Block[];
  readonly oldPieces: readonly Piece[];
  readonly nextPieces: readonly Piece[];
  /** The block before it in the new row. */
  readonly before: Block | undefined;
}

/** Of parts with more characters than this not each word is looked at: some 30,000 words. */
const GAP_CHARACTERS_MAX = 200_000;

/** What it takes to find the words, beside what it takes to compare them. */
const STEPS_PER_CHARACTER = 5;

function gapChanges(rows: Rows, part: Hunk): RowChanges {
  const old = rows.old.slice(part.oldFrom, part.oldTo);
  const next = rows.next.slice(part.nextFrom, part.nextTo);
  const characters = [...old, ...next].reduce((sum, { text }) => sum + text.length, 0);
  const isCoarse = characters > GAP_CHARACTERS_MAX || characters * STEPS_PER_CHARACTER > rows.effort.left;
  const singles = oneByOne(rows, part);
  if (isCoarse && singles.length > 1) return joined(singles.map((single) => gapChanges(rows, single)));
  if (!isCoarse) rows.effort.left -= characters * STEPS_PER_CHARACTER;
  const gap: Gap = {
    rows,
    old,
    next,
    oldPieces: isCoarse ? coarsePiecesOf(old) : piecesOf(old),
    nextPieces: isCoarse ? coarsePiecesOf(next) : piecesOf(next),
    before: rows.next[part.nextFrom - 1],
  };
  const { hunks, isWhole } = wordHunks(gap.oldPieces, gap.nextPieces, rows.effort);
  if (!isWhole && singles.length > 1) return joined(singles.map((single) => gapChanges(rows, single)));
  const told = withoutTouching(hunks.map((hunk) => withUnlikeBlocks(gap, hunk)));
  const places: Place[] = [];
  const tables: (readonly [Block, Block])[] = [];
  let [oldAt, nextAt] = [0, 0];
  const end = { oldFrom: gap.oldPieces.length, oldTo: 0, nextFrom: gap.nextPieces.length, nextTo: 0 };
  for (const hunk of [...told, end]) {
    places.push(...restyledBetween(gap, { oldFrom: oldAt, nextFrom: nextAt, nextTo: hunk.nextFrom }));
    tables.push(...tablesBetween(gap, { oldFrom: oldAt, nextFrom: nextAt, nextTo: hunk.nextFrom }));
    if (hunk !== end) places.push(placeOf(gap, hunk));
    [oldAt, nextAt] = [hunk.oldTo, hunk.nextTo];
  }
  return { places, tables, isWhole: isWhole && !isCoarse };
}

/** A quote that became a heading with no word in common is one that was taken out, and a heading that was put in. */
function withUnlikeBlocks({ old, next, oldPieces, nextPieces }: Gap, hunk: Hunk): Hunk {
  const { oldFrom, oldTo, nextFrom, nextTo } = hunk;
  const [before, after] = [oldPieces[oldFrom - 1], nextPieces[nextFrom - 1]];
  const isAll = oldPieces[oldTo]?.isStart !== false && nextPieces[nextTo]?.isStart !== false;
  if (!before?.isStart || !after?.isStart || !isAll || oldFrom === oldTo || nextFrom === nextTo) return hunk;
  if (old[before.block]?.form === next[after.block]?.form) return hunk;
  return { oldFrom: oldFrom - 1, oldTo, nextFrom: nextFrom - 1, nextTo };
}

/** Those with nothing between them are one. */
function withoutTouching(hunks: readonly Hunk[]): Hunk[] {
  const apart: Hunk[] = [];
  for (const hunk of hunks) {
    const before = apart.at(-1);
    if (before?.oldTo === hunk.oldFrom && before.nextTo === hunk.nextFrom) {
      apart[apart.length - 1] = { ...before, oldTo: hunk.oldTo, nextTo: hunk.nextTo };
    } else apart.push(hunk);
  }
  return apart;
}

function joined(changes: readonly RowChanges[]): RowChanges {
  return {
    places: changes.flatMap(({ places }) => places),
    tables: changes.flatMap(({ tables }) => tables),
    isWhole: changes.every(({ isWhole }) => isWhole),
  };
}

// ------------------------------------------------------------------------------------------------- what says the same

/** Pieces that say the same on both sides. */
interface Same {
  readonly oldFrom: number;
  readonly nextFrom: number;
  readonly nextTo: number;
}

function pairsIn({ oldPieces, nextPieces }: Gap, { oldFrom, nextFrom, nextTo }: Same): (readonly [Piece, Piece])[] {
  return Array.from({ length: nextTo - nextFrom }, (_, k) => [
    oldPieces[oldFrom + k] as Piece,
    nextPieces[nextFrom + k] as Piece,
  ]);
}

/** More of what only looks otherwise is not told. */
const SAID_CHARACTERS = 100;

/** One place for all that only looks otherwise between two changes of the text. */
function restyledBetween(gap: Gap, same: Same): Place[] {
  const marks: Mark[] = [];
  let said = '';
  for (const [before, after] of pairsIn(gap, same)) {
    const [old, next] = [gap.old[before.block] as Block, gap.next[after.block] as Block];
    if (after.isStart) {
      if (old.form === next.form || next.node.type.name === TABLE) continue;
      marks.push({ kind: 'restyled', from: next.position, to: next.position + next.node.nodeSize, isBlock: true });
      if (said.length < SAID_CHARACTERS) said += gap.rows.nameOf(next.node);
    } else if (looksOf(old, before) !== looksOf(next, after)) {
      const from = next.position + 1 + after.from;
      const to = next.position + 1 + after.to;
      const last = marks.at(-1);
      if (last?.kind === 'restyled' && last.to === from) marks[marks.length - 1] = { ...last, to };
      else marks.push({ kind: 'restyled', from, to, isBlock: false });
      if (said.length < SAID_CHARACTERS) said += textOf(gap.rows, next, after.from, after.to);
    }
  }
  return marks.length === 0 ? [] : [{ marks, removed: '', added: '', restyled: said }];
}

function tablesBetween(gap: Gap, same: Same): (readonly [Block, Block])[] {
  return pairsIn(gap, same).flatMap(([before, after]): (readonly [Block, Block])[] => {
    const [old, next] = [gap.old[before.block] as Block, gap.next[after.block] as Block];
    return after.isStart && next.node.type.name === TABLE ? [[old, next]] : [];
  });
}

// ------------------------------------------------------------------------------------------------------- what differs

function placeOf(gap: Gap, hunk: Hunk): Place {
  const removed = stretchesOf(gap.oldPieces, gap.old, hunk.oldFrom, hunk.oldTo);
  const added = stretchesOf(gap.nextPieces, gap.next, hunk.nextFrom, hunk.nextTo);
  return {
    marks: [...removedMarks(gap, hunk, removed), ...added.flatMap(addedMarks)],
    removed: saidBy(gap.rows, removed),
    added: saidBy(gap.rows, added),
    restyled: '',
  };
}

/** What of one block is in a hunk. */
interface Stretch {
  readonly block: Block;
  /** Its place among the blocks of the gap. */
  readonly index: number;
  readonly hasStart: boolean;
  readonly isAll: boolean;
  readonly from: number;
  readonly to: number;
}

function stretchesOf(pieces: readonly Piece[], blocks: readonly Block[], from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = from; i < to; ) {
    const first = pieces[i] as Piece;
    while (i < to && pieces[i]?.block === first.block) i++;
    const last = pieces[i - 1] as Piece;
    const block = blocks[first.block] as Block;
    const isAll = first.isStart && last.to === block.text.length;
    stretches.push({ block, index: first.block, hasStart: first.isStart, isAll, from: first.from, to: last.to });
  }
  return stretches;
}

function saidBy(rows: Rows, stretches: readonly Stretch[]): string {
  return stretches
    .map(({ block, hasStart, isAll, from, to }) => {
      const text = isAll ? rows.nameOf(block.node) : textOf(rows, block, from, to);
      return hasStart && text === '' ? BREAK : text;
    })
    .join(' ');
}

function textOf({ nameOf }: Rows, { node }: Block, from: number, to: number): string {
  return nameOf(plain(node).copy(node.content.cut(from, to)));
}

/** A part of an image's caption is no image. */
function plain(node: Node): Node {
  return node.type.schema.nodes.paragraph?.create() ?? node;
}

function addedMarks({ block, hasStart, from, to }: Stretch): Mark[] {
  const { node, position } = block;
  const isWholeNode = hasStart && (!node.isTextblock || node.type.name === 'image');
  const whole: Mark[] = isWholeNode
    ? [{ kind: 'added-node', from: position, to: position + node.nodeSize, node: 'block' }]
    : [];
  if (from < to) return [...whole, { kind: 'added', from: position + 1 + from, to: position + 1 + to }];
  return isWholeNode ? whole : [{ kind: 'added-break', at: position + 1 }];
}

/**
 * What was taken out of a block stands where it stood; whole blocks stand behind the block that they stood behind; and of a
 * block that was joined to another, what was taken out stands before what is left of it.
 */
function removedMarks(gap: Gap, hunk: Hunk, removed: readonly Stretch[]): Mark[] {
  const before = gap.nextPieces[hunk.nextFrom - 1];
  const after = gap.nextPieces[hunk.nextTo];
  const isInside = before !== undefined && after?.isStart === false && before.block === after.block;
  const marks: Mark[] = [];
  const blocks: Stretch[] = [];
  for (const stretch of removed) {
    const { block, hasStart, isAll, from, to } = stretch;
    if (isAll && !isInside) {
      blocks.push(stretch);
      continue;
    }
    const at = hasStart && after?.isStart === false ? placeBefore(gap, after) : placeBehind(gap, before);
    const text = isAll ? gap.rows.nameOf(block.node) : textOf(gap.rows, block, from, to);
    marks.push({ kind: 'removed', at, text: hasStart ? BREAK + text : text });
  }
  if (blocks.length === 0) return marks;
  const depth = Math.min(...blocks.map(({ block }) => block.depth));
  const texts = blocks.map(({ block }) => gap.rows.nameOf(block.node) || BREAK);
  const behind = before === undefined ? gap.before : gap.next[before.block];
  return [...marks, { kind: 'removed-blocks', at: behindBlock(gap, behind, depth), texts }];
}

function placeBefore({ next }: Gap, { block, from }: Piece): number {
  return (next[block] as Block).position + 1 + from;
}

function placeBehind(gap: Gap, piece: Piece | undefined): number {
  if (piece === undefined) return gap.rows.start;
  return (gap.next[piece.block] as Block).position + 1 + piece.to;
}

/** Behind a list that ends there, where what was taken out stood in none: an item of it would seem to have held that. */
function behindBlock({ rows }: Gap, behind: Block | undefined, depth: number): number {
  if (behind === undefined) return rows.start;
  const end = behind.position + behind.node.nodeSize;
  return depth === 0 && behind.endsOf === behind.depth ? end + behind.depth : end;
}
