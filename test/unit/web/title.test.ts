import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { editBetween, titleOf } from '../../../web/collab/title.ts';
import { ShownTitle } from '../../../web/documents/shown-title.ts';

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
});

/** A title that is changed in a field, as whoever has it sees it. */
function titleInField(doc: Y.Doc) {
  const title = titleOf(doc);
  const shown = new ShownTitle(title);
  shown.shows(title.toString());
  title.observe((event) => shown.moves(event));
  return { title, shown };
}

/** Both have what either wrote. */
function meet(ann: Y.Doc, bob: Y.Doc): void {
  Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann));
  Y.applyUpdate(ann, Y.encodeStateAsUpdate(bob));
}

function annAndBob(before: string) {
  const ann = new Y.Doc();
  const bob = new Y.Doc();
  titleOf(ann).insert(0, before);
  meet(ann, bob);
  return { ann, bob };
}

describe('a title in a field', () => {
  it('Ann and Bob change different words of one title, and both changes stay', () => {
    const { ann, bob } = annAndBob('Plan for May');
    titleInField(ann).shown.write('Budget for May', 6);
    titleInField(bob).shown.write('Plan for June', 13);
    meet(ann, bob);
    expect(titleOf(ann).toString()).toBe(titleOf(bob).toString());
    expect(titleOf(ann).toString()).toBe('Budget for June');
  });

  it.each([
    ['before it', (title: Y.Text) => title.insert(0, 'My '), 'My Plan 日本 B'],
    ['behind it', (title: Y.Text) => title.insert(title.length, ', too'), 'Plan 日本 B, too'],
    [
      'on both sides of it',
      (title: Y.Text) => {
        title.insert(title.length, '!');
        title.insert(0, 'My ');
      },
      'My Plan 日本 B!',
    ],
    ['just before it', (title: Y.Text) => title.insert(5, '-'), 'Plan -日本 B'],
    ['just behind it', (title: Y.Text) => title.insert(6, '-'), 'Plan 日本- B'],
    ['the word before it away', (title: Y.Text) => title.delete(0, 5), '日本 B'],
    ['the letter away that is composed', (title: Y.Text) => title.delete(5, 1), 'Plan 日本 B'],
    ['everything away', (title: Y.Text) => title.delete(0, title.length), '日本'],
  ])(
    'what is composed in it takes away nothing of what somebody does %s, which the field does not show yet',
    (_where, does, expected) => {
      const { ann, bob } = annAndBob('Plan  B');
      const { title, shown } = titleInField(ann);
      shown.write('Plan に B', 6);
      meet(ann, bob);
      does(titleOf(bob));
      meet(ann, bob);
      shown.write('Plan にほ B', 7);
      shown.write('Plan 日本 B', 7);
      expect(title.toString()).toBe(expected);
      meet(ann, bob);
      expect(titleOf(bob).toString()).toBe(expected);
    },
  );

  it('whatever others do meanwhile, each letter that was written in the field stands in the title, in order', () => {
    const edit = fc.record({ isMine: fc.boolean(), at: fc.nat(20), remove: fc.nat(3), insert: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const { ann, bob } = annAndBob('a title');
        const { title, shown } = titleInField(ann);
        let field = 'a title';
        let letter = 0x4e00;
        for (const { isMine, at, remove, insert } of edits) {
          const added = String.fromCharCode(...Array.from({ length: insert }, () => letter++));
          if (isMine) {
            const from = Math.min(at, field.length);
            field = field.slice(0, from) + added + field.slice(from + remove);
            shown.write(field, from + added.length);
          } else {
            meet(ann, bob);
            const theirs = titleOf(bob);
            theirs.insert(Math.min(at, theirs.length), '.'.repeat(insert));
            meet(ann, bob);
          }
        }
        const letters = (text: string) => text.replace(/\./g, '');
        expect(letters(title.toString())).toBe(field);
        const dots = edits.reduce((sum, { isMine, insert }) => sum + (isMine ? 0 : insert), 0);
        expect(title.toString().length).toBe(field.length + dots);
      }),
    );
  });

  it('a cursor stays with its letters when somebody else edits before, around or after it', () => {
    const placeAfter = (caret: number, does: (title: Y.Text) => void) => {
      const { title, shown } = titleInField(annAndBob('Plan B').ann);
      does(title);
      return shown.placeOf(caret);
    };
    expect(placeAfter(5, (title) => title.insert(0, 'My '))).toBe(8);
    expect(placeAfter(2, (title) => title.insert(6, ', too'))).toBe(2);
    expect(placeAfter(4, (title) => title.delete(0, 5))).toBe(0);
  });
});
