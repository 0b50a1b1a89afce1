// @vitest-environment happy-dom
/** One undo takes back what typed signs have made, and nothing that was typed before. */

import { Editor } from '@tiptap/core';
import { afterEach, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { collaborationExtensions } from '../../../web/binding/collaboration.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { SignSteps } from '../../../web/editor/writing/sign-steps.ts';
import { typesInto } from '../../support/typed-into.ts';

const leaving: (() => void)[] = [];
afterEach(() => {
  for (const leave of leaving.splice(0).reverse()) leave();
});

function opens(): Editor {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: [...schemaExtensions(), ...collaborationExtensions({ doc, awareness }), SignSteps],
    enableCoreExtensions: { delete: false },
    injectCSS: false,
  });
  leaving.push(
    () => awareness.destroy(),
    () => editor.destroy(),
  );
  return editor;
}

test.each([
  ['# ', '<h1></h1>', '<p>#</p>'],
  ['- ', '<ul dir="auto"><li><p></p></li></ul>', '<p>-</p>'],
  ['some **words**', '<p>some <strong>words</strong></p>', '<p>some **words*</p>'],
  ['https://a.example ', /^<p><a .*<\/a> <\/p>$/, '<p>https://a.example</p>'],
])('%j', (keys, made, undone) => {
  const editor = opens();
  typesInto(editor, keys);
  expect(editor.getHTML()).toMatch(made);
  editor.commands.undo();
  expect(editor.getHTML()).toBe(undone);
  editor.commands.redo();
  expect(editor.getHTML()).toMatch(made);
});
