/** The editors that are compared: this one, Tiptap without sharing (the floor), and the two stock bindings. */

import { Editor, Extension, type Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { prosemirrorToYXmlFragment, ySyncPlugin } from 'y-prosemirror';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { collaborationExtensions } from '../../../web/binding/collaboration.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { WideMarks } from '../../../web/editor/wide-marks.ts';
import { editedFlatUpdate, flatUpdate, sampleTree } from './sample.ts';

export type VariantName = 'plain' | 'scriptorium' | 'y-tiptap' | 'y-prosemirror';

/** One editor with a document in it, ready to be measured. */
export interface Variant {
  /** Puts the editor on the page. */
  open(element: HTMLElement): Editor;
  /** Somebody else, who types one character in the middle; null where nobody else is. */
  readonly other: Other | null;
}

interface Other {
  /** What their browser does; not ours to measure. */
  type(): void;
  /** What they typed arrives here, as it would over the network. */
  deliver(): void;
}

const FRAGMENT = 'prosemirror';

export function prepare(name: VariantName, paragraphs: number, items: number): Variant {
  switch (name) {
    case 'plain':
      return {
        open: (element) => editorIn(element, [], sampleTree(paragraphs)),
        other: null,
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
  const other = otherCopy(doc, start, (copy) => {
    const body = copy.getText(BODY);
    body.insert(Math.floor(body.length / 2), 'x', {});
  });
  return {
    open: (element) =>
      editorIn(element, [...collaborationExtensions({ doc, awareness: new Awareness(doc) }), WideMarks]),
    other,
  };
}

function fragmentVariant(paragraphs: number, sharing: (doc: Y.Doc) => Extensions): Variant {
  const source = new Y.Doc();
  const scratch = editorIn(document.createElement('div'), [], sampleTree(paragraphs));
  prosemirrorToYXmlFragment(scratch.state.doc as never, source.getXmlFragment(FRAGMENT));
  scratch.destroy();
  const doc = new Y.Doc();
  const other = otherCopy(doc, Y.encodeStateAsUpdate(source), (copy) => {
    const blocks = copy.getXmlFragment(FRAGMENT);
    const block = blocks.get(Math.floor(blocks.length / 2));
    const [text] = block instanceof Y.XmlElement ? block.toArray() : [];
    if (text instanceof Y.XmlText) text.insert(1, 'x');
  });
  return { open: (element) => editorIn(element, sharing(doc)), other };
}

/** Loads both copies. */
function otherCopy(doc: Y.Doc, start: Uint8Array, type: (copy: Y.Doc) => void): Other {
  const copy = new Y.Doc();
  Y.applyUpdate(doc, start);
  Y.applyUpdate(copy, start);
  const sent: Uint8Array[] = [];
  copy.on('update', (update: Uint8Array) => sent.push(update));
  return {
    type: () => type(copy),
    deliver: () => {
      for (const update of sent.splice(0)) Y.applyUpdate(doc, update, 'network');
    },
  };
}

function editorIn(element: HTMLElement, sharing: Extensions, content?: object): Editor {
  return new Editor({
    element,
    extensions: [...schemaExtensions(), ...sharing],
    enableCoreExtensions: { delete: false },
    ...(content === undefined ? {} : { content }),
  });
}
