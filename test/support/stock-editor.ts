/**
 * A stock Tiptap editor with its stock collaboration, for comparisons. It needs a view, and so a DOM: happy-dom's is
 * put in place when the first one is opened.
 */

import { type AnyExtension, Editor, type Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import { TableKit } from '@tiptap/extension-table';
import { StarterKit } from '@tiptap/starter-kit';
import { Window } from 'happy-dom';
import * as Y from 'yjs';
import { Mention } from '../../web/editor/nodes/inline-nodes.ts';

export interface StockEditor {
  readonly editor: Editor;
  readonly doc: Y.Doc;
  readonly close: () => void;
}

/** Resolves when the binding shows the document. */
export async function openStockEditor(
  clientId: number,
  start?: Uint8Array,
  knows: (extension: AnyExtension) => boolean = () => true,
): Promise<StockEditor> {
  installDom();
  const doc = new Y.Doc();
  doc.clientID = clientId;
  if (start) Y.applyUpdate(doc, start);
  const element = document.createElement('div');
  document.body.append(element);
  const { promise: shown, resolve } = withResolvers();
  const editor = new Editor({ element, extensions: stockExtensions(doc, resolve).filter(knows) });
  await shown;
  return {
    editor,
    doc,
    close: () => {
      editor.destroy();
      element.remove();
    },
  };
}

function stockExtensions(document: Y.Doc, onFirstRender: () => void): Extensions {
  return [
    StarterKit.configure({ undoRedo: false, trailingNode: false, link: { autolink: false } }),
    TaskList,
    TaskItem.configure({ nested: true }),
    TableKit,
    Mention,
    Collaboration.configure({ document, onFirstRender }),
  ];
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function installDom(): void {
  if ('document' in globalThis) return;
  const window = new Window({ url: 'http://localhost/' });
  for (const key of Object.getOwnPropertyNames(window)) {
    if (key in globalThis) continue;
    const value: unknown = Reflect.get(window, key);
    Reflect.defineProperty(globalThis, key, { value, configurable: true, writable: true });
  }
  Reflect.defineProperty(globalThis, 'window', { value: globalThis, configurable: true });
}
