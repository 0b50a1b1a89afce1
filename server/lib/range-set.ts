/** Stretches of clocks, by client: what a document has deleted. Kept sorted and joined, so that asking is a bisection. */

import type { ClockRange } from './update-ranges.ts';

export class RangeSet {
  /** From, to, from, to ...: rising, and no two touch. */
  readonly #boundsByClient = new Map<number, number[]>();

  add({ client, from, to }: ClockRange): void {
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

  covers({ client, from, to }: ClockRange): boolean {
    const bounds = this.#boundsByClient.get(client);
    if (bounds === undefined) return false;
    const index = countBelow(bounds, from + 1);
    return (index & 1) === 1 && (bounds[index] as number) >= to;
  }
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
