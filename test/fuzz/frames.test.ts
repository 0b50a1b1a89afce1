/** A short run of the frame fuzz; `npm run fuzz -- frames --count N --seed S` runs as many as you like. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { before, judge } from './frame-judge.ts';
import { FRAMES_A_ROUND, fuzzFrames } from './frames.ts';

const SEED = 20_261_121;
const FRAMES = 50_000;
const PARTS = 5;
const CORPUS = new URL('../corpus/frames/', import.meta.url);

describe('R16 R17 broken frames', () => {
  it.each(Array.from({ length: PARTS }, (_, part) => part))(
    `of ${FRAMES} with seed ${SEED} none passes that Yjs cannot read or a document cannot be loaded with (part %i)`,
    { timeout: 180_000 },
    (part) => {
      const rounds = FRAMES / FRAMES_A_ROUND / PARTS;
      const { countByVerdict, faults } = fuzzFrames(part * rounds, (part + 1) * rounds, SEED);
      expect(faults).toEqual([]);
      expect(countByVerdict.refused).toBeGreaterThan(FRAMES / PARTS / 2);
      expect(countByVerdict.accepted).toBeGreaterThan(FRAMES / PARTS / 50);
    },
  );

  it.each(readdirSync(CORPUS))('that once did harm do none any more: %s', (name) => {
    const [state = '', frame = ''] = readFileSync(new URL(name, CORPUS), 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    const document = before([Uint8Array.from(Buffer.from(state, 'hex'))]);
    const verdict = judge(Uint8Array.from(Buffer.from(frame, 'hex')), document);
    expect(['refused', 'accepted', 'set-aside']).toContain(verdict);
  });
});
