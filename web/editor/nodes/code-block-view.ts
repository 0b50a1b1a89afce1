/** A code block with its language in the corner, to be chosen; plain DOM. */

import type { NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { text } from '../../ui/text.ts';
import { CODE_LANGUAGES, languageOf } from './code-languages.ts';

export const codeBlockView: NodeViewRenderer = ({ node: first, editor, getPos }) => {
  const dom = document.createElement('pre');
  const picker = document.createElement('select');
  picker.className = 'code-language';
  picker.contentEditable = 'false';
  picker.setAttribute('aria-label', text.code.language);
  const contentDOM = document.createElement('code');
  contentDOM.spellcheck = false;
  dom.append(picker, contentDOM);

  const choose = () => {
    const position = getPos();
    if (position === undefined || !editor.isEditable) return;
    editor.view.dispatch(editor.state.tr.setNodeAttribute(position, 'language', picker.value || null));
    editor.commands.focus();
  };
  let shown: string | undefined;
  const show = ({ attrs }: Node) => {
    picker.disabled = !editor.isEditable;
    const stored = typeof attrs.language === 'string' ? attrs.language : '';
    if (stored === shown) return;
    shown = stored;
    const known = languageOf(stored);
    picker.replaceChildren(...options(known === null ? stored : ''));
    picker.value = known ?? stored;
    if (known === null) delete dom.dataset.language;
    else dom.dataset.language = known;
  };
  picker.addEventListener('change', choose);
  picker.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') editor.view.focus();
  });
  show(first);
  return {
    dom,
    contentDOM,
    update: (node) => {
      if (node.type !== first.type) return false;
      show(node);
      return true;
    },
    stopEvent: ({ target }) => target === picker,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  };
};

/** @param unknown a language of another program: it stays what it is until another is chosen. */
function options(unknown: string): HTMLOptionElement[] {
  const plain = option('', text.code.plain);
  const others = unknown === '' ? [] : [option(unknown, unknown)];
  return [plain, ...others, ...CODE_LANGUAGES.map(({ id, name }) => option(id, name))];
}

function option(value: string, name: string): HTMLOptionElement {
  const element = document.createElement('option');
  element.value = value;
  element.textContent = name;
  return element;
}
