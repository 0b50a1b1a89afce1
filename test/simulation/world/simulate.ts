/** One world from its seed, as a value: what came of it, and how to see that it was the same again. */

import { type Plant, UNPLANTED } from './plants.ts';
import { setLimits } from './rare.ts';
import { type Script, scriptFor } from './script.ts';
import { within } from './takeover.ts';
import { World } from './world.ts';

export interface Outcome {
  readonly seed: number;
  /** Of every event and every byte. */
  readonly hash: string;
  readonly events: number;
  readonly simulatedMs: number;
  readonly characters: number;
  /** What was seen that must never be; null when all was well. */
  readonly flaw: string | null;
  readonly story: readonly string[];
  readonly coverage: ReadonlyMap<string, number>;
}

/** @param script another than the seed's own, shortened for instance. */
export async function simulate(
  seed: number,
  script: Script = scriptFor(seed),
  plant: Plant = UNPLANTED,
): Promise<Outcome> {
  setLimits(script.rare);
  const world = new World(seed, script, plant);
  const flaw = await within(world.schedule, async () => {
    const found = await world.run();
    world.end();
    return found;
  });
  return {
    seed,
    hash: world.trace.hash,
    events: world.schedule.count,
    simulatedMs: world.schedule.elapsedMs,
    characters: world.fates.count,
    flaw,
    get story() {
      return world.trace.lines;
    },
    coverage: world.trace.coverage,
  };
}
