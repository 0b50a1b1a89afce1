/** Who a list shows as being in a document, from what browsers say of themselves. */

import { describe, expect, it } from 'vitest';
import { NAME_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from '../../../server/contract/limits.ts';
import { peopleIn } from '../../../server/shards/present-people.ts';

/** One entry of presence for each, in this order. */
function shownOf(...users: readonly unknown[]) {
  return peopleIn(users.map((user, index) => ({ client: index + 1, clock: 1, state: JSON.stringify({ user }) })));
}

describe('who is in a document', () => {
  it('is shown once for all tabs of a person, and not where nothing is said', () => {
    const ann = { id: 'ann', name: 'Ann', color: '#0a7F00' };
    expect(shownOf(ann, null, { id: 'robot' }, { name: 'Bob', color: 'red' }, ann)).toEqual([
      { key: 'ann', name: 'Ann', color: '#0a7F00' },
      { key: '4', name: 'Bob', color: null },
    ]);
  });

  it('has a name by the one rule for names: in one line, and cut between characters', () => {
    const faces = '😀'.repeat(NAME_CHARACTERS_MAX);
    expect(shownOf({ name: `${faces}😀` }, { name: ' Ann\n of\u0000 Kent ' }).map(({ name }) => name)).toEqual([
      faces,
      'Ann of Kent',
    ]);
  });

  it('is told from others by the whole of what a token calls somebody', () => {
    const longest = 'x'.repeat(SUBJECT_CHARACTERS_MAX - 1);
    expect(shownOf({ id: `${longest}1`, name: 'Ann' }, { id: `${longest}2`, name: 'Bob' })).toHaveLength(2);
  });
});
