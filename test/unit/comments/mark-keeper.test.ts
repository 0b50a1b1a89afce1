// @vitest-environment happy-dom
/** The marks of threads are where their text is, whoever writes, and are looked for no more often than need be. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { bindingOf, collaborationExtensions } from '../../../web/binding/collaboration.ts';
import { type Marked, MarkKeeper } from '../../../web/comments/mark-keeper.ts';
import { aboutOf } from '../../../web/comments/new-comment.ts';
import { ThreadMarks } from '../../../web/comments/thread-marks.ts';
import { LateMarks, lateMarksOf } from '../../../web/editor/late-marks.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import type { Environment } from '../../../web/lib/environment.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';
import { Person } from '../../support/people.ts';

const PAUSE_MS = 300;
const ALL = () => true;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
});

let ids = 0;
const paragraph = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });

/** Ann's page, with the keeper of her marks, and Bob, who writes elsewhere. */
function page(clock = new ManualClock(), environment: Environment = manualEnvironment(clock, 0)) {
  const tree = { type: 'doc', content: ['alpha one', 'beta two', 'gamma three'].map(paragraph) };
  const start = importDocument(tree, { clientId: 99, newId: () => `id${ids++}`, title: '' });
  const doc = new Y.Doc();
  doc.clientID = 1;
  Y.applyUpdate(doc, start);
  const awareness = new Awareness(doc);
  const extensions = [...schemaExtensions(), LateMarks, ...collaborationExtensions({ doc, awareness })];
  const editor = new Editor({ extensions, injectCSS: false, enableCoreExtensions: { delete: false } });
  const bob = new Person('bob', 2, start);
  const keeper = new MarkKeeper(editor, environment);
  ends.push(
    () => awareness.destroy(),
    () => editor.destroy(),
    () => bob.leaves(),
    () => keeper.close(),
  );
  let told = 0;
  keeper.subscribe(() => {
    told += 1;
  });
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }) =>
    editor.state.doc.textBetween(from, to, '|');
  const find = (text: string) => {
    let found = -1;
    editor.state.doc.descendants((node, position) => {
      if (node.isText && node.text?.includes(text)) found = position + node.text.indexOf(text);
    });
    return found;
  };
  return {
    ...{ clock, editor, keeper, doc, bob, find },
    told: () => told,
    /** A thread on some words. */
    thread(id: string, text: string): Marked {
      const about = aboutOf(editor, { from: find(text), to: find(text) + text.length });
      if (about === null) throw new Error(`nothing to say about "${text}"`);
      return { id, ...about };
    },
    /** What is marked in the text. */
    marked() {
      const marks = lateMarksOf(editor.state);
      return marks instanceof ThreadMarks ? marks.ranges.map(textOf) : [];
    },
    /** What the threads are about, as of the last look. */
    placed: (id: string) => {
      const place = keeper.places.get(id);
      return place?.kind === 'here' ? textOf(place) : place?.kind;
    },
    writes: (text: string, before: string) => editor.view.dispatch(editor.state.tr.insertText(text, find(before))),
    /** What Bob wrote comes, and is shown. */
    async receives(): Promise<void> {
      for (const update of bob.outbox.splice(0)) Y.applyUpdate(doc, update);
      bindingOf(editor)?.show();
      await Promise.resolve();
    },
  };
}

