/**
 * What the reader of a text has not been shown yet, so that an edit made on an older view still lands where it was
 * meant.
 */

import * as Y from 'yjs';
import { forEachStruct, insertedRanges, type Ranges } from './items.ts';

/** What has happened to the text since the view of an editor was made. */
export interface Horizon {
  readonly inserted: Ranges;
  readonly deleted: Ranges;
  /** What the view showed although it was deleted, and does not show any more: it was deleted there too. */
  gone: Ranges;
}

export function emptyHorizon(): Horizon {
  return { inserted: Y.createDeleteSet(), deleted: Y.createDeleteSet(), gone: Y.createDeleteSet() };
}

export function isEmpty({ inserted, deleted }: Horizon): boolean {
  return inserted.clients.size === 0 && deleted.clients.size === 0;
}

/** Adds what a transaction did, and keeps Yjs from forgetting what it deleted: the view still shows it. */
export function extendHorizon({ inserted, deleted, gone }: Horizon, text: Y.Text, transaction: Y.Transaction): Horizon {
  forEachStruct(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.parent === text) struct.keep = true;
    return true;
  });
  return {
    inserted: Y.mergeDeleteSets([inserted, insertedRanges(transaction)]),
    deleted: Y.mergeDeleteSets([deleted, transaction.deleteSet]),
    gone,
  };
}

/** Whether an item counts for somebody who has not seen beyond the horizon. */
export function isSeen(item: Y.Item, horizon: Horizon | undefined): boolean {
  return item.countable && isIdSeen(item.id, item.deleted, horizon);
}

export function isIdSeen(id: Y.ID, deleted: boolean, horizon: Horizon | undefined): boolean {
  if (!horizon) return !deleted;
  if (Y.isDeleted(horizon.inserted, id)) return false;
  return !deleted || (Y.isDeleted(horizon.deleted, id) && !Y.isDeleted(horizon.gone, id));
}

/** Yjs merges neighbouring structs; cut them again where the horizon runs through one. */
export function splitAtHorizon(transaction: Y.Transaction, { inserted, deleted, gone }: Horizon): void {
  for (const ranges of [inserted, deleted, gone]) Y.iterateDeletedStructs(transaction, ranges, () => undefined);
}

/** An item that the view showed although it was deleted was deleted in the view, too. */
export function forget(horizon: Horizon, { id, length }: Y.Item): void {
  const ranges = Y.createDeleteSet();
  ranges.clients.set(id.client, [{ clock: id.clock, len: length }]);
  horizon.gone = Y.mergeDeleteSets([horizon.gone, ranges]);
}
