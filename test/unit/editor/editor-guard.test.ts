// @vitest-environment happy-dom

/** An editor that breaks says so, and what had been typed is in the document. */

import { Editor } from '@tiptap/core';
import { afterEach, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { toPlainText } from '../../../server/contract/document/plain-text.ts';
import { readDocument } from '../../../server/contract/document/read-document.ts';
import { collaborationExtensions } from '../../../web/binding/collaboration.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { editorGuard } from '../../../web/editor/writing/editor-guard.ts';

const leaving: (() => void)[] = [];

afterEach(() => {
  for (const leave of leaving.splice(0).reverse()) leave();
});

function opens() {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const broken: unknown[] = [];
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: [
      ...schemaExtensions(),
      ...collaborationExtensions({ doc, awareness }),
      editorGuard((error) => broken.push(error)),
    ],
  });
  leaving.push(
    () => awareness.destroy(),
    () => editor.destroy(),
  );
  editor.commands.insertContent('Kept words');
  return { editor, broken, text: () => toPlainText(readDocument(doc).tree) };
}

test('a change that cannot be drawn: the document has it all the same, and whoever shows the editor is told', () => {
  const { editor, broken, text } = opens();
  const error = new Error('This cannot be drawn.');
  Object.assign(editor.view, {
    docView: Object.assign(Object.create((editor.view as unknown as { docView: object }).docView), {
      update: () => {
        throw error;
      },
    }),
  });
  expect(() => editor.commands.insertContent('!')).toThrow(error);
  expect(broken).toEqual([error]);
  expect(text()).toBe('Kept words!');
});

test('a listener that fails is no broken editor', () => {
  const { editor, broken, text } = opens();
  editor.on('transaction', () => {
    throw new Error('A menu failed.');
  });
  expect(() => editor.commands.insertContent('!')).toThrow('A menu failed.');
  expect(broken).toEqual([]);
  expect(text()).toBe('Kept words!');
});
