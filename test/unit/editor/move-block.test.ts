/** One place up, one place down: what a person means by it in lists, callouts and tables. */

import { createNodeFromContent, type JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { CellSelection } from '@tiptap/pm/tables';
import { describe, expect, it } from 'vitest';
import { type Direction, moveBlock } from '../../../web/editor/blocks/move-block.ts';
import { editorSchema } from '../../support/editor-schema.ts';

const p = (text: string): JSONContent => ({ type: 'paragraph', content: text ? [{ type: 'text', text }] : [] });
const item = (text: string, ...more: JSONContent[]): JSONContent => ({ type: 'listItem', content: [p(text), ...more] });
const list = (...content: JSONContent[]): JSONContent => ({ type: 'bulletList', content });
const callout = (...content: JSONContent[]): JSONContent => ({ type: 'callout', content });

function stateOf(...content: JSONContent[]): EditorState {
  const doc = createNodeFromContent({ type: 'doc', content }, editorSchema) as Node;
  return EditorState.create({ doc });
}

/** Selects from the beginning of one text to the end of another. */
function selecting(state: EditorState, from: string, to = from): EditorState {
  let [anchor, head] = [0, 0];
  state.doc.descendants((node, position) => {
    if (node.isText && node.text === from) anchor = position;
    if (node.isText && node.text === to) head = position + node.nodeSize;
  });
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, anchor, head)));
}

/** The shape of a document in a line: `ul(a b) p`. */
function shape(node: Node): string {
  if (node.isTextblock) return node.textContent;
  const names: Record<string, string> = { bulletList: 'ul', listItem: '', callout: 'note', doc: '' };
  const inside = Array.from({ length: node.childCount }, (_, i) => shape(node.child(i))).join(' ');
  const name = names[node.type.name] ?? node.type.name;
  return name === '' ? inside : `${name}(${inside})`;
}

function moved(direction: Direction, start: EditorState): EditorState {
  let state = start;
  expect(moveBlock(direction)(state, (tr) => (state = state.apply(tr)))).toBe(true);
  state.doc.check();
  return state;
}

const cases: [string, Direction, string | [string, string], JSONContent[], string][] = [
  ['past its neighbour', 'up', 'b', [p('a'), p('b'), p('c')], 'b a c'],
  ['past its neighbour', 'down', 'b', [p('a'), p('b'), p('c')], 'a c b'],
  ['nowhere at the beginning', 'up', 'a', [p('a'), p('b')], 'a b'],
  ['nowhere at the end', 'down', 'b', [p('a'), p('b')], 'a b'],
  ['several together', 'up', ['b', 'c'], [p('a'), p('b'), p('c')], 'b c a'],
  ['several together', 'down', ['a', 'b'], [p('a'), p('b'), p('c')], 'c a b'],
  ['an item in its list', 'up', 'b', [list(item('a'), item('b'))], 'ul(b a)'],
  ['an item with what is in it', 'down', 'a', [list(item('a', p('a2')), item('b'))], 'ul(b a a2)'],
  [
    'the first item out of its list, past what is above',
    'up',
    'a',
    [p('x'), list(item('a'), item('b'))],
    'ul(a) x ul(b)',
  ],
  [
    'the last item out of its list, past what is below',
    'down',
    'b',
    [list(item('a'), item('b')), p('x')],
    'ul(a) x ul(b)',
  ],
  ['the only item with its list', 'up', 'a', [p('x'), list(item('a'))], 'ul(a) x'],
  ['the first item of the first list nowhere', 'up', 'a', [list(item('a'), item('b'))], 'ul(a b)'],
  [
    'an item of an inner list to beside the outer item',
    'up',
    'b',
    [list(item('a', list(item('b'), item('c'))))],
    'ul(b a ul(c))',
  ],
  ['a second paragraph of an item before its first', 'up', 'a2', [list(item('a', p('a2')))], 'ul(a2 a)'],
  ['a block out of a callout', 'up', 'a', [p('x'), callout(p('a'), p('b'))], 'x a note(b)'],
  ['a callout whose only block it is', 'down', 'a', [callout(p('a')), p('x')], 'x note(a)'],
  ['past a whole list', 'down', 'x', [p('x'), list(item('a'), item('b'))], 'ul(a b) x'],
];

describe('moving a block', () => {
  it.each(cases)('moves %s, %s: %j', (_what, direction, selected, content, expected) => {
    const [from, to] = typeof selected === 'string' ? [selected, selected] : selected;
    const before = selecting(stateOf(...content), from, to);
    const after = moved(direction, before);
    expect(shape(after.doc)).toBe(expected);
    const words = ({ doc, selection }: EditorState) => doc.textBetween(selection.from, selection.to, ' ');
    expect(words(after)).toBe(words(before));
  });

  it('moves there and back', () => {
    const before = selecting(stateOf(p('a'), list(item('b'), item('c')), p('d')), 'a');
    expect(moved('up', moved('down', before)).doc.toJSON()).toEqual(before.doc.toJSON());
  });

  it('stays in its cell', () => {
    const cell = (...content: JSONContent[]): JSONContent => ({ type: 'tableCell', content });
    const table: JSONContent = {
      type: 'table',
      content: [{ type: 'tableRow', content: [cell(p('a'), p('b')), cell(p('c'))] }],
    };
    const before = selecting(stateOf(p('x'), table), 'a');
    expect(shape(moved('up', before).doc)).toBe(shape(before.doc));
    expect(shape(moved('down', before).doc)).toBe('x table(tableRow(tableCell(b a) tableCell(c)))');
  });

  it('takes the table along where it is all of its cell, by the caret and by all of its cells', () => {
    const cell = (...content: JSONContent[]): JSONContent => ({ type: 'tableCell', content });
    const table: JSONContent = {
      type: 'table',
      content: [{ type: 'tableRow', content: [cell(p('a')), cell(p('b'))] }],
    };
    const start = selecting(stateOf(p('x'), table, p('y')), 'b');
    const moves = 'table(tableRow(tableCell(a) tableCell(b))) x y';
    expect(shape(moved('up', start).doc)).toBe(moves);

    const cells: number[] = [];
    start.doc.descendants((node, position) => {
      if (node.type.name === 'tableCell') cells.push(position);
    });
    const whole = start.apply(start.tr.setSelection(CellSelection.create(start.doc, cells[0] ?? 0, cells[1])));
    const up = moved('up', whole);
    expect(shape(up.doc)).toBe(moves);
    expect(shape(moved('down', moved('down', up)).doc)).toBe('x y table(tableRow(tableCell(a) tableCell(b)))');
  });

  it('deletes and inserts in two steps of one transaction, so that the binding sees a move', () => {
    const state = selecting(stateOf(p('a'), p('b')), 'b');
    moveBlock('up')(state, (tr) => {
      expect(tr.steps).toHaveLength(2);
      expect(tr.docs[1]?.textContent).toBe('a');
    });
  });
});
