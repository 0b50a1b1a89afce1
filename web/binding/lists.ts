/**
 * Lists of objects that are shared between versions and compared by identity. Asked several times for each key, of lists
 * with an entry for each block of a document: nothing here calls a function for each of them. Pure.
 */

/** What differs: `[from, oldTo)` of one list is `[from, newTo)` of the other. */
export interface Area {
  readonly from: number;
  readonly oldTo: number;
  readonly newTo: number;
}

/** The smallest; null when both hold the same. */
export function areaBetween<T>(old: readonly T[], next: readonly T[]): Area | null {
  if (old === next) return null;
  const shorter = Math.min(old.length, next.length);
  let from = 0;
  while (from < shorter && old[from] === next[from]) from++;
  if (from === old.length && from === next.length) return null;
  let tail = 0;
  while (tail < shorter - from && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  return { from, oldTo: old.length - tail, newTo: next.length - tail };
}

/** `list` with `fresh` in the place of `[from, to)`; the list itself where that is the same. */
export function replaced<T>(list: readonly T[], from: number, to: number, fresh: readonly T[]): readonly T[] {
  let same = to - from === fresh.length;
  for (let i = 0; same && i < fresh.length; i++) same = list[from + i] === fresh[i];
  return same ? list : list.slice(0, from).concat(fresh, list.slice(to));
}
