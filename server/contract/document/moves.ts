/**
 * Moving a block is deleting it and inserting it elsewhere, so what somebody else does in it at the same moment happens
 * to the old one: what they type stands under a dead marker and shows in the block before. The new marker says where its
 * text came from (moved-from.ts), and the server, the only one who does this, takes such text to the same place in the
 * block's new home. Of a block that two people moved at once it keeps one, with what both wrote into either.
 *
 * What always holds: nothing is lost whether or not this ever runs; running it again changes nothing; what stands where
 * a block was before, but was not written into it, stays. For that, nobody may insert behind something deleted what
 * could as well stand in front of it (writing/writing.ts does not).
 */

import * as Y from 'yjs';
import { MOVE_ORIGINS_MAX } from '../limits.ts';
import { copyBehind, itemEndingAt } from './insert-behind.ts';
import {
  idAt,
  isLiving,
  lastIndexIn,
  leavingBlock,
  lengthOf,
  type Move,
  markerOf,
  movesOf,
  type Run,
  withRun,
  writeMoves,
} from './moved-from.ts';
import { holds, type KnownMove, knownMoves, movedPlace } from './moved-places.ts';
import { BODY, isCellName } from './names.ts';

/** A living block that was moved. */
interface Moved {
  readonly marker: Y.Map<unknown>;
  readonly id: Y.ID;
  moves: Move[];
}

/** Something living that was written into the old place. */
interface Stray {
  readonly item: Y.Item;
  /** So many of the things that were copied stood before it. */
  readonly offset: number;
}

/**
 * Takes what stands under moved blocks' dead markers to where the blocks are now, in one transaction.
 *
 * @returns how many characters were moved or were there twice; 0 changes nothing.
 */
export function rescueMovedText(doc: Y.Doc): number {
  let count = 0;
  doc.transact((transaction) => {
    for (const pair of copiesOf(movedBlocks(doc))) count += joinCopies(transaction, pair);
    // What comes along may be a moved block itself, to which something belongs.
    for (let pass = 0, taken = -1; taken !== 0 && pass < MOVE_ORIGINS_MAX; pass++) {
      taken = takeAllHome(transaction);
      count += taken;
    }
  });
  return count;
}

function takeAllHome(transaction: Y.Transaction): number {
  const blocks = movedBlocks(transaction.doc);
  const known = knownMoves(blocks.map(({ marker }) => marker));
  let count = 0;
  for (const block of blocks) {
    if (block.marker._item?.deleted !== false) continue;
    const found = block.moves.map((move) => takeHome(transaction, block, move, known));
    const taken = found.reduce((sum, { length }) => sum + length, 0);
    const moves = found.map(({ move }) => move);
    if (taken > 0) writeMoves(block.marker, moves);
    count += taken;
  }
  return count;
}

function movedBlocks(doc: Y.Doc): Moved[] {
  const blocks: Moved[] = [];
  for (const name of [...doc.share.keys()].filter((root) => root === BODY || isCellName(root))) {
    for (let item = doc.getText(name)._start; item !== null; item = item.right) {
      const marker = item.deleted ? undefined : markerOf(item);
      const moves = marker ? movesOf(marker) : [];
      if (marker && moves.length > 0) blocks.push({ marker, id: item.id, moves });
    }
  }
  return blocks;
}

// ------------------------------------------------------------------------------------------------------------ strays

function takeHome(transaction: Y.Transaction, { id }: Moved, move: Move, known: readonly KnownMove[]) {
  const { doc } = transaction;
  const strays = straysOf(doc, move, id, known);
  let { from, to } = move;
  let inserted = 0;
  let last: { readonly offset: number; readonly copy: Y.Item } | undefined;
  for (const { item, offset } of strays) {
    const left = last?.offset === offset ? last.copy : itemEndingAt(transaction, homeOf(doc, move, offset, id, known));
    if (left === null) continue;
    const copy = copyBehind(transaction, left, item);
    item.delete(transaction);
    last = { offset, copy };
    from = withRun(from, offset + inserted, runOf(item));
    to = withRun(to, offset + inserted, runOf(copy));
    inserted += item.length;
  }
  return { move: { ...move, from, to }, length: inserted };
}

/** What stands directly before the place with this offset now. */
function homeOf(doc: Y.Doc, { to }: Move, offset: number, target: Y.ID, known: readonly KnownMove[]): Y.ID {
  const copy = offset === 0 ? undefined : idAt(to, offset - 1);
  return copy ? (movedPlace(doc, copy, known) ?? copy) : target;
}

function runOf({ id, length }: Y.Item): Run {
  return { ...id, length };
}

/**
 * What was written between the dead marker and the end of its block. A block that begins there comes along if it has
 * copied text in it. A block that was brought back stands there itself, beside its remains: what follows a copy is in
 * its place.
 */
