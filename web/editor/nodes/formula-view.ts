/**
 * Shows a formula. KaTeX and its fonts are loaded with the first formula and not before; until then, and for what
 * KaTeX cannot read, the source is shown. A formula that is selected can be written anew below itself.
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

/** A node view for a node with the attribute `latex`; in a `div` as a formula of its own, in a `span` within a line. */
export function formulaView(tag: 'div' | 'span'): NodeViewRenderer {
  return ({ node: first, editor, getPos }) => {
    const dom = document.createElement(tag);
    dom.className = 'formula';
    const drawn = document.createElement('span');
    // Not the whole: a field may stand in that.
    drawn.setAttribute('role', 'math');
    dom.append(drawn);
    let present = first;
    let shown: string | undefined;
    let writing: FormulaEditor | undefined;
    const draw = (latex: string): void => {
      shown = latex;
      drawn.textContent = latex === '' ? '…' : latex;
      drawn.setAttribute('aria-label', latex);
      if (latex === '') return;
      void loadKatex().then(
        (loaded) => {
          if (shown === latex) loaded.render(latex, drawn, { ...KATEX_OPTIONS, displayMode: tag === 'div' });
        },
        // Offline before the first formula: the source stays, and the next formula tries again.
        () => {
          katex = undefined;
        },
      );
    };
    const stopWriting = (): void => {
      writing?.dom.remove();
      writing = undefined;
      if (shown !== present.attrs.latex) draw(String(present.attrs.latex));
    };
    const done = (latex: string, goesOn: boolean): void => {
      const position = getPos();
      stopWriting();
      if (position === undefined || !editor.isEditable) return;
      if (latex !== present.attrs.latex)
        editor.view.dispatch(editor.state.tr.setNodeAttribute(position, 'latex', latex));
      if (goesOn)
        editor
          .chain()
          .focus()
          .setTextSelection(position + 1)
          .run();
    };
    draw(String(first.attrs.latex));
    return {
      dom,
      update: (node) => {
        if (node.type !== first.type) return false;
        const isOther = node.attrs.latex !== present.attrs.latex;
        present = node;
        if (isOther && writing === undefined) draw(String(node.attrs.latex));
        return true;
      },
      selectNode: () => {
        dom.classList.add('ProseMirror-selectednode');
        if (writing !== undefined || !editor.isEditable) return;
        writing = formulaEditor({ latex: String(present.attrs.latex), preview: draw, done });
        dom.append(writing.dom);
      },
      deselectNode: () => {
        dom.classList.remove('ProseMirror-selectednode');
        if (writing !== undefined && !writing.dom.contains(document.activeElement)) stopWriting();
      },
      stopEvent: (event) => writing?.isOwn(event) === true,
      ignoreMutation: () => true,
      destroy: () => {
        shown = undefined;
      },
    };
  };
}
