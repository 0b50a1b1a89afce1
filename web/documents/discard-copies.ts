/** Makes room on this device: copies of documents that were opened long ago go, one after the other, in idle time. */

import { DEVICE_COPIES_MAX } from '../../server/contract/limits.ts';
import { discardCopy } from '../collab/discard-copy.ts';
import { imageStates } from '../images/image-states.ts';
import type { KnownDocument } from './library.ts';

export interface Shelf {
  readonly documents: readonly KnownDocument[];
  copyDiscarded(id: string): void;
}

/** The copy is looked at itself: what it holds counts, not what a list says of it. */
export async function discardOldCopies(
  shelf: Shelf,
  discard = (id: string) => discardCopy(id),
  keptMax = DEVICE_COPIES_MAX,
): Promise<void> {
  for (const id of beyondKept(shelf.documents, keptMax)) {
    if (imageStates.waitingIn(id) === 0 && (await discard(id))) shelf.copyDiscarded(id);
  }
}

/**
 * Whose copies this device need not keep: all but the pinned and the `keptMax` that were opened last. What the server
 * has not confirmed, or has lost, is never among them.
 */
export function beyondKept(known: readonly KnownDocument[], keptMax: number): readonly string[] {
  const openedAtOf = ({ openedAt, changedAt }: KnownDocument) => openedAt ?? changedAt;
  return known
    .filter(({ openedHere, isPinned }) => openedHere && isPinned !== true)
    .toSorted((a, b) => openedAtOf(b) - openedAtOf(a))
    .slice(keptMax)
    .filter(({ whereabouts }) => whereabouts === 'server')
    .map(({ id }) => id);
}
