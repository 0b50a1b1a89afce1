// @vitest-environment happy-dom
/** Columns made wider and narrower from a menu. */

import { Editor } from '@tiptap/core';
import { afterEach, expect, test, vi } from 'vitest';
import * as blocks from '../../../web/editor/blocks/block-commands.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

const ROW = '<tr><td colwidth="100"><p>a</p></td><td><p>b</p></td></tr>';

function editorWith(html: string): Editor {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions(),
    content: html,
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  editor.commands.setTextSelection(4);
  return editor;
}

/** Row by row. */
function widths({ state: { doc } }: Editor): unknown[][] {
  const rows: unknown[][] = [];
  doc.firstChild?.forEach((row) => {
    rows.push(Array.from({ length: row.childCount }, (_, i) => row.child(i).attrs.colwidth?.[0] ?? null));
  });
  return rows;
}

test('the column of the caret is a step wider in every row, narrower down to a word, and like the others again', async () => {
  const editor = editorWith(`<table>${ROW}${ROW}</table>`);
  expect([blocks.widenColumn.applies(editor), blocks.widenColumn.run(editor)]).toEqual([true, true]);
  await vi.dynamicImportSettled();
  expect(widths(editor)).toEqual([
    [132, null],
    [132, null],
  ]);
  for (let i = 0; i < 5; i++) blocks.narrowColumn.run(editor);
  await vi.dynamicImportSettled();
  expect(widths(editor)[1]).toEqual([48, null]);
  blocks.equalColumns.run(editor);
  await vi.dynamicImportSettled();
  expect(widths(editor)[0]).toEqual([null, null]);
});

test('there is none outside of a table', () => {
  const editor = editorWith('<p>words</p>');
  expect([blocks.widenColumn.applies(editor), blocks.equalColumns.run(editor)]).toEqual([false, false]);
});
