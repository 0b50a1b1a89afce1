/** What a comment is about stays the same words while people write around it, move it, delete it and bring it back. */

import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { CommentAnchor } from '../../../server/contract/comment-api.ts';
import {
  COMMENT_ANCHOR_CHARACTERS_MAX,
  COMMENT_QUOTE_CHARACTERS_MAX,
} from '../../../server/contract/comment-limits.ts';
import { flatten } from '../../../server/contract/document/flatten.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens } from '../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { anchorOf, commentableIn, idsOf, quoteOf } from '../../../web/comments/anchors.ts';
import { type Anchored, Places } from '../../../web/comments/places.ts';
import { moveBlock } from '../../../web/editor/blocks/move-block.ts';
import { Person } from '../../support/people.ts';

const paragraph = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const THREE = [paragraph('alpha one'), paragraph('beta two'), paragraph('gamma three')];

const people: Person[] = [];
afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

function meet(content: readonly TreeNode[] = THREE): [Person, Person] {
  const doc = new Y.Doc();
  doc.clientID = 99;
  insertTokens(doc.getText(BODY), 0, flatten(content).tokens);
  const start = Y.encodeStateAsUpdate(doc);
  const pair: [Person, Person] = [new Person('ann', 1, start), new Person('bob', 2, start)];
  for (const person of pair) person.outbox.length = 0;
  people.push(...pair);
  return pair;
}

function exchange(one: Person, other: Person): void {
  const [sent, answered] = [one.outbox.splice(0), other.outbox.splice(0)];
  for (const update of sent) other.receive(update);
  for (const update of answered) one.receive(update);
  one.looks();
  other.looks();
}

/** Comments on what is selected. */
function comments({ editor, binding }: Person): Anchored {
  const { from, to } = editor.state.selection;
  const range = commentableIn(editor.state.doc, from, to);
  const anchor = range && anchorOf(binding, editor.state.doc, range);
  if (!anchor) throw new Error('nothing to comment on');
  return { anchor, quote: quoteOf(editor.state.doc, range) };
}

/** What the comment is about now, as this person sees it. */
function about({ editor, binding }: Person, thread: Anchored): string {
  const place = new Places(binding).of(thread);
  return place.kind === 'here' ? editor.state.doc.textBetween(place.from, place.to, '|', '*') : place.kind;
}

describe('a comment is about the same words while somebody', () => {
  const changes: ReadonlyArray<readonly [string, (person: Person) => unknown, string?]> = [
    ['types before them', (person) => person.goesTo('beta', 'before').types('XYZ ')],
    ['types right before them', (person) => person.goesTo('beta ').types('XYZ')],
    ['types right behind them', (person) => person.goesTo('two').types('XYZ')],
    ['types among them', (person) => person.goesTo('tw').types('XYZ'), 'twXYZo'],
    ['presses Enter right before them', (person) => person.goesTo('beta ').editor.commands.splitBlock()],
    ['presses Enter among them', (person) => person.goesTo('tw').editor.commands.splitBlock(), 'tw|o'],
    ['joins their block to the one before', (person) => person.goesTo('beta', 'before').editor.commands.joinBackward()],
    [
      'deletes the first letter',
      (person) => person.selects('t', 't').goesTo('two', 'before') && erases(person, 'tw'),
      'o',
    ],
    ['deletes the last letter', (person) => erases(person, 'wo'), 't'],
    ['deletes the block above', (person) => erases(person, 'alpha one')],
    ['makes them bold', (person) => person.selects('two').editor.commands.setBold()],
    ['turns the block into a heading', (person) => person.goesTo('two').editor.commands.setHeading({ level: 2 })],
    ['turns all of it into a list', (person) => person.selects('alpha', 'three').editor.commands.toggleBulletList()],
    ['moves the block up', (person) => moves(person.goesTo('two'), 'up')],
    ['moves the block down', (person) => moves(person.goesTo('two'), 'down')],
    ['moves it there and back', (person) => [moves(person.goesTo('two'), 'up'), moves(person, 'down')]],
    ['types before them in the moved block', (person) => [moves(person.goesTo('beta'), 'up'), person.types('XYZ')]],
    ['deletes them', (person) => erases(person, 'two'), 'gone'],
    ['deletes the block', (person) => erases(person, 'beta two'), 'gone'],
    ['deletes everything', (person) => person.editor.chain().selectAll().deleteSelection().run(), 'gone'],
    ['deletes them and undoes that', (person) => [erases(person, 'two'), person.undo.undo()]],
    [
      'deletes them, undoes that and does it again',
      (person) => [erases(person, 'two'), person.undo.undo(), person.undo.redo()],
      'gone',
    ],
    ['deletes a part of them and undoes that', (person) => [erases(person, 'tw'), person.undo.undo()]],
    ['deletes the block and undoes that', (person) => [erases(person, 'beta two'), person.undo.undo()]],
    [
      'deletes everything and undoes that',
      (person) => [person.editor.chain().selectAll().deleteSelection().run(), person.undo.undo()],
    ],
    [
      'deletes them, undoes that and moves the block',
      (person) => [erases(person, 'two'), person.undo.undo(), moves(person.goesTo('two'), 'up')],
    ],
    [
      'deletes the block, undoes that and moves it',
      (person) => [erases(person, 'beta two'), person.undo.undo(), moves(person.goesTo('two'), 'up')],
    ],
    [
      'deletes the block, undoes that and presses Enter behind it',
      (person) => [erases(person, 'beta two'), person.undo.undo(), person.goesTo('two').editor.commands.splitBlock()],
    ],
    [
      'deletes the block, undoes that and puts another one before it',
      (person) => [
        erases(person, 'beta two'),
        person.undo.undo(),
        person.goesTo('two').editor.commands.splitBlock(),
        person.types('last'),
        moves(person, 'up'),
      ],
    ],
    ['moves the block and undoes that', (person) => [moves(person.goesTo('two'), 'up'), person.undo.undo()]],
    [
      'deletes the first letter and moves the block',
      (person) => [erases(person, 'tw'), moves(person.goesTo('beta'), 'up')],
      'o',
    ],
  ];

  const cases = changes.map(([title, change, expected = 'two']) => ({ title, change, expected }));

  it.each(cases)('$title: for both', ({ change, expected }) => {
    const [ann, bob] = meet();
    const anchor = comments(ann.selects('two'));
    change(bob);
    expect(about(bob, anchor)).toBe(expected);
    exchange(ann, bob);
    expect(about(ann, anchor)).toBe(expected);
  });

  it.each(cases)('$title, who has commented', ({ change, expected }) => {
    const [ann] = meet();
    const anchor = comments(ann.selects('two'));
    change(ann);
    expect(about(ann, anchor)).toBe(expected);
  });
});

