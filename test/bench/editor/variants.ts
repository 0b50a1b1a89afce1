/** The editors that are compared: this one, Tiptap without sharing (the floor), and the two stock bindings. */

import { Editor, Extension, type Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { prosemirrorToYXmlFragment, ySyncPlugin } from 'y-prosemirror';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { collaborationExtensions } from '../../../web/binding/collaboration.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { editedFlatUpdate, flatUpdate, sampleTree } from './sample.ts';

export type VariantName = 'plain' | 'scriptorium' | 'y-tiptap' | 'y-prosemirror';

/** One editor with a document in it, ready to be measured. */
export interface Variant {
  /** Puts the editor on the page. */
  open(element: HTMLElement): Editor;
  /** An update as another person's client would send it: one character in the middle. Null where nobody else is. */
  readonly remoteKey: (() => void) | null;
}

const FRAGMENT = 'prosemirror';

export function prepare(name: VariantName, paragraphs: number, items: number): Variant {
  switch (name) {
    case 'plain':
      return {
        open: (element) => editorIn(element, [], sampleTree(paragraphs)),
        remoteKey: null,
      };
    case 'scriptorium':
      return flatVariant(items > 0 ? editedFlatUpdate(paragraphs, items) : flatUpdate(paragraphs));
    case 'y-tiptap':
      return fragmentVariant(paragraphs, (doc) => [Collaboration.configure({ document: doc, field: FRAGMENT })]);
    case 'y-prosemirror':
      return fragmentVariant(paragraphs, (doc) => [
        Extension.create({
          name: 'yProsemirror',
          addProseMirrorPlugins: () => [ySyncPlugin(doc.getXmlFragment(FRAGMENT)) as never],
        }),
      ]);
  }
}

function flatVariant(start: Uint8Array): Variant {
  const doc = new Y.Doc();
  const other = otherCopy(doc, start);
  return {
    open: (element) => editorIn(element, collaborationExtensions({ doc, awareness: new Awareness(doc) })),
    remoteKey: () => {
      const body = other.getText(BODY);
      body.insert(Math.floor(body.length / 2), 'x', {});
    },
  };
}

function fragmentVariant(paragraphs: number, sharing: (doc: Y.Doc) => Extensions): Variant {
  const source = new Y.Doc();
  const scratch = editorIn(document.createElement('div'), [], sampleTree(paragraphs));
  prosemirrorToYXmlFragment(scratch.state.doc as never, source.getXmlFragment(FRAGMENT));
  scratch.destroy();
  const doc = new Y.Doc();
  const other = otherCopy(doc, Y.encodeStateAsUpdate(source));
  return {
    open: (element) => editorIn(element, sharing(doc)),
    remoteKey: () => {
      const blocks = other.getXmlFragment(FRAGMENT);
      const block = blocks.get(Math.floor(blocks.length / 2));
      const [text] = block instanceof Y.XmlElement ? block.toArray() : [];
      if (text instanceof Y.XmlText) text.insert(1, 'x');
    },
  };
}

/** Loads both copies; what is done to the other arrives here at once, as it would over the network. */
function otherCopy(doc: Y.Doc, start: Uint8Array): Y.Doc {
  const other = new Y.Doc();
  Y.applyUpdate(doc, start);
  Y.applyUpdate(other, start);
  other.on('update', (update: Uint8Array) => Y.applyUpdate(doc, update, 'network'));
  return other;
}

function editorIn(element: HTMLElement, sharing: Extensions, content?: object): Editor {
  return new Editor({
    element,
    extensions: [...schemaExtensions(), ...sharing],
    enableCoreExtensions: { delete: false },
    ...(content === undefined ? {} : { content }),
  });
}
