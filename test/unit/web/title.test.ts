import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { editBetween, movedCaret, titleOf, writeTitle } from '../../../web/collab/title.ts';

const apply = (before: string, { index, remove, insert }: ReturnType<typeof editBetween>) =>
  before.slice(0, index) + insert + before.slice(index + remove);

/** Few letters, so that runs repeat, and pairs that share a half. */
const titles = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '😀', '😁'), maxLength: 12 });

describe('editing a title', () => {
  it('any edit leads from the old title to the new one, wherever the cursor stands', () => {
    fc.assert(
      fc.property(titles, titles, fc.nat(24), (before, after, caret) => {
        expect(apply(before, editBetween(before, after, caret))).toBe(after);
      }),
    );
  });

  it('no edit splits a character in two', () => {
    fc.assert(
      fc.property(titles, titles, fc.nat(24), (before, after, caret) => {
        const { index, remove, insert } = editBetween(before, after, caret);
        for (const part of [before.slice(0, index), before.slice(index, index + remove), insert]) {
          expect(part.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('a typed letter is one inserted letter, at the cursor', () => {
    expect(editBetween('aa', 'aaa', 1)).toEqual({ index: 0, remove: 0, insert: 'a' });
    expect(editBetween('aa', 'aaa', 2)).toEqual({ index: 1, remove: 0, insert: 'a' });
    expect(editBetween('aa', 'aaa', 3)).toEqual({ index: 2, remove: 0, insert: 'a' });
    expect(editBetween('Plan B', 'Plan', 4)).toEqual({ index: 4, remove: 2, insert: '' });
  });

  it('Ann and Bob change different words of one title, and both changes stay', () => {
    const ann = new Y.Doc();
    const bob = new Y.Doc();
    writeTitle(titleOf(ann), 'Plan for May', 12);
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann));
    writeTitle(titleOf(ann), 'Budget for May', 6);
    writeTitle(titleOf(bob), 'Plan for June', 13);
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann));
    Y.applyUpdate(ann, Y.encodeStateAsUpdate(bob));
    expect(titleOf(ann).toString()).toBe(titleOf(bob).toString());
    expect(titleOf(ann).toString()).toBe('Budget for June');
  });

  it('a cursor stays with its letters when somebody else edits before, around or after it', () => {
    expect(movedCaret(5, 'Plan B', 'My Plan B')).toBe(8);
    expect(movedCaret(2, 'Plan B', 'Plan B, too')).toBe(2);
    expect(movedCaret(4, 'Plan B', 'B')).toBe(0);
  });
});
