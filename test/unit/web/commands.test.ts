// @vitest-environment happy-dom
import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import * as commands from '../../../web/editor/commands.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

/** An editor that shares with nobody, with everything selected. */
function editorWith(html: string, editable = true): Editor {
  const editor = new Editor({ extensions: schemaExtensions(), content: html, editable, injectCSS: false });
  editors.push(editor);
  editor.commands.selectAll();
  return editor;
}

const { undo: _undo, redo: _redo, linkAt, canLink, setLink, removeLink, toggleTask, ...formats } = commands;

describe('commands', () => {
  it.each(Object.entries(formats))('%s says that it applies, does, and then holds', (name, command) => {
    const editor = editorWith(name === 'paragraph' ? '<h1>Hello</h1>' : '<p>Hello</p>');
    expect([command.applies(editor), command.holds(editor)]).toEqual([true, false]);
    expect(command.run(editor)).toBe(true);
    expect(command.holds(editor)).toBe(true);
    expect(editor.state.doc.textContent).toBe('Hello');
  });

  it.each(Object.entries(formats))('%s does not apply where nothing may be changed', (_name, command) => {
    expect(command.applies(editorWith('<p>Hello</p>', false))).toBe(false);
  });

  it.each([
    ['a list', '<ul><li><p>Hello</p></li></ul>'],
    ['a task list', '<ul data-type="taskList"><li data-type="taskItem"><p>Hello</p></li></ul>'],
    ['a quote', '<blockquote><p>Hello</p></blockquote>'],
    ['a callout', '<aside data-type="callout"><p>Hello</p></aside>'],
  ])('turning %s into a paragraph is offered, and leaves it', (_what, html) => {
    const editor = editorWith(html);
    editor.commands.setTextSelection(4);
    expect([commands.paragraph.applies(editor), commands.paragraph.run(editor)]).toEqual([true, true]);
    expect(editor.getHTML()).toBe('<p>Hello</p>');
    expect(commands.paragraph.applies(editor)).toBe(false);
  });

  it('emphasis does not apply inside a code block', () => {
    const editor = editorWith('<pre><code>x</code></pre>');
    expect(commands.bold.applies(editor)).toBe(false);
    expect(canLink(editor)).toBe(false);
  });

  it('what is written low is not written high, too', () => {
    const editor = editorWith('<p>2</p>');
    commands.subscript.run(editor);
    commands.superscript.run(editor);
    expect(editor.getHTML()).toBe('<p><sup>2</sup></p>');
  });

  it('a link is set, read, changed and taken away', () => {
    const editor = editorWith('<p>Hello</p>');
    expect([canLink(editor), linkAt(editor)]).toEqual([true, '']);
    setLink(editor, 'https://example.org/');
    expect(linkAt(editor)).toBe('https://example.org/');
    editor.commands.setTextSelection(3);
    setLink(editor, 'https://example.org/2');
    expect(editor.getHTML()).toContain('href="https://example.org/2"');
    removeLink(editor);
    expect(editor.getHTML()).toBe('<p>Hello</p>');
  });

  it('an image or a divider that is selected is nothing to link', () => {
    const editor = editorWith('<hr><p>Hello</p>');
    editor.commands.setNodeSelection(0);
    expect(canLink(editor)).toBe(false);
  });

  it('R39: an address that is not allowed is never set', () => {
    const editor = editorWith('<p>Hello</p>');
    expect(setLink(editor, 'javascript:alert(1)')).toBe(false);
    expect(editor.getHTML()).toBe('<p>Hello</p>');
  });

  it('a task is ticked and unticked, and only a task', () => {
    const editor = editorWith('<ul data-type="taskList"><li data-type="taskItem"><p>Hello</p></li></ul>');
    editor.commands.setTextSelection(4);
    const isTicked = () => editor.getAttributes('taskItem').checked;
    expect([toggleTask(editor), isTicked()]).toEqual([true, true]);
    expect([toggleTask(editor), isTicked()]).toEqual([true, false]);
    expect(toggleTask(editorWith('<p>Hello</p>'))).toBe(false);
  });
});

describe('links from elsewhere (R39)', () => {
  const link = (attrs: Record<string, unknown>) => ({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs }] }] }],
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', ' javascript:alert(1)', 'vbscript:x', 7])(
    'a link to %j cannot even be made',
    (href) => {
      expect(() => editorWith('').schema.mark('link', { href })).toThrow(RangeError);
    },
  );

  it('a peer cannot choose class, target or rel', () => {
    const editor = editorWith('');
    editor.commands.setContent(
      link({ href: 'https://example.org/', class: 'bar', target: '_top', rel: 'opener', style: 'position:fixed' }),
    );
    expect(editor.getHTML()).toBe(
      '<p><a href="https://example.org/" target="_blank" rel="noopener noreferrer nofollow">x</a></p>',
    );
  });

  it('pasted HTML keeps allowed links and the text of the others', () => {
    const editor = editorWith('<p><a href="https://example.org/">good</a> <a href="javascript:alert(1)">bad</a></p>');
    expect(editor.view.dom.querySelectorAll('a')).toHaveLength(1);
    expect(editor.getText()).toBe('good bad');
  });
});
