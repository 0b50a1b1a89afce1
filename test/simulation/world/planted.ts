/** How soon planted mistakes are found: in how many seeds, and for how much CPU. */

import type { Plant } from './plants.ts';
import type { Script } from './script.ts';
import { type Outcome, simulate } from './simulate.ts';

/** Which worlds: so many seeds from one on. */
export interface Tried {
  readonly from: number;
  readonly seeds: number;
  readonly scriptOf: (seed: number) => Script;
}

export async function firstToFind(plant: Plant, { from, seeds, scriptOf }: Tried): Promise<Outcome | null> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await simulate(seed, scriptOf(seed), plant);
    if (outcome.flaw !== null) return outcome;
  }
  return null;
}

export interface Counted {
  readonly finding: number;
  readonly cpuMs: number;
}

/** Runs all of them, whatever the first ones find. */
export async function countedFor(plant: Plant, { from, seeds, scriptOf }: Tried): Promise<Counted> {
  const cpu = process.cpuUsage();
  let finding = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { flaw } = await simulate(seed, scriptOf(seed), plant);
    if (flaw !== null) finding += 1;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { finding, cpuMs: (user + system) / 1_000 };
}

/** How much CPU it takes on the average until a mistake is found. */
export function costOf({ finding, cpuMs }: Counted): string {
  return finding === 0 ? 'never' : `${(cpuMs / finding / 1_000).toFixed(2)} s of CPU each`;
}
