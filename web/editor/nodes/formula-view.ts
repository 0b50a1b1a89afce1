/**
 * Shows a formula. KaTeX and its fonts are loaded with the first formula and not before; until then, and for what
 * KaTeX cannot read, the source is shown. A formula that is selected can be written anew below itself; every key of that is
 * an edit like any other.
 */

import type { NodeViewRenderer } from '@tiptap/core';
import { type FormulaEditor, formulaEditor } from './formula-editor.ts';

type Katex = typeof import('katex')['default'];

let katex: Promise<Katex> | undefined;

function loadKatex(): Promise<Katex> {
  katex ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([module]) => module.default);
  return katex;
}

/** A formula of somebody else may neither run nor load anything, nor grow without an end. */
const KATEX_OPTIONS = { throwOnError: false, trust: false, maxExpand: 500, maxSize: 50 } as const;

/** The formula as it is read. */
class Drawing {
  readonly dom = document.createElement('span');
  readonly #isBlock: boolean;
  /** What is drawn, or about to be; nothing once nobody looks. */
  #shown: string | undefined;

  constructor(isBlock: boolean) {
    this.#isBlock = isBlock;
    // Not the whole: a field may stand in that.
    this.dom.setAttribute('role', 'math');
  }

  draw(latex: string): void {
    this.#shown = latex;
    this.dom.textContent = latex === '' ? '…' : latex;
    this.dom.setAttribute('aria-label', latex);
    if (latex === '') return;
    void loadKatex().then(
      (loaded) => {
        if (this.#shown === latex) loaded.render(latex, this.dom, { ...KATEX_OPTIONS, displayMode: this.#isBlock });
      },
      // Offline before the first formula: the source stays, and the next formula tries again.
      () => {
        katex = undefined;
      },
    );
  }

  /** Draws it unless it is what is drawn. */
  show(latex: string): void {
    if (this.#shown !== latex) this.draw(latex);
  }

  end(): void {
    this.#shown = undefined;
  }
}

/** A node view for a node with the attribute `latex`; in a `div` as a formula of its own, in a `span` within a line. */
export function formulaView(tag: 'div' | 'span'): NodeViewRenderer {
  return ({ node: first, editor, getPos }) => {
    const dom = document.createElement(tag);
    dom.className = 'formula';
    const drawing = new Drawing(tag === 'div');
    dom.append(drawing.dom);
    let present = first;
    let writing: FormulaEditor | undefined;
    /** What the field wrote last, or shows. */
    let written = '';
    const latexOf = () => String(present.attrs.latex);
    const stopWriting = (): void => {
      writing?.dom.remove();
      writing = undefined;
      drawing.show(latexOf());
    };
    const write = (latex: string): void => {
      const position = getPos();
      if (position === undefined || !editor.isEditable || latex === latexOf()) return;
      written = latex;
      drawing.draw(latex);
      editor.view.dispatch(editor.state.tr.setNodeAttribute(position, 'latex', latex));
    };
    const done = (goesOn: boolean): void => {
      const position = getPos();
      stopWriting();
      if (position === undefined || !editor.isEditable || !goesOn) return;
      editor
        .chain()
        .focus()
        .setTextSelection(position + 1)
        .run();
    };
    // Between two parts of a formula ProseMirror finds the paragraph: a press there would do nothing.
    drawing.dom.addEventListener('click', ({ shiftKey }) => {
      const position = getPos();
      if (position === undefined || writing !== undefined || !editor.isEditable || shiftKey) return;
      editor.commands.setNodeSelection(position);
    });
    drawing.draw(latexOf());
    return {
      dom,
      update: (node) => {
        if (node.type !== first.type) return false;
        present = node;
        drawing.show(latexOf());
        if (latexOf() !== written) writing?.show(latexOf());
        written = latexOf();
        return true;
      },
      selectNode: () => {
        dom.classList.add('ProseMirror-selectednode');
        if (writing !== undefined || !editor.isEditable) return;
        written = latexOf();
        writing = formulaEditor({ latex: written, write, done });
        dom.append(writing.dom);
      },
      deselectNode: () => {
        dom.classList.remove('ProseMirror-selectednode');
        if (writing !== undefined && !writing.dom.contains(document.activeElement)) stopWriting();
      },
      stopEvent: (event) => writing?.isOwn(event) === true,
      ignoreMutation: () => true,
      destroy: () => drawing.end(),
    };
  };
}