describe('the marks of threads', () => {
  it('are drawn with the list, and only of those that are to be marked', () => {
    const { keeper, thread, marked, placed, told } = page();
    const threads = [thread('t', 'one'), thread('u', 'two')];
    const isMarked = (id: string) => id === 't';
    keeper.show(threads, isMarked, null);
    expect([marked(), placed('t'), placed('u'), told()]).toEqual([['one'], 'one', 'two', 1]);
    keeper.show(threads, ALL, 'u');
    expect(marked()).toEqual(['one', 'two']);
    expect(keeper.at(keeper.rangeOf('u')?.from ?? 0)).toBe('u');
    // Nothing has moved: whoever shows the places need not look again.
    expect(told()).toBe(1);
    const { places } = keeper;
    keeper.show(threads, ALL, null);
    expect(keeper.places).toBe(places);
  });

  it('move along with every key, and are looked for when one pauses', () => {
    const { keeper, thread, marked, writes, clock, told, find } = page();
    keeper.show([thread('t', 'two')], ALL, null);
    const before = keeper.places.get('t');
    writes('x', 'alpha');
    clock.advance(PAUSE_MS - 1);
    writes('y', 'alpha');
    clock.advance(PAUSE_MS - 1);
    expect(marked()).toEqual(['two']);
    expect(keeper.rangeOf('t')?.from).toBe(find('two'));
    expect([keeper.places.get('t'), told(), clock.waiting]).toEqual([before, 1, 1]);
    clock.advance(1);
    expect(keeper.places.get('t')).toMatchObject({ kind: 'here', from: find('two') });
    expect([told(), clock.waiting]).toEqual([2, 0]);
  });

  it('are found at once after what others did, and then no more often than in a pause', async () => {
    const { keeper, thread, marked, placed, bob, receives, clock } = page();
    keeper.show([thread('t', 'beta'), thread('u', 'three')], ALL, null);
    clock.advance(PAUSE_MS + 1);
    // Before and behind at once: all between is drawn anew, the marks with it.
    bob.goesTo('alpha', 'before').types('The ');
    bob.goesTo('gamma', 'before').types('And ');
    await receives();
    expect([marked(), placed('t')]).toEqual([['beta', 'three'], 'beta']);
    bob.selects('beta two').editor.commands.deleteSelection();
    await receives();
    expect(placed('t')).not.toBe('gone');
    clock.advance(PAUSE_MS);
    expect([marked(), placed('t'), placed('u')]).toEqual([['three'], 'gone', 'three']);
  });

  it('leave a word alone that an input method composes', () => {
    const { keeper, thread, marked, editor, clock, told } = page();
    const threads = [thread('t', 'beta')];
    editor.view.dom.dispatchEvent(new Event('compositionstart'));
    expect(editor.view.composing).toBe(true);
    keeper.show(threads, ALL, null);
    clock.advance(10 * PAUSE_MS);
    expect([marked(), told()]).toEqual([[], 0]);
    editor.view.dom.dispatchEvent(new Event('compositionend'));
    clock.advance(PAUSE_MS);
    expect([marked(), told()]).toEqual([['beta'], 1]);
  });

  it('are looked for less often where that takes long: for a tenth of the time', () => {
    const clock = new ManualClock();
    let asked = 0;
    // Each look at the clock comes 50 ms later than the one before.
    const slow = { ...manualEnvironment(clock, 0), now: () => clock.now() + 50 * ++asked };
    const { keeper, thread, writes, told } = page(clock, slow);
    keeper.show([thread('t', 'two')], ALL, null);
    writes('x', 'alpha');
    clock.advance(499);
    expect(told()).toBe(1);
    clock.advance(1);
    expect(told()).toBe(2);
  });

  it('go with their keeper, which does nothing any more', async () => {
    const { keeper, thread, marked, writes, bob, receives, clock, told } = page();
    keeper.show([thread('t', 'two')], ALL, null);
    writes('x', 'alpha');
    keeper.close();
    expect([marked(), clock.waiting]).toEqual([[], 0]);
    writes('y', 'alpha');
    bob.goesTo('gamma').types('!');
    await receives();
    expect([marked(), clock.waiting, told()]).toEqual([[], 0, 1]);
  });

  it('end with an editor that is gone before them', () => {
    const { keeper, thread, writes, editor, clock, told } = page();
    keeper.show([thread('t', 'two')], ALL, null);
    writes('x', 'alpha');
    editor.destroy();
    clock.advance(PAUSE_MS);
    expect([told(), clock.waiting]).toEqual([1, 0]);
    keeper.close();
  });
});
