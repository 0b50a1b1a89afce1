/**
 * Colours in code blocks. Words stay as they are: colours are decorations of this page alone, never of the document.
 * The highlighter is loaded with the first block that names a language, and each language with its first block. A
 * block is coloured a moment after the typing in it pauses; until then its colours move along with the text.
 */

import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { languageOf } from './code-languages.ts';

type Highlighter = typeof import('./highlighter.ts');

const CODE_CHARACTERS_MAX = 20_000;
const PAUSE_MS = 120;

const key = new PluginKey<DecorationSet>('code-highlight');

export const CodeHighlight = Extension.create({
  name: 'codeHighlight',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, colours) => {
          const fresh: DecorationSet | undefined = transaction.getMeta(key);
          return fresh ?? (transaction.docChanged ? colours.map(transaction.mapping, transaction.doc) : colours);
        },
      },
      props: { decorations: (state) => key.getState(state) },
      view: (view) => new Colouring(view),
    }),
  ],
});

/** A stretch of characters, from the beginning of its block. */
interface Placed {
  readonly from: number;
  readonly to: number;
  readonly classes: string;
}

class Colouring {
  readonly #view: EditorView;
  /** Nodes never change, so what was found once for one holds for as long as it lives. */
  readonly #known = new WeakMap<Node, readonly Placed[]>();
  /** The blocks whose colours are shown; they move with the text. */
  #shown: readonly Node[] = [];
  #highlighter: Highlighter | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #destroyed = false;

  constructor(view: EditorView) {
    this.#view = view;
    this.#soon();
  }

  update(view: EditorView, before: { readonly doc: Node }): void {
    if (view.state.doc !== before.doc) this.#soon();
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#timer);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#colour(), PAUSE_MS);
  }

  async #colour(): Promise<void> {
    const blocks = codeBlocks(this.#view.state.doc);
    if (blocks.length === this.#shown.length && blocks.every(({ node }, i) => node === this.#shown[i])) return;
    await this.#read(blocks.map(({ node }) => node).filter((node) => !this.#known.has(node)));
    if (this.#destroyed) return;
    if (this.#view.composing) return this.#soon();
    const { doc, tr } = this.#view.state;
    const present = codeBlocks(doc);
    this.#shown = present.map(({ node }) => node).filter((node) => this.#known.has(node));
    const colours = present.flatMap(({ node, position }) =>
      (this.#known.get(node) ?? []).map(({ from, to, classes }) =>
        Decoration.inline(position + 1 + from, position + 1 + to, { class: classes }),
      ),
    );
    this.#view.dispatch(tr.setMeta(key, DecorationSet.create(doc, colours)).setMeta('addToHistory', false));
  }

  async #read(nodes: readonly Node[]): Promise<void> {
    if (nodes.length === 0) return;
    try {
      this.#highlighter ??= await import('./highlighter.ts');
      for (const node of nodes) {
        const language = languageOf(node.attrs.language);
        if (language === null) continue;
        this.#known.set(node, await this.#highlighter.stretches(node.textContent, language));
      }
    } catch {
      // Offline before the first block: it stays plain, and the next change tries again.
    }
  }
}

/** The code blocks that name a language we know. */
function codeBlocks(doc: Node): { readonly node: Node; readonly position: number }[] {
  const blocks: { node: Node; position: number }[] = [];
  doc.descendants((node, position) => {
    const isCode = node.type.name === 'codeBlock' && node.content.size <= CODE_CHARACTERS_MAX;
    if (isCode && languageOf(node.attrs.language) !== null) blocks.push({ node, position });
    return !node.isTextblock;
  });
  return blocks;
}
