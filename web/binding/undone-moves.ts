/**
 * Undoing the deletion of a block is no return of what was deleted: Yjs puts a copy beside it. For whoever wrote into the
 * block meanwhile it is as if it had been moved there, and so its marker says where its text comes from, as after any
 * move. Undoing a move also takes the moved block away: the restored one comes from there as well. Redoing is the same.
 */

import * as Y from 'yjs';
import {
  idAt,
  lengthOf,
  type Move,
  movesOf,
  type Run,
  readMoves,
  withRun,
  writeMoves,
} from '../../server/contract/document/moved-from.ts';
import { MOVED_FROM } from '../../server/contract/document/names.ts';
import {
  forEachStruct,
  insertedRanges,
  type Marker,
  markerOf,
  type Ranges,
} from '../../server/contract/document/writing/items.ts';

interface GoneBlock {
  readonly marker: Y.ID;
  readonly end: Y.ID | null;
  /** How it had come there. */
  readonly move: Move;
}

/** More blocks than anybody deletes by hand: a pasted document that is undone and redone. */
const RESTORED_MAX = 200;

export class UndoneMoves {
  readonly #doc: Y.Doc;
  readonly #travels: object;
  #gone: GoneBlock[] = [];
  #restored: Y.Item[] = [];
  #inserted: Ranges = Y.createDeleteSet();

  /** @param travels the origin of the transactions that undo or redo something. */
  constructor(doc: Y.Doc, travels: object) {
    this.#doc = doc;
    this.#travels = travels;
    doc.on('afterTransaction', this.#onTransaction);
  }

  close(): void {
    this.#doc.off('afterTransaction', this.#onTransaction);
  }

  /** To be called after undoing or redoing; undo does not know of it. */
  note(): void {
    const [gone, restored] = [this.#gone.splice(0), this.#restored.splice(0)];
    if (gone.length + restored.length === 0 || restored.length > RESTORED_MAX) return;
    this.#doc.transact(() => {
      for (const item of restored) noteRestored(item, this.#inserted);
      for (const block of gone) noteReturn(this.#doc, block);
    }, UndoneMoves);
  }

  /** What was deleted can be read until Yjs has cleaned up. */
  readonly #onTransaction = (transaction: Y.Transaction): void => {
    if (transaction.origin !== this.#travels) return;
    this.#inserted = insertedRanges(transaction);
    forEachStruct(transaction, this.#inserted, (struct) => {
      if (struct instanceof Y.Item && !struct.deleted && markerOf(struct)) this.#restored.push(struct);
      return true;
    });
    forEachStruct(transaction, transaction.deleteSet, (struct) => {
      const marker = struct instanceof Y.Item ? markerOf(struct) : null;
      const [move] = marker ? readMoves(lastValueOf(marker)) : [];
      if (move) this.#gone.push({ marker: struct.id, end: endOf(struct as Y.Item, transaction), move });
      return true;
    });
  };
}

/** What a marker said before it was deleted. */
function lastValueOf(marker: Marker): unknown {
  return marker._map.get(MOVED_FROM)?.content.getContent().at(-1);
}

function endOf(marker: Y.Item, { deleteSet }: Y.Transaction): Y.ID | null {
  let item = marker.right;
  while (item && !(markerOf(item) && (!item.deleted || Y.isDeleted(deleteSet, item.id)))) item = item.right;
  return item?.id ?? null;
}

/** A block that was put beside its own remains: they are behind it, each copy before its original, up to what never went. */
function noteRestored(item: Y.Item, inserted: Ranges): void {
  const target = markerOf(item);
  let dead: Y.ID | undefined;
  const pairs = new Pairs();
  let next = item.right;
  const wasThere = ({ deleted, countable, id }: Y.Item) => !deleted && countable && !Y.isDeleted(inserted, id);
  for (; next && !wasThere(next) && (next.deleted || !markerOf(next)); next = next.right) {
    if (!next.redone) continue;
    if (Y.compareIDs(next.redone, item.id)) dead = next.id;
    else for (let i = 0; i < next.length; i++) pairs.add(plus(next.id, i), plus(next.redone, i));
  }
  const others = target ? movesOf(target) : [];
  if (target && dead && pairs.from.length > 0)
    writeMoves(target, [{ ...pairs, marker: dead, end: next?.id ?? null }, ...others]);
}

function noteReturn(doc: Y.Doc, { marker, end, move }: GoneBlock): void {
  const restored = restoredId(doc, move.marker);
  const item = restored && Y.getItem(doc.store, restored);
  const target = item && !item.deleted ? markerOf(item) : null;
  if (!target) return;
  const pairs = new Pairs();
  for (let i = 0; i < lengthOf(move.from); i++) {
    const [original, copy] = [idAt(move.from, i), idAt(move.to, i)];
    const again = original && restoredId(doc, original);
    if (copy && again) pairs.add(copy, again);
  }
  writeMoves(target, [{ ...pairs, marker, end }, ...movesOf(target)]);
}

/** Ids and those of their copies, one by one. */
class Pairs {
  from: Run[] = [];
  to: Run[] = [];

  add(from: Y.ID, to: Y.ID): void {
    this.from = withRun(this.from, lengthOf(this.from), { ...from, length: 1 });
    this.to = withRun(this.to, lengthOf(this.to), { ...to, length: 1 });
  }
}

function plus({ client, clock }: Y.ID, more: number): Y.ID {
  return Y.createID(client, clock + more);
}

/** What Yjs put in the place of something deleted when it restored it. */
function restoredId({ store }: Y.Doc, id: Y.ID): Y.ID | undefined {
  if (Y.getState(store, id.client) <= id.clock) return undefined;
  const item: unknown = Y.getItem(store, id);
  return item instanceof Y.Item && item.redone ? plus(item.redone, id.clock - item.id.clock) : undefined;
}
