/**
 * Order keys: strings whose plain comparison is the order of the rows or columns of a table. Between two keys there
 * is always room for another, so that putting a row in writes one key and moves none. Two people may take the same
 * key at once: equal keys are ordered by id, and whoever next needs room between them writes one of them anew.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** A key that ends in the smallest digit would leave no room before it. */
const KEY_PATTERN = /^[0-9A-Za-z]{0,200}[1-9A-Za-z]$/;

export function isOrderKey(key: unknown): key is string {
  return typeof key === 'string' && KEY_PATTERN.test(key);
}

export interface Ordered {
  readonly id: string;
  readonly key: string;
}

/** The one order on every client: by key, then by id. */
export function compareOrdered(a: Ordered, b: Ordered): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** `count` keys in rising order between two keys; '' is before all, null after all. */
export function keysBetween(low: string, high: string | null, count: number): string[] {
  if (count === 0) return [];
  const before = (count - 1) >> 1;
  const middle = keyBetween(low, high);
  return [...keysBetween(low, middle, before), middle, ...keysBetween(middle, high, count - 1 - before)];
}

function keyBetween(low: string, high: string | null): string {
  let key = '';
  let upper = high;
  for (let i = 0; ; i++) {
    const from = digitAt(low, i);
    const to = upper === null ? DIGITS.length : digitAt(upper, i);
    if (to - from > 1) return key + DIGITS[(from + to) >> 1];
    key += DIGITS[from];
    // Already below the upper bound: from here only the lower one matters.
    if (to > from) upper = null;
  }
}

function digitAt(key: string, index: number): number {
  return index < key.length ? DIGITS.indexOf(key.charAt(index)) : 0;
}

/**
 * Keys for ids that shall stand in the given order: as many as possible keep the key they have, the others get one
 * between their neighbours.
 */
export function orderKeysFor(ids: readonly string[], current: ReadonlyMap<string, string>): Map<string, string> {
  const kept = withRoomBetween(longestRise(ids.map((id) => ({ id, key: current.get(id) ?? '' }))));
  const keys = new Map<string, string>();
  let low = '';
  for (let start = 0; start < ids.length; ) {
    const keptKey = kept.get(start);
    const end = keptKey === undefined ? nextKept(kept, start, ids.length) : start + 1;
    const fresh = keptKey === undefined ? keysBetween(low, kept.get(end) ?? null, end - start) : [keptKey];
    fresh.forEach((key, i) => {
      keys.set(ids[start + i] as string, key);
    });
    low = fresh.at(-1) ?? low;
    start = end;
  }
  return keys;
}

function nextKept(kept: ReadonlyMap<number, string>, from: number, end: number): number {
  let index = from;
  while (index < end && !kept.has(index)) index++;
  return index;
}

/** Position -> key of a longest choice among the usable keys that is in order already. */
function longestRise(entries: readonly Ordered[]): Map<number, string> {
  /** tails[n]: position of the smallest entry that ends a rise of n + 1 entries. */
  const tails: number[] = [];
  const previous: number[] = [];
  entries.forEach((entry, position) => {
    if (!isOrderKey(entry.key)) return;
    const length = countBelow(tails, entries, entry);
    previous[position] = tails[length - 1] ?? -1;
    tails[length] = position;
  });
  const rise: [number, string][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) rise.unshift([at, entries[at]?.key ?? '']);
  return new Map(rise);
}

function countBelow(tails: readonly number[], entries: readonly Ordered[], entry: Ordered): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareOrdered(entries[tails[middle] as number] as Ordered, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Between two equal keys is no room: where something has to go there, the second is given up. */
function withRoomBetween(rise: ReadonlyMap<number, string>): Map<number, string> {
  const kept = new Map<number, string>();
  let last = -1;
  for (const [position, key] of rise) {
    if (position > last + 1 && kept.get(last) === key) continue;
    kept.set(position, key);
    last = position;
  }
  return kept;
}
