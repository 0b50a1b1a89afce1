/**
 * Links. Only addresses on the allow-list become one, however they arrive: typed, pasted, or written by somebody
 * else's program. `class`, `rel` and `target` are ours to choose, never the document's.
 */

import { type Editor, InputRule, Mark, markPasteRule } from '@tiptap/core';
import type { MarkType, Node, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { checkedAttributes } from '../nodes/checked-attributes.ts';
import { addressFrom, isAllowedAddress } from './addresses.ts';

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
const ENDED = String.raw`(?:^|\s)(${ADDRESS})[.,;:!?)\]]*`;
/** Not a line break: Enter has more to do than to link. */
const TYPED = new RegExp(String.raw`${ENDED}[^\S\n]$`);
const ENTERED = new RegExp(`${ENDED}$`);
/** As in Markdown; an image is none. */
const WRITTEN = /(?:^|[^!])(\[([^[\]]+)\]\(([^\s()]+)\))$/;
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

  /** So does Enter, and is then what it is. */
  addKeyboardShortcuts() {
    const linkTyped = () => linkBeforeCaret(this.editor, this.type);
    return { Enter: linkTyped, 'Shift-Enter': linkTyped };
  },

  /** A space after a typed address links it; words in brackets before one in parentheses become a link, too. */
  addInputRules() {
    return [
      new InputRule({
        find: WRITTEN,
        handler: ({ state, range, match }) => {
          const [, written = '', words = '', typed = ''] = match;
          const address = addressFrom(typed);
          if (address === null) return null;
          // The last parenthesis is not in the text yet.
          const from = range.to - (written.length - 1);
          const end = from + words.length;
          state.tr.delete(end + 1, range.to).delete(from, from + 1);
          state.tr.addMark(from, end, this.type.create({ href: address })).removeStoredMark(this.type);
          return undefined;
        },
      }),
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

/** Always false: the key goes on. */
function linkBeforeCaret({ state, view, isEditable }: Editor, type: MarkType): boolean {
  const { $from, empty } = state.selection;
  const { parent, parentOffset } = $from;
  if (!empty || !isEditable || !parent.isTextblock || !parent.type.allowsMarkType(type)) return false;
  const before = parent.textBetween(0, parentOffset, undefined, '\uFFFC');
  const [typed, address] = ENTERED.exec(before) ?? [];
  if (typed === undefined || address === undefined || !isAllowedAddress(address)) return false;
  const from = $from.pos - typed.length + typed.indexOf(address);
  const to = from + address.length;
  if (!state.doc.rangeHasMark(from, to, type))
    view.dispatch(state.tr.addMark(from, to, type.create({ href: address })));
  return false;
}

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
