/** Makes a failing script short: leaves out whatever it fails without, larger stretches first. */

import type { Plant } from './plants.ts';
import type { Script, Step } from './script.ts';
import { simulate } from './simulate.ts';

/** @returns a script from which no single step can be left out; it may show another flaw than the first. */
export async function shrink(seed: number, script: Script, plant?: Plant): Promise<Script> {
  let steps = script.steps;
  for (let size = steps.length >> 1; size >= 1; size = size === 1 ? 0 : size >> 1) {
    steps = await without(size, steps, async (rest) => {
      const { flaw } = await simulate(seed, { ...script, steps: rest }, plant);
      return flaw !== null;
    });
  }
  return { ...script, steps };
}

/** Leaves out every stretch of `size` steps without which it still fails. */
async function without(size: number, all: readonly Step[], fails: (rest: readonly Step[]) => Promise<boolean>) {
  let steps = all;
  for (let at = 0; at < steps.length; ) {
    const rest = [...steps.slice(0, at), ...steps.slice(at + size)];
    if (await fails(rest)) steps = rest;
    else at += size;
  }
  return steps;
}
