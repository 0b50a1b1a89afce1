/** One rule for names: what a form refuses is what a machine's word is cut to. */

import { describe, expect, it } from 'vitest';
import { chosenName, nameSaidAlong } from '../../../server/accounts/person-names.ts';
import { NAME_CHARACTERS_MAX } from '../../../server/contract/limits.ts';
import { cutName, isName } from '../../../server/contract/person-name.ts';

const LONGEST = 'x'.repeat(NAME_CHARACTERS_MAX);

describe('a name', () => {
  it.each([
    ['  Ann  ', 'Ann'],
    ['Ann\n\tof  Kent', 'Ann of Kent'],
    ['Ann\u0000\u0007 B.', 'Ann B.'],
    ['👩‍🔬 Ada', '👩‍🔬 Ada'],
    [LONGEST, LONGEST],
  ])('%j is %j, chosen or said along', (said, name) => {
    expect([chosenName.parse(said), nameSaidAlong.parse(said)]).toEqual([name, name]);
  });

  it('that is too long is refused where somebody chooses it, with a sentence, and cut where a program says it', () => {
    const refused = chosenName.safeParse(`${LONGEST}x`);
    expect(refused.error?.issues[0]?.message).toBe('a name has 1 to 40 characters');
    expect(nameSaidAlong.parse(`${LONGEST}x`)).toBe(LONGEST);
  });

  it('that says nothing is no choice, and nothing was said', () => {
    for (const empty of ['', ' ', '\n\u0000']) {
      expect(chosenName.safeParse(empty).success).toBe(false);
      expect(nameSaidAlong.parse(empty)).toBe('');
    }
  });

  it('is counted in characters, and cut between them', () => {
    const faces = '😀'.repeat(NAME_CHARACTERS_MAX);
    expect(isName(faces)).toBe(true);
    expect(cutName(`${faces}😀`)).toBe(faces);
    expect(cutName(`${LONGEST.slice(1)} x`)).toBe(LONGEST.slice(1));
  });
});
