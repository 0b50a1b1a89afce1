/**
 * What a host takes away from a virtual machine: time in which something here wanted to run and the processor was
 * elsewhere (`steal` in Linux's /proc/stat). It makes every figure worse and no program is to blame.
 */

import { readFileSync } from 'node:fs';

/** Ticks of all cores since the machine started. */
interface Ticks {
  readonly stolen: number;
  readonly all: number;
}

/** @returns a function that tells which part of all processor time, 0 to 1, was taken since; 0 where nothing tells. */
export function watchStolen(): () => number {
  const before = ticks();
  return () => {
    const after = ticks();
    return after.all > before.all ? (after.stolen - before.stolen) / (after.all - before.all) : 0;
  };
}

function ticks(): Ticks {
  try {
    return parseTicks(readFileSync('/proc/stat', 'utf8'));
  } catch {
    // Not Linux.
    return { stolen: 0, all: 0 };
  }
}

/** The first line of /proc/stat (proc(5)): user nice system idle iowait irq softirq steal, and guests, which user holds. */
export function parseTicks(text: string): Ticks {
  const [label, ...fields] = text.slice(0, text.indexOf('\n')).trim().split(/\s+/);
  if (label !== 'cpu') return { stolen: 0, all: 0 };
  const counts = fields.slice(0, 8).map(Number);
  return { stolen: counts[7] ?? 0, all: counts.reduce((sum, count) => sum + count, 0) };
}
