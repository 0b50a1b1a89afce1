/** The editors that are compared: this one, Tiptap without sharing (the floor), and the two stock bindings. */

import { Editor, Extension, type Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { prosemirrorToYXmlFragment, ySyncPlugin } from 'y-prosemirror';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { type Collaborative, collaborationExtensions } from '../../../web/binding/collaboration.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { WideMarks } from '../../../web/editor/writing/wide-marks.ts';
import { flatUpdate, type Sample, sampleTree } from './sample.ts';
import { openWholePage } from './whole-page.tsx';

export type VariantName = 'plain' | 'scriptorium' | 'whole page' | 'y-tiptap' | 'y-prosemirror';

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

export function prepare(name: VariantName, sample: Sample): Variant {
  switch (name) {
    case 'plain':
      return {
        open: (element) => editorIn(element, [], sampleTree(sample)),
        other: null,
      };
    case 'scriptorium':
      return flatVariant(sample, (element, { doc, awareness }) =>
        editorIn(element, [...collaborationExtensions({ doc, awareness }), WideMarks]),
      );
    case 'whole page':
      return flatVariant(sample, openWholePage);
    case 'y-tiptap':
      return fragmentVariant(sample, (doc) => [Collaboration.configure({ document: doc, field: FRAGMENT })]);
    case 'y-prosemirror':
      return fragmentVariant(sample, (doc) => [
        Extension.create({
          name: 'yProsemirror',
          addProseMirrorPlugins: () => [ySyncPlugin(doc.getXmlFragment(FRAGMENT)) as never],
        }),
      ]);
  }
}

function flatVariant(sample: Sample, open: (element: HTMLElement, shared: Collaborative) => Editor): Variant {
  const doc = new Y.Doc();
  const other = otherCopy(doc, flatUpdate(sample), (copy) => {
    const body = copy.getText(BODY);
    body.insert(Math.floor(body.length / 2), 'x', {});
  });
  return { open: (element) => open(element, { doc, awareness: new Awareness(doc) }), other };
}

function fragmentVariant(sample: Sample, sharing: (doc: Y.Doc) => Extensions): Variant {
  const source = new Y.Doc();
  const scratch = editorIn(document.createElement('div'), [], sampleTree(sample));
  prosemirrorToYXmlFragment(scratch.state.doc as never, source.getXmlFragment(FRAGMENT));
  scratch.destroy();
  const doc = new Y.Doc();
  const other = otherCopy(doc, Y.encodeStateAsUpdate(source), (copy) => {
    textInTheMiddle(copy.getXmlFragment(FRAGMENT))?.insert(1, 'x');
  });
  return { open: (element) => editorIn(element, sharing(doc)), other };
}

function textInTheMiddle(parent: Y.XmlFragment): Y.XmlText | undefined {
  const child = parent.get(Math.floor(parent.length / 2));
  if (child instanceof Y.XmlText) return child;
  return child instanceof Y.XmlElement ? textInTheMiddle(child) : undefined;
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
