// @vitest-environment happy-dom
/** Marks of threads in a text: they move along with every change, and the innermost is the one that is pressed. */

import { createNodeFromContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { CHOSEN, ThreadMarks } from '../../../web/comments/thread-marks.ts';
import { editorSchema } from '../../support/editor-schema.ts';

const doc = createNodeFromContent('<p>alpha beta</p><p>gamma</p>', editorSchema, { slice: false }) as Node;
const state = EditorState.create({ doc });
const BETA = { thread: 'beta', from: 7, to: 11 };
const ALL = { thread: 'all', from: 1, to: 18 };

describe('marks of threads', () => {
  it('move along with what is written before and in them, and do not grow at their edges', () => {
    const marks = ThreadMarks.of(doc, [BETA], null);
    const moved = (at: number) => marks.moved(state.tr.insertText('xx', at)).ranges[0];
    expect(moved(1)).toEqual({ thread: 'beta', from: 9, to: 13 });
    expect(moved(8)).toEqual({ thread: 'beta', from: 7, to: 13 });
    expect(moved(7)).toEqual({ thread: 'beta', from: 9, to: 13 });
    expect(moved(11)).toEqual(BETA);
  });

  it('are gone with their text', () => {
    expect(ThreadMarks.of(doc, [BETA], null).moved(state.tr.delete(5, 12)).ranges).toEqual([]);
  });

  it('lie in each other: the one with the shortest text is at a position', () => {
    const marks = ThreadMarks.of(doc, [BETA, ALL], 'all');
    expect([marks.at(8), marks.at(3), marks.at(15), ThreadMarks.of(doc, [BETA], null).at(15)]).toEqual([
      ...['beta', 'all', 'all', null],
    ]);
  });

  it('outline the blocks of what is being chosen, which is one stretch all the same', () => {
    const marks = ThreadMarks.of(doc, [{ thread: CHOSEN, from: 1, to: 18 }], CHOSEN);
    expect(marks.decorations.find().filter(({ spec }) => spec.thread === undefined)).toMatchObject([
      { from: 0, to: 12 },
      { from: 12, to: 19 },
    ]);
    expect(marks.ranges).toEqual([{ thread: CHOSEN, from: 1, to: 18 }]);
    expect([marks.at(3), marks.at(15)]).toEqual([CHOSEN, CHOSEN]);
    expect(ThreadMarks.of(doc, [BETA, ALL], 'all').decorations.find()).toHaveLength(2);
    // An outline goes with its node, the mark may stay.
    expect(marks.shows(marks.ranges, CHOSEN)).toBe(false);
  });

  it('know whether anything would look different', () => {
    const marks = ThreadMarks.of(doc, [BETA, ALL], 'all');
    expect(marks.shows([ALL, BETA], 'all')).toBe(true);
    expect(marks.shows([ALL, BETA], 'beta')).toBe(false);
    expect(marks.shows([ALL], 'all')).toBe(false);
    expect(marks.shows([ALL, { ...BETA, to: 10 }], 'all')).toBe(false);
  });
});
