/**
 * Stretches of clocks, by client: what a document has deleted. Kept sorted and joined, so that asking is a bisection.
 *
 * What always holds: adding takes time in proportion to what is there and what is added, in whatever order somebody
 * hostile sends it.
 */

import type { ClockRange } from './update-ranges.ts';

/** Up to here each is put into its place; more are merged in one pass. */
const ADDED_SINGLY_MAX = 16;

export class RangeSet {
  /** From, to, from, to ...: rising, and no two touch. */
  readonly #boundsByClient = new Map<number, number[]>();

  add(ranges: readonly ClockRange[]): void {
    if (ranges.length <= ADDED_SINGLY_MAX) for (const range of ranges) this.#addOne(range);
    else
      for (const [client, own] of byClient(ranges)) {
        this.#boundsByClient.set(client, merged(this.#boundsByClient.get(client) ?? [], own));
      }
  }

  #addOne({ client, from, to }: ClockRange): void {
    const bounds = this.#boundsByClient.get(client);
    if (bounds === undefined) {
      this.#boundsByClient.set(client, [from, to]);
      return;
    }
    // Everything from the first stretch that ends at `from` or later to the last that begins at `to` or earlier.
    const first = countBelow(bounds, from) & ~1;
    const last = (countBelow(bounds, to + 1) + 1) & ~1;
    const joined =
      first < last ? [Math.min(from, bounds[first] as number), Math.max(to, bounds[last - 1] as number)] : [from, to];
    bounds.splice(first, last - first, ...joined);
  }

  get isEmpty(): boolean {
    return this.#boundsByClient.size === 0;
  }

  /** Where the stretch that covers `clock` ends; `clock` itself when none does. */
  endOf(client: number, clock: number): number {
    const bounds = this.#boundsByClient.get(client);
    if (bounds === undefined) return clock;
    const index = countBelow(bounds, clock + 1);
    return (index & 1) === 1 ? (bounds[index] as number) : clock;
  }

  covers({ client, from, to }: ClockRange): boolean {
    const bounds = this.#boundsByClient.get(client);
    if (bounds === undefined) return false;
    const index = countBelow(bounds, from + 1);
    return (index & 1) === 1 && (bounds[index] as number) >= to;
  }
}

function byClient(ranges: readonly ClockRange[]): Map<number, ClockRange[]> {
  const rangesByClient = new Map<number, ClockRange[]>();
  for (const range of ranges) {
    const own = rangesByClient.get(range.client);
    if (own === undefined) rangesByClient.set(range.client, [range]);
    else own.push(range);
  }
  return rangesByClient;
}

function merged(bounds: readonly number[], ranges: ClockRange[]): number[] {
  const joined: number[] = [];
  const append = (from: number, to: number) => {
    const end = joined.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (from > end) joined.push(from, to);
    else joined[joined.length - 1] = Math.max(end, to);
  };
  let at = 0;
  const appendThrough = (limit: number) => {
    for (; at < bounds.length && (bounds[at] as number) <= limit; at += 2) {
      append(bounds[at] as number, bounds[at + 1] as number);
    }
  };
  for (const { from, to } of ranges.sort((left, right) => left.from - right.from)) {
    appendThrough(from);
    append(from, to);
  }
  appendThrough(Number.POSITIVE_INFINITY);
  return joined;
}

/** How many of the rising numbers are below `limit`. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
