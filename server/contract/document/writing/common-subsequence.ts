/** The longest rows of equal entries that two lists have in common, in order. Pure. */

/** Larger tables are not filled: each entry takes the next one near it that is equal. */
const CELLS_MAX = 1_000_000;
const NEAR = 500;

export type Match = readonly [old: number, next: number];

/** @param weight of an equal pair; 0 where they differ. */
export function commonSubsequence(
  oldLength: number,
  nextLength: number,
  weight: (i: number, j: number) => number,
): Match[] {
  let head = 0;
  const shorter = Math.min(oldLength, nextLength);
  while (head < shorter && weight(head, head) > 0) head++;
  let tail = 0;
  while (tail < shorter - head && weight(oldLength - 1 - tail, nextLength - 1 - tail) > 0) tail++;
  const matches: Match[] = Array.from({ length: head }, (_, i) => [i, i]);
  matches.push(...between(head, oldLength - tail, nextLength - tail, weight));
  for (let i = tail; i > 0; i--) matches.push([oldLength - i, nextLength - i]);
  return matches;
}

function between(from: number, oldTo: number, nextTo: number, weight: (i: number, j: number) => number): Match[] {
  const rows = oldTo - from;
  const columns = nextTo - from;
  if (rows === 0 || columns === 0) return [];
  if (rows * columns > CELLS_MAX) return nextOnes(from, oldTo, nextTo, weight);
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] as number;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const own = weight(from + i, from + j);
      best[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), own > 0 ? own + at(i + 1, j + 1) : 0);
    }
  }
  const matches: Match[] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    const own = weight(from + i, from + j);
    if (own > 0 && at(i, j) === own + at(i + 1, j + 1)) matches.push([from + i++, from + j++]);
    else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return matches;
}

function nextOnes(from: number, oldTo: number, nextTo: number, weight: (i: number, j: number) => number): Match[] {
  const matches: Match[] = [];
  let free = from;
  for (let i = from; i < oldTo; i++) {
    const end = Math.min(nextTo, free + NEAR);
    let j = free;
    while (j < end && weight(i, j) === 0) j++;
    if (j === end) continue;
    matches.push([i, j]);
    free = j + 1;
  }
  return matches;
}
