/** Which threads the panel shows, and in which order: that of the text. Pure. */

import type { ShownThread } from './changes.ts';
import type { PlacesById } from './mark-keeper.ts';

export type Shown = 'open' | 'resolved';

export interface OrderedThreads {
  /** Those whose text is here, or on its way. */
  readonly inText: readonly ShownThread[];
  /** Those whose text was deleted; the oldest first. */
  readonly gone: readonly ShownThread[];
}

export function orderedThreads(threads: readonly ShownThread[], shown: Shown, places: PlacesById): OrderedThreads {
  const wanted = threads.filter(({ resolved }) => (resolved !== null) === (shown === 'resolved'));
  const isGone = ({ id }: ShownThread) => places.get(id)?.kind === 'gone';
  const byAge = (a: ShownThread, b: ShownThread) => begunAt(a) - begunAt(b);
  const byPlace = (a: ShownThread, b: ShownThread) => compare(startOf(places, a), startOf(places, b)) || byAge(a, b);
  return {
    inText: wanted.filter((thread) => !isGone(thread)).sort(byPlace),
    gone: wanted.filter(isGone).sort(byAge),
  };
}

export function openCount(threads: readonly ShownThread[]): number {
  return threads.filter(({ resolved }) => resolved === null).length;
}

/** What has not arrived stands behind all that has. */
function startOf(places: PlacesById, { id }: ShownThread): number {
  const place = places.get(id);
  return place?.kind === 'here' ? place.from : Number.POSITIVE_INFINITY;
}

function begunAt({ comments }: ShownThread): number {
  return comments[0]?.at ?? 0;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
