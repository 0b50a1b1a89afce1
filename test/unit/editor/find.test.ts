// @vitest-environment happy-dom
/** What a search finds, what replaces it, and that no pattern can hold up the page. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { FIND_PATTERN_MS_MAX } from '../../../server/contract/limits.ts';
import { FindMarks } from '../../../web/editor/find/find-marks.ts';
import {
  type FindQuery,
  matchesIn,
  patternOf,
  replacementFor,
  searchedTexts,
} from '../../../web/editor/find/find-matches.ts';
import { FindSession, NO_QUERY } from '../../../web/editor/find/find-session.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

const query = (text: string, rest: Partial<FindQuery> = {}): FindQuery => ({ ...NO_QUERY, text, ...rest });

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function editorWith(html: string): Editor {
  const extensions = [...schemaExtensions(), FindMarks];
  const editor = new Editor({ extensions, content: html, injectCSS: false, enableCoreExtensions: { delete: false } });
  editors.push(editor);
  return editor;
}

function finds(html: string, asked: FindQuery): string[] {
  const { doc } = editorWith(html).state;
  return matchesIn(searchedTexts(doc), patternOf(asked)).map(({ from, to }) => doc.textBetween(from, to, '|', '*'));
}

describe('what a search finds', () => {
  it.each([
    ['a word in any case', '<p>Tea, tea</p>', query('tea'), ['Tea', 'tea']],
    ['a word in this case', '<p>Tea, tea</p>', query('tea', { matchCase: true }), ['tea']],
    ['whole words', '<p>tea teapot étea tea</p>', query('tea', { wholeWord: true }), ['tea', 'tea']],
    ['signs of a pattern as what they are', '<p>1.5 (x) 115 [a-b]</p>', query('1.5 (x)'), ['1.5 (x)']],
    ['through marks', '<p>one <strong>t</strong>wo</p>', query('e tw'), ['e tw']],
    ['in cells of tables', '<table><tr><td>cell</td><td>cell</td></tr></table>', query('cell'), ['cell', 'cell']],
    ['a pattern', '<p>2024-01 and 2025-12</p>', query('\\d{4}-\\d\\d', { isPattern: true }), ['2024-01', '2025-12']],
    ['no match of nothing', '<p>abc</p>', query('x*', { isPattern: true }), []],
    ['nothing across paragraphs', '<p>one</p><p>two</p>', query('one two'), []],
    ['behind a line break', '<p>one<br>two</p>', query('two'), ['two']],
  ] as const)('%s', (_what, html, asked, expected) => {
    expect(finds(html, asked)).toEqual(expected);
  });

  it('puts groups into a replacement, and takes plain words as they are', () => {
    const match = { from: 1, to: 2, groups: ['ab', 'a', 'b'] };
    expect(replacementFor(match, '$2$1 $& $$ $9', true)).toBe('ba ab $ $9');
    expect(replacementFor(match, '$1', false)).toBe('$1');
  });
});

/** Never answers, like a pattern without end. */
function endlessWorker(): Worker & { ended: boolean } {
  const worker = { ended: false, onmessage: null, onerror: null, postMessage: () => undefined, terminate: () => end() };
  const end = () => {
    worker.ended = true;
  };
  return worker as unknown as Worker & { ended: boolean };
}

function searchIn(html: string, caret = 1) {
  const clock = new ManualClock();
  const environment = manualEnvironment(clock, 0);
  const editor = editorWith(html);
  editor.commands.setTextSelection(caret);
  const workers: ReturnType<typeof endlessWorker>[] = [];
  const startWorker = () => {
    const worker = endlessWorker();
    workers.push(worker);
    return worker;
  };
  return {
    clock,
    editor,
    workers,
    session: new FindSession(editor, environment, { startWorker, separateUndo: () => undefined }),
  };
}

describe('a search', () => {
  it('begins at the caret, goes round, and shows where it is', () => {
    const { editor, session } = searchIn('<p>tea one</p><p>tea two</p><p>tea three</p>', 8);
    session.search(query('tea'));
    expect(session.view).toEqual({ kind: 'found', count: 3, present: 1 });
    session.step(1);
    session.step(1);
    expect(session.view).toEqual({ kind: 'found', count: 3, present: 0 });
    session.step(-1);
    expect(session.view).toMatchObject({ present: 2 });
    expect(editor.view.dom.querySelectorAll('.found')).toHaveLength(3);
    session.close();
    expect(editor.view.dom.querySelectorAll('.found')).toHaveLength(0);
    expect(editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to)).toBe('tea');
  });

  it('follows what others write', () => {
    const { editor, clock, session } = searchIn('<p>tea</p><p>tea</p>');
    session.search(query('tea'));
    session.step(1);
    editor.view.dispatch(editor.state.tr.insertText('tea and ', 1));
    expect(editor.view.dom.querySelector('.found-present')?.closest('p')?.previousElementSibling?.textContent).toBe(
      'tea and tea',
    );
    clock.advance(1_000);
    expect(session.view).toEqual({ kind: 'found', count: 3, present: 2 });
    session.close();
  });

  it('replaces one and goes on, then all, which may hold what is looked for', () => {
    const { editor, session } = searchIn('<p>tea tea <strong>tea</strong></p>');
    session.search(query('tea'));
    session.replace('teapot');
    expect(editor.getText()).toBe('teapot tea tea');
    expect(session.view).toMatchObject({ present: 1 });
    expect(session.replaceAll('coffee')).toBe(3);
    expect(editor.getHTML()).toBe('<p>coffeepot coffee <strong>coffee</strong></p>');
    expect(session.view).toMatchObject({ count: 0 });
    session.close();
  });

  it('replaces with nothing', () => {
    const { editor, session } = searchIn('<p>one, two, three</p>');
    session.search(query(', '));
    session.replaceAll('');
    expect(editor.getText()).toBe('onetwothree');
    session.close();
  });

  it('says when a pattern is none, and when it takes too long, and then ends it', () => {
    const { clock, session, workers } = searchIn('<p>aaaa</p>');
    session.search(query('(', { isPattern: true }));
    expect(session.view).toEqual({ kind: 'no-pattern' });
    session.search(query('(a+)+$', { isPattern: true }));
    expect(session.view).toEqual({ kind: 'searching' });
    clock.advance(FIND_PATTERN_MS_MAX);
    expect([session.view, workers[0]?.ended]).toEqual([{ kind: 'too-slow' }, true]);
    session.search(query('b+', { isPattern: true }));
    session.close();
    expect(workers[1]?.ended).toBe(true);
  });
});