describe('what can be commented on', () => {
  it('is the selected text, from its first to its last character, also over blocks', () => {
    const [ann, bob] = meet();
    const anchor = comments(ann.selects('one', 'gamma'));
    expect(about(ann, anchor)).toBe('one|beta two|gamma');
    // The middle is not what it hangs on.
    erases(bob, 'beta two');
    exchange(ann, bob);
    expect(about(ann, anchor).replaceAll('|', '')).toBe('onegamma');
    erases(bob, 'one');
    exchange(ann, bob);
    expect(about(ann, anchor).replaceAll('|', '')).toBe('gamma');
  });

  it('is not the edge of a block that a selection happens to touch', () => {
    const [ann] = meet();
    const end = ann.find('one') + 3;
    ann.editor.commands.setTextSelection({ from: end, to: ann.find('beta') + 4 });
    expect(about(ann, comments(ann))).toBe('beta');
  });

  it('is text in a cell of a table', () => {
    const cell = (text: string) => ({
      type: 'tableCell',
      content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    });
    const [ann, bob] = meet([paragraph('before')]);
    ann.goesTo('before').editor.commands.insertContent({
      type: 'table',
      content: [{ type: 'tableRow', content: [cell('first cell'), cell('second cell')] }],
    });
    exchange(ann, bob);
    const anchor = comments(ann.selects('second'));
    bob.goesTo('before').types(' and more');
    bob.goesTo('second', 'before').types('a ');
    exchange(ann, bob);
    expect([about(ann, anchor), about(bob, anchor)]).toEqual(['second', 'second']);
  });

  it('is a block without characters, which has its marker', () => {
    const [ann, bob] = meet([paragraph('before'), { type: 'horizontalRule' }, paragraph('behind')]);
    const rule = ann.find('before') + 'before'.length + 1;
    const range = commentableIn(ann.editor.state.doc, rule, rule + 1);
    const anchor = anchorOf(ann.binding, ann.editor.state.doc, range ?? { from: 0, to: 0 }) as CommentAnchor;
    bob.goesTo('before').types(' it');
    exchange(ann, bob);
    expect(new Places(bob.binding).of({ anchor, quote: '' })).toEqual({ kind: 'here', from: rule + 3, to: rule + 4 });
  });

  it('is nothing where there is nothing', () => {
    const [ann] = meet([{ type: 'paragraph' }]);
    expect(commentableIn(ann.editor.state.doc, 1, 1)).toBeNull();
  });

  it('is quoted in one line that is not too long', () => {
    const [ann] = meet([paragraph(`${'x'.repeat(COMMENT_QUOTE_CHARACTERS_MAX - 2)}😀😀 more`), paragraph('next')]);
    const { doc } = ann.editor.state;
    const quote = quoteOf(doc, { from: 1, to: doc.content.size - 1 });
    expect(quote.length).toBeLessThanOrEqual(COMMENT_QUOTE_CHARACTERS_MAX);
    expect(quote.isWellFormed()).toBe(true);
    const [bob] = meet();
    expect(quoteOf(bob.editor.state.doc, { from: 1, to: 14 })).toBe('alpha one be');
  });
});

describe('an anchor', () => {
  it('goes as short text and comes back; anything else is no anchor', () => {
    const [ann] = meet();
    const { anchor } = comments(ann.selects('two'));
    for (const end of [anchor.from, anchor.to]) {
      expect(end).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(end.length).toBeLessThanOrEqual(COMMENT_ANCHOR_CHARACTERS_MAX);
    }
    expect(idsOf(anchor)).toMatchObject({ from: { client: 99 }, to: { client: 99 } });
    for (const end of ['', '!', 'AA', '_____w', 'x'.repeat(200)]) expect(idsOf({ from: end, to: end })).toBeNull();
  });

  it('is unknown while its text has not arrived, which is not the same as gone', () => {
    const [ann, bob] = meet();
    bob.goesTo('two').types(' later');
    const anchor = comments(bob.selects('later'));
    expect(about(ann, anchor)).toBe('unknown');
    exchange(ann, bob);
    expect(about(ann, anchor)).toBe('later');
  });
});

function erases(person: Person, text: string): boolean {
  return person.selects(text).editor.commands.deleteSelection();
}

function moves(person: Person, direction: 'up' | 'down'): boolean {
  const { editor } = person;
  return moveBlock(direction)(editor.state, editor.view.dispatch);
}
