// @vitest-environment happy-dom
/** What opens a list while typing, what closes it, and that others do neither. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { SHOWN } from '../../../web/binding/binding.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { closeSuggest, Suggest, searchIn } from '../../../web/editor/suggest/suggest.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function writer(html = '<p></p>') {
  const extensions = [...schemaExtensions(), Suggest];
  const editor = new Editor({ extensions, content: html, injectCSS: false, enableCoreExtensions: { delete: false } });
  editors.push(editor);
  editor.commands.focus('end');
  const search = () => searchIn(editor.state);
  return {
    editor,
    types(words: string) {
      for (const character of words) editor.view.dispatch(editor.state.tr.insertText(character));
      return this;
    },
    deletes(count: number) {
      const { from } = editor.state.selection;
      editor.view.dispatch(editor.state.tr.delete(from - count, from));
      return this;
    },
    /** What somebody else wrote, shown here. */
    others(position: number, words: string) {
      editor.view.dispatch(editor.state.tr.insertText(words, position).setMeta(SHOWN, true));
      return this;
    },
    looksUp: () => {
      const present = search();
      return present && `${present.signal}${present.query}`;
    },
    search,
  };
}

describe('looking something up while typing', () => {
  it.each([
    ['/', '/'],
    ['word /tab', '/tab'],
    ['/task list', '/task list'],
    ['@an', '@an'],
    ['(@an', '@an'],
    ['„@an', '@an'],
    ['你好@an', '@an'],
    [':smi', ':smi'],
  ])('%j looks up %j', (typed, expected) => {
    expect(writer().types(typed).looksUp()).toBe(expected);
  });

  it.each(['and/or', 'https://example.org', 'a@b', 'größe@b', '(/an', 'at 10:30', ':', ': ab', ':)', '/ ', '/a b c '])(
    '%j looks up nothing',
    (typed) => {
      expect(writer().types(typed).looksUp()).toBe(null);
    },
  );

  it('looks up nothing in code', () => {
    expect(writer('<pre><code>x</code></pre>').types(' /').looksUp()).toBe(null);
  });

  it('Escape closes it for as long as its signal stands there', () => {
    const ann = writer().types('/ta');
    closeSuggest(ann.editor.view);
    expect(ann.types('b').looksUp()).toBe(null);
    expect(ann.deletes(4).types('/').looksUp()).toBe('/');
  });

  it('is over when the signal is deleted or the caret goes elsewhere', () => {
    expect(writer().types('/t').deletes(2).looksUp()).toBe(null);
    const ann = writer('<p>some words </p>').types('/t');
    ann.editor.commands.setTextSelection(3);
    expect(ann.looksUp()).toBe(null);
  });

  it('a caret put behind a signal asks nothing, and neither does a paste', () => {
    const ann = writer('<p>see /etc</p><p></p>');
    ann.editor.commands.setTextSelection(9);
    expect(ann.looksUp()).toBe(null);
    ann.editor.view.dispatch(ann.editor.state.tr.insertText(' /usr'));
    expect(ann.looksUp()).toBe(null);
  });

  it('what others write before it moves it along and leaves it open', () => {
    const ann = writer('<p>first</p><p></p>').types('/ta');
    const before = ann.search();
    ann.others(1, 'Bob wrote this. ');
    expect(ann.looksUp()).toBe('/ta');
    expect(ann.search()?.from).toBe((before?.from ?? 0) + 'Bob wrote this. '.length);
    expect(ann.types('b').looksUp()).toBe('/tab');
  });

  it('what others write opens nothing', () => {
    const ann = writer('<p>first</p>');
    expect(ann.others(6, ' /').looksUp()).toBe(null);
  });

  it('a button types the signal behind a space and opens the list at once', () => {
    const ann = writer('<p>word</p>');
    ann.editor.commands.insertSignal(':');
    expect([ann.editor.getText(), ann.looksUp()]).toEqual(['word :', ':']);
    expect(ann.types('s').looksUp()).toBe(':s');
  });
});
