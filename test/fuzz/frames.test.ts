/** A short run of the frame fuzz; `npm run fuzz -- frames --count N --seed S` runs as many as you like. */

import { describe, expect, it } from 'vitest';
import { fuzzFrames } from './frames.ts';

const SEED = 20_261_120;
const FRAMES = 5_000;

describe('R16 R17 broken frames', () => {
  it(`of ${FRAMES} with seed ${SEED} none passes that Yjs cannot read or a document cannot be loaded with`, () => {
    const { poison, unreadable, refused, accepted } = fuzzFrames(FRAMES, SEED);
    expect(unreadable).toEqual([]);
    expect(poison).toEqual([]);
    expect(refused).toBeGreaterThan(FRAMES / 2);
    expect(accepted).toBeGreaterThan(FRAMES / 50);
  });
});
