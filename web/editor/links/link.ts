/**
 * Links. Only addresses on the allow-list become one, however they arrive: typed, pasted, or written by somebody
 * else's program. `class`, `rel` and `target` are ours to choose, never the document's.
 */

import { InputRule, Mark, markPasteRule } from '@tiptap/core';
import type { MarkType, Node, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { checkedAttributes } from '../nodes/checked-attributes.ts';
import { isAllowedAddress } from './addresses.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    link: {
      /** Links the selection; refuses an address that is not allowed. */
      setLink: (attributes: { href: string }) => ReturnType;
      /** Takes the link away from the selection, or from all of the link the cursor stands in. */
      unsetLink: () => ReturnType;
    };
  }
}

/** Sentence marks after an address belong to the sentence. */
const ADDRESS = String.raw`https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]`;
const TYPED = new RegExp(String.raw`(?:^|\s)(${ADDRESS})[.,;:!?)\]]*\s$`);
const PASTED = new RegExp(ADDRESS, 'g');

export const Link = Mark.create({
  name: 'link',
  priority: 1_000,
  keepOnSplit: false,
  inclusive: false,
  exitable: true,

  addAttributes: () =>
    checkedAttributes('link', {
      href: { parseHTML: (element) => element.getAttribute('href') },
      title: { parseHTML: (element) => element.getAttribute('title') },
    }),

  parseHTML: () => [{ tag: 'a[href]', getAttrs: (element) => isAllowedAddress(element.getAttribute('href')) && null }],

  renderHTML({ mark }) {
    const { href, title } = mark.attrs;
    const address = isAllowedAddress(href) ? { href } : {};
    const name = typeof title === 'string' ? { title } : {};
    return ['a', { ...address, ...name, target: '_blank', rel: 'noopener noreferrer nofollow' }, 0];
  },

  addCommands() {
    return {
      setLink:
        ({ href }) =>
        ({ commands }) =>
          isAllowedAddress(href) && commands.setMark(this.name, { href }),
      unsetLink:
        () =>
        ({ commands }) =>
          commands.unsetMark(this.name, { extendEmptyMarkRange: true }),
    };
  },

  /** A space after a typed address links it. */
  addInputRules() {
    return [
      new InputRule({
        find: TYPED,
        handler: ({ state, range, match }) => {
          const [typed, address] = match;
          if (address === undefined || !isAllowedAddress(address)) return null;
          const from = range.from + typed.indexOf(address);
          state.tr.addMark(from, from + address.length, this.type.create({ href: address }));
          state.tr.insertText(' ', range.to).removeStoredMark(this.type);
          return undefined;
        },
      }),
    ];
  },

  addPasteRules() {
    return [
      markPasteRule({
        find: (pasted) =>
          Array.from(pasted.matchAll(PASTED), ({ 0: text, index }) => ({ text, index, data: { href: text } })).filter(
            ({ text }) => isAllowedAddress(text),
          ),
        type: this.type,
        getAttributes: ({ data }) => ({ href: data?.href }),
      }),
    ];
  },

  addProseMirrorPlugins() {
    return [new Plugin({ props: { handlePaste: (view, _event, slice) => linkSelection(view, slice, this.type) } })];
  },
});

/** An address pasted over selected text links the text instead of replacing it. */
function linkSelection({ state, dispatch }: EditorView, slice: Slice, type: MarkType): boolean {
  const { from, to, empty } = state.selection;
  const pasted = slice.content.textBetween(0, slice.content.size, ' ').trim();
  if (empty || !isAllowedAddress(pasted) || !mayBeMarked(state.doc, from, to, type)) return false;
  dispatch(state.tr.addMark(from, to, type.create({ href: pasted })));
  return true;
}

/** Whether there are characters in this range, and all of them may carry the mark. */
function mayBeMarked(doc: Node, from: number, to: number, type: MarkType): boolean {
  let count = 0;
  let isAllowed = true;
  doc.nodesBetween(from, to, (node) => {
    if (!node.isTextblock) return true;
    count += node.content.size;
    isAllowed &&= node.type.allowsMarkType(type);
    return false;
  });
  return isAllowed && count > 0;
}
