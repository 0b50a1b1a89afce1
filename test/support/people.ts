/**
 * People who write in one document: each has a real Tiptap editor without a DOM, the real binding and undo, and a copy
 * of the document. What a person writes reaches the others when the test says so.
 */

import { Editor, type Extensions } from '@tiptap/core';
// The types of the commands.
import type {} from '@tiptap/extension-blockquote';
import type {} from '@tiptap/extension-bold';
import type {} from '@tiptap/extension-code';
import type {} from '@tiptap/extension-code-block';
import type {} from '@tiptap/extension-details';
import type {} from '@tiptap/extension-hard-break';
import type {} from '@tiptap/extension-heading';
import type {} from '@tiptap/extension-highlight';
import type {} from '@tiptap/extension-horizontal-rule';
import type {} from '@tiptap/extension-italic';
import type {} from '@tiptap/extension-list';
import type {} from '@tiptap/extension-paragraph';
import type {} from '@tiptap/extension-strike';
import type {} from '@tiptap/extension-table';
import type {} from '@tiptap/extension-text-style';
import type {} from '@tiptap/extension-underline';
import * as Y from 'yjs';
import { Binding } from '../../web/binding/binding.ts';
import { logPlugin, takeTransactions } from '../../web/binding/plugin.ts';
import { UndoHistory } from '../../web/binding/undo.ts';
import type {} from '../../web/editor/links/link.ts';
import { tablePlugins } from '../../web/editor/tables/table-nodes.ts';
import { editorExtensions } from './editor-schema.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** By the name of a text, by character. */
export type CharacterCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface PersonOptions {
  readonly extensions?: Extensions;
  /** One that somebody else made, and has back when this person leaves; else they make one. */
  readonly editor?: Editor;
  /** Edits closer together than this are undone together. */
  readonly captureMs?: number;
  /** Where the ids of their tables, rows and columns come from: the order of what is new in one place depends on them. */
  readonly random?: SeededRandom;
  /** Somebody else's, a session's for instance, with a client id of its own; else they get one. */
  readonly doc?: Y.Doc;
}

/** The product's editor without a screen. */
export function newEditor(extensions: Extensions = editorExtensions): Editor {
  return new Editor({
    element: null,
    extensions,
    enableCoreExtensions: { delete: false },
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
  });
}

export class Person {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly editor: Editor;
  readonly undo: UndoHistory;
  binding: Binding;
  /** Updates of this person that were not delivered yet. */
  readonly outbox: Uint8Array[] = [];
  readonly #isEditorOurs: boolean;

  constructor(
    name: string,
    clientId: number,
    start?: Uint8Array,
    { extensions, editor: lent, captureMs = 0, random = seededRandom(clientId), doc }: PersonOptions = {},
  ) {
    const newId = (): string => Array.from({ length: 10 }, () => random.below(36).toString(36)).join('');
    this.name = name;
    this.doc = doc ?? new Y.Doc();
    if (doc === undefined) this.doc.clientID = clientId;
    if (start) Y.applyUpdate(this.doc, start);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'delivered') this.outbox.push(update);
    });
    this.#isEditorOurs = lent === undefined;
    this.editor = lent ?? newEditor(extensions);
    // An editor without an element has none of its plugins; these change documents.
    for (const plugin of tablePlugins(newId)) this.editor.registerPlugin(plugin);
    this.editor.registerPlugin(logPlugin());
    this.undo = new UndoHistory(this.doc, captureMs);
    const { editor } = this;
    const port = {
      get state() {
        return editor.state;
      },
      dispatch: (transaction: Parameters<Editor['view']['dispatch']>[0]) => editor.view.dispatch(transaction),
    };
    this.binding = new Binding(this.doc, port, { onBehind: () => undefined }, newId);
    this.undo.attach(this.binding);
    editor.on('transaction', this.#writes);
  }

  readonly #writes = (): void => {
    this.binding.write(takeTransactions(this.editor.state));
    this.undo.noteSelection();
  };

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'delivered');
  }

  /** Shows what was received. */
  looks(): void {
    this.binding.show();
  }

  /** Puts the caret behind the n-th occurrence of some text (or before it). */
  goesTo(text: string, side: 'before' | 'behind' = 'behind'): this {
    const at = this.find(text);
    this.editor.commands.setTextSelection(side === 'before' ? at : at + text.length);
    return this;
  }

  selects(from: string, to = from): this {
    this.editor.commands.setTextSelection({ from: this.find(from), to: this.find(to) + to.length });
    return this;
  }

  types(text: string): this {
    this.editor.view.dispatch(this.editor.state.tr.insertText(text));
    return this;
  }

  find(text: string): number {
    let found = -1;
    this.editor.state.doc.descendants((node, position) => {
      if (!node.isTextblock || found >= 0) return;
      const at = node.textBetween(0, node.content.size, '', '\uFFFC').indexOf(text);
      if (at >= 0) found = position + 1 + at;
    });
    if (found < 0) throw new Error(`${this.name} cannot find "${text}" in ${this.editor.state.doc}`);
    return found;
  }

  /** Each block as `type: text`, the containers around it before it. */
  sees(): string[] {
    const lines: string[] = [];
    this.editor.state.doc.descendants((node, position) => {
      if (!node.isTextblock && !(node.isLeaf && node.isBlock)) return;
      const $at = this.editor.state.doc.resolve(position);
      const path = Array.from({ length: $at.depth }, (_, depth) => $at.node(depth + 1).type.name);
      lines.push(`${[...path, node.type.name].join('/')}: ${node.textBetween(0, node.content.size, '', '\uFFFC')}`);
    });
    return lines;
  }

  /** How many characters and atoms are deleted in Yjs: in one text, or in the body and the cells of all tables. */
  deletedLength(name?: string): number {
    let length = 0;
    for (const item of this.#items(name)) {
      const isMarker = item.content instanceof Y.ContentType;
      if (item.deleted && item.countable && !isMarker) length += item.length;
    }
    return length;
  }

  /** How often each text has each character, living or (as far as Yjs still knows them) deleted. */
  characters(which: 'deleted' | 'living'): CharacterCounts {
    const byText = new Map<string, Map<string, number>>();
    for (const [name, text] of this.doc.share) {
      const characters = new Map<string, number>();
      for (let item = text._start; item; item = item.right) {
        if (item.deleted !== (which === 'deleted') || !(item.content instanceof Y.ContentString)) continue;
        for (const one of item.content.str) characters.set(one, (characters.get(one) ?? 0) + 1);
      }
      byText.set(name, characters);
    }
    return byText;
  }

  *#items(name?: string): Iterable<Y.Item> {
    const texts = name === undefined ? this.doc.share.values() : [this.doc.getText(name)];
    for (const text of texts) for (let item = text._start; item; item = item.right) yield item;
  }

  leaves(): void {
    this.binding.close();
    this.undo.close();
    this.editor.off('transaction', this.#writes);
    if (this.#isEditorOurs) this.editor.destroy();
  }
}
