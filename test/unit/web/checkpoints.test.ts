import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoints,
  checkpointSent,
  connectionLost,
  echoed,
  edited,
  NO_CHECKPOINTS,
  oldestUnansweredAtMs,
  restored,
  unsavedOf,
} from '../../../web/collab/checkpoints.ts';

describe('the checkpoint book', () => {
  it('an edit is unsaved until the echo of a checkpoint sent after it', () => {
    let book = edited(NO_CHECKPOINTS, 10);
    book = checkpointSent(book, 20);
    book = edited(book, 30);
    expect(unsavedOf(book)).toEqual({ count: 2, sinceMs: 10 });
    book = echoed(book, 1);
    expect(unsavedOf(book)).toEqual({ count: 1, sinceMs: 30 });
    book = echoed(checkpointSent(book, 40), 2);
    expect(unsavedOf(book)).toBe(null);
  });

  it('one echo confirms every earlier checkpoint, and a stray one nothing', () => {
    const book = checkpointSent(edited(checkpointSent(edited(NO_CHECKPOINTS, 10), 20), 30), 40);
    expect(unsavedOf(echoed(book, 2))).toBe(null);
    expect(unsavedOf(echoed(book, 0))).toEqual({ count: 2, sinceMs: 10 });
  });

  it('a lost connection confirms nothing', () => {
    const book = connectionLost(checkpointSent(edited(NO_CHECKPOINTS, 10), 20));
    expect(unsavedOf(book)).toEqual({ count: 1, sinceMs: 10 });
    expect(unsavedOf(echoed(book, 1))).toEqual({ count: 1, sinceMs: 10 });
    expect(oldestUnansweredAtMs(book)).toBe(null);
  });

  it('an earlier visit counts with its own beginning', () => {
    const book = edited(restored(NO_CHECKPOINTS, { count: 5, sinceMs: 3 }), 10);
    expect(unsavedOf(book)).toEqual({ count: 6, sinceMs: 3 });
  });

  it('R29: whatever happens, no edit is confirmed by an echo of a checkpoint sent before it', () => {
    type Step = 'edit' | 'checkpoint' | 'lose' | 'echo';
    const steps = fc.array(fc.constantFrom<Step>('edit', 'checkpoint', 'lose', 'echo'), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (played) => {
        let book: Checkpoints = NO_CHECKPOINTS;
        // The oracle: when each unsaved edit was made, and the newest checkpoint of this connection that follows it.
        let edits: { atMs: number; coveredBy: number | null }[] = [];
        let oldestOpen = 1;
        played.forEach((step, atMs) => {
          if (step === 'edit') {
            book = edited(book, atMs);
            edits.push({ atMs, coveredBy: null });
          } else if (step === 'checkpoint') {
            const { nextNumber } = book;
            book = checkpointSent(book, atMs);
            edits = edits.map((edit) => ({ ...edit, coveredBy: edit.coveredBy ?? nextNumber }));
          } else if (step === 'lose') {
            book = connectionLost(book);
            edits = edits.map((edit) => ({ ...edit, coveredBy: null }));
            oldestOpen = book.nextNumber;
          } else if (oldestOpen < book.nextNumber) {
            const number = oldestOpen;
            oldestOpen += 1;
            book = echoed(book, number);
            edits = edits.filter(({ coveredBy }) => coveredBy === null || coveredBy > number);
          }
          const first = edits[0];
          expect(unsavedOf(book)).toEqual(first === undefined ? null : { count: edits.length, sinceMs: first.atMs });
        });
      }),
    );
  });
});
