/**
 * Shows a formula. KaTeX and its fonts are loaded with the first formula and not before; until then, and for what
 * KaTeX cannot read, the source is shown.
 */

import type { NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';

type Katex = typeof import('katex')['default'];

let katex: Promise<Katex> | undefined;

function loadKatex(): Promise<Katex> {
  katex ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([module]) => module.default);
  return katex;
}

/** A node view for a node with the attribute `latex`; in a `div` as a formula of its own, in a `span` within a line. */
export function formulaView(tag: 'div' | 'span'): NodeViewRenderer {
  return ({ node: first }) => {
    const dom = document.createElement(tag);
    dom.className = 'formula';
    let shown: Node | undefined;
    const show = (node: Node): void => {
      shown = node;
      const latex = String(node.attrs.latex);
      dom.textContent = latex === '' ? '…' : latex;
      dom.setAttribute('aria-label', latex);
      if (latex === '') return;
      void loadKatex().then(
        (loaded) => {
          if (shown === node)
            loaded.render(latex, dom, { displayMode: tag === 'div', throwOnError: false, trust: false });
        },
        // Offline before the first formula: the source stays, and the next formula tries again.
        () => {
          katex = undefined;
        },
      );
    };
    show(first);
    return {
      dom,
      update: (node) => {
        if (node.type !== first.type) return false;
        if (node !== shown) show(node);
        return true;
      },
      ignoreMutation: () => true,
      destroy: () => {
        shown = undefined;
      },
    };
  };
}
