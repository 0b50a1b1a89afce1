/**
 * The fewest entries to take out of one row and to put into it, so that it becomes another row (E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986). Pure.
 *
 * Always holds: runs ascend on both sides, do not overlap, and what they pair is equal. Equal rows are one run.
 */

/** Entries that stayed: `length` of them, from `old` in the one row and from `next` in the other. */
export interface Run {
  readonly old: number;
  readonly next: number;
  readonly length: number;
}

export interface EditScript {
  readonly runs: readonly Run[];
  /** False where the rows differ too much: then only what is equal at their ends is in the runs. */
  readonly isWhole: boolean;
}

/** Steps that may still be made; shared by all that compares one document, and used up by it. */
export interface Effort {
  left: number;
}

/** Entries taken out and put in by one comparison: what it remembers of its way grows with the square, to 16 MB. */
export const EDITS_MAX = 2_000;

export function editScript(old: readonly number[], next: readonly number[], effort: Effort): EditScript {
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && old[head] === next[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  effort.left -= head + tail;
  const between = shortestWay(old.slice(head, old.length - tail), next.slice(head, next.length - tail), effort);
  const runs = [
    { old: 0, next: 0, length: head },
    ...(between ?? []).map((run) => ({ ...run, old: run.old + head, next: run.next + head })),
    { old: old.length - tail, next: next.length - tail, length: tail },
  ];
  return { runs: runs.filter(({ length }) => length > 0), isWhole: between !== null };
}

/** For each number of edits how far each diagonal came: `ways[d][k + d]` is the place in the old row on diagonal k. */
type Ways = readonly Int32Array[];

/** Null where it is longer than allowed. */
function shortestWay(old: readonly number[], next: readonly number[], effort: Effort): Run[] | null {
  if (old.length === 0 || next.length === 0) return [];
  const editsMax = Math.min(old.length + next.length, EDITS_MAX);
  const middle = editsMax + 1;
  const reached = new Int32Array(2 * editsMax + 3);
  const ways: Int32Array[] = [];
  for (let edits = 0; edits <= editsMax; edits++) {
    effort.left -= edits + 1;
    for (let k = -edits; k <= edits; k += 2) {
      const [below, above] = [reached[middle + k - 1] as number, reached[middle + k + 1] as number];
      const start = k === -edits || (k !== edits && below < above) ? above : below + 1;
      let x = start;
      while (x < old.length && x - k < next.length && old[x] === next[x - k]) x++;
      effort.left -= x - start;
      reached[middle + k] = x;
      if (x >= old.length && x - k >= next.length) return runsOf(ways, old.length, next.length);
    }
    if (effort.left < 0) return null;
    ways.push(reached.slice(middle - edits, middle + edits + 1));
  }
  return null;
}

/** The way back, from the ends of both rows. */
function runsOf(ways: Ways, oldLength: number, nextLength: number): Run[] {
  const runs: Run[] = [];
  let [x, y] = [oldLength, nextLength];
  for (let edits = ways.length; edits > 0; edits--) {
    const before = ways[edits - 1] as Int32Array;
    const at = (k: number): number => before[k + edits - 1] as number;
    const k = x - y;
    const isInsertion = k === -edits || (k !== edits && at(k - 1) < at(k + 1));
    const from = isInsertion ? at(k + 1) : at(k - 1);
    const start = isInsertion ? from : from + 1;
    if (x > start) runs.push({ old: start, next: start - k, length: x - start });
    [x, y] = [from, from - (isInsertion ? k + 1 : k - 1)];
  }
  if (x > 0) runs.push({ old: 0, next: 0, length: x });
  return runs.reverse();
}