function straysOf(doc: Y.Doc, { marker, from, end }: Move, target: Y.ID, known: readonly KnownMove[]): Stray[] {
  const isOwn = (other: KnownMove): boolean => Y.compareIDs(other.target, target);
  const own = known.filter(isOwn);
  // What follows something of another of its earlier places belongs to that.
  const elsewhere = own.flatMap((other) => (Y.compareIDs(other.marker, marker) ? [other.to] : [other.to, other.from]));
  const stops = [end ?? [], known.filter((other) => !isOwn(other)).map((other) => other.marker)].flat();
  const strays: Stray[] = [];
  let [offset, certain, isInPlace] = [0, 0, false];
  for (let item = deadMarker(doc, marker); item !== null; item = item.right) {
    const start = strays.length === 0 && holds(item.id, item.length, marker) ? marker : item.id;
    const length = item.id.clock + item.length - start.clock;
    const until = endWithin(start, length, stops);
    const index = item.deleted ? lastIndexIn(from, start, until - start.clock) : undefined;
    if (index !== undefined) [offset, certain, isInPlace] = [index + 1, strays.length, false];
    if (until < start.clock + length || (isLiving(item) && holds(item.id, item.length, target))) break;
    isInPlace ||= index === undefined && elsewhere.some((runs) => lastIndexIn(runs, start, length) !== undefined);
    if (!isLiving(item) || !item.countable || isInPlace) continue;
    strays.push({ item, offset });
    if (certain === strays.length - 1 && !markerOf(item)) certain++;
  }
  return strays.slice(0, certain);
}

/** The clock at which a stretch reaches the next block: the one that ended this, or another that was moved. */
function endWithin(start: Y.ID, length: number, stops: readonly Y.ID[]): number {
  const clocks = stops.filter((stop) => holds(start, length, stop)).map(({ clock }) => clock);
  return Math.min(start.clock + length, ...clocks);
}

/** The item that holds what is left of a deleted marker; null when it lives or was never here. */
function deadMarker({ store }: Y.Doc, id: Y.ID): Y.Item | null {
  if (Y.getState(store, id.client) <= id.clock) return null;
  const item: unknown = Y.getItem(store, id);
  return item instanceof Y.Item && item.deleted && item.parentSub === null ? item : null;
}

// ------------------------------------------------------------------------------------------------------------ copies

/** Blocks that two people moved at once: of each the one to keep, and one that goes. */
function copiesOf(blocks: readonly Moved[]): { readonly kept: Moved; readonly gone: Moved }[] {
  const byOrigin = new Map<string, Moved>();
  const pairs = [];
  for (const block of [...blocks].sort(
    (one, other) => other.id.client - one.id.client || other.id.clock - one.id.clock,
  )) {
    const names = block.moves.map(({ marker }) => `${marker.client}:${marker.clock}`);
    const kept = names.map((name) => byOrigin.get(name)).find((other) => other !== undefined);
    if (kept) pairs.push({ kept, gone: block });
    else for (const name of names) byOrigin.set(name, block);
  }
  return pairs;
}

/** Deletes what both have; what only the one that goes has is a stray of its own from now on. */
function joinCopies(
  transaction: Y.Transaction,
  { kept, gone }: { readonly kept: Moved; readonly gone: Moved },
): number {
  const leaving = leavingBlock(gone.marker);
  if (!leaving) return 0;
  let from: Run[] = [];
  let to: Run[] = [];
  for (const id of idsOf(leaving.from)) {
    const copy = counterpart(id, gone.moves, kept.moves);
    if (!copy) continue;
    from = withRun(from, lengthOf(from), { ...id, length: 1 });
    to = withRun(to, lengthOf(to), { ...copy, length: 1 });
  }
  for (const run of [...from, { ...gone.id, length: 1 }]) deleteRun(transaction, run);
  kept.moves = [{ marker: gone.id, from, to, end: leaving.end }, ...kept.moves];
  writeMoves(kept.marker, kept.moves);
  return lengthOf(from);
}

function* idsOf(runs: readonly Run[]): Iterable<Y.ID> {
  for (const { client, clock, length } of runs) for (let i = 0; i < length; i++) yield Y.createID(client, clock + i);
}

/** From a copy back to what it was copied from, and from there to the other copy. */
function counterpart(id: Y.ID, gone: readonly Move[], kept: readonly Move[]): Y.ID | undefined {
  let original = id;
  for (const { from, to } of gone) {
    const index = lastIndexIn(to, original, 1);
    if (index === undefined) continue;
    original = idAt(from, index) ?? original;
    for (const other of kept) {
      const there = lastIndexIn(other.from, original, 1);
      if (there !== undefined) return idAt(other.to, there);
    }
  }
  return undefined;
}

/** Of a living block: its ids are here. */
function deleteRun(transaction: Y.Transaction, { client, clock, length }: Run): void {
  for (let at = clock; at < clock + length; ) {
    const item = Y.getItemCleanStart(transaction, Y.createID(client, at));
    if (item.length > clock + length - at) Y.getItemCleanStart(transaction, Y.createID(client, clock + length));
    if (!item.deleted) item.delete(transaction);
    at += item.length;
  }
}
