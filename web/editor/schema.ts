/**
 * What a document can hold: the nodes and marks of the editor, without React and without sharing. Every attribute
 * may come from somebody else's program: each is validated, and only what is on an allow-list reaches the page.
 */

import { type Extensions, InputRule } from '@tiptap/core';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Details, DetailsContent, DetailsSummary } from '@tiptap/extension-details';
import { Heading } from '@tiptap/extension-heading';
import { Highlight } from '@tiptap/extension-highlight';
import { Link } from '@tiptap/extension-link';
import { OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Subscript } from '@tiptap/extension-subscript';
import { Superscript } from '@tiptap/extension-superscript';
import { Color, TextStyle } from '@tiptap/extension-text-style';
import { Placeholder, Selection } from '@tiptap/extensions';
import { StarterKit } from '@tiptap/starter-kit';
import { text } from '../ui/text.ts';
import { isAllowedAddress } from './addresses.ts';
import { BlockMath, Callout, Image } from './block-nodes.ts';
import { checkedAttributes } from './checked-attributes.ts';
import { Emoji, InlineMath, Mention } from './inline-nodes.ts';
import { tableExtensions } from './table-nodes.ts';

export const HEADING_LEVELS = [1, 2, 3, 4] as const;

/** The schema as Tiptap extensions. Undo belongs to the binding: two histories would fight. */
export function schemaExtensions(): Extensions {
  return [
    StarterKit.configure({
      heading: false,
      orderedList: false,
      undoRedo: false,
      // It would write a paragraph from every reader's editor.
      trailingNode: false,
      link: false,
      codeBlock: false,
      dropcursor: { color: false, class: 'drop-cursor' },
    }),
    CheckedHeading.configure({ levels: [...HEADING_LEVELS] }),
    CheckedOrderedList,
    TaskList,
    CheckedTaskItem.configure({ nested: true, a11y: { checkboxLabel: (node) => text.task(node.textContent) } }),
    SafeLink.configure({
      autolink: false,
      openOnClick: false,
      linkOnPaste: true,
      defaultProtocol: 'https',
      isAllowedUri: (address) => isAllowedAddress(address),
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
    }),
    SafeCodeBlock.configure({ enableTabIndentation: true, tabSize: 2 }),
    Image,
    Callout,
    Details.configure({ HTMLAttributes: { class: 'details' } }),
    DetailsSummary.extend({ content: 'inline*' }),
    DetailsContent,
    ...tableExtensions,
    BlockMath,
    InlineMath,
    Mention,
    Emoji,
    CheckedHighlight.configure({ multicolor: true }),
    CheckedTextStyle,
    Color,
    Subscript,
    Superscript,
    // What is selected stays visible while a form has the focus.
    Selection.configure({ className: 'kept-selection' }),
    Placeholder.configure({ placeholder: text.document.placeholder }),
  ];
}

const CheckedHeading = Heading.extend({
  addAttributes() {
    return checkedAttributes('heading', this.parent?.());
  },
});

const CheckedOrderedList = OrderedList.extend({
  addAttributes() {
    return checkedAttributes('orderedList', this.parent?.());
  },
});

const CheckedTaskItem = TaskItem.extend({
  addAttributes() {
    return checkedAttributes('taskItem', this.parent?.());
  },
});

const CheckedHighlight = Highlight.extend({
  addAttributes() {
    return checkedAttributes('highlight', this.parent?.());
  },
});

const CheckedTextStyle = TextStyle.extend({
  addAttributes: () =>
    checkedAttributes('textStyle', {
      color: {
        parseHTML: (element) => element.style.color || null,
        renderHTML: ({ color }) => (color === null ? {} : { style: `color: ${color}` }),
      },
    }),
});

/** A link keeps its address and its title: `class`, `rel` and `target` are ours to choose. */
const SafeLink = Link.extend({
  addAttributes() {
    return checkedAttributes('link', this.parent?.());
  },

  /** Typing a space after an address links it. */
  addInputRules() {
    return [
      new InputRule({
        find: /(?:^|\s)(https?:\/\/[^\s<>"]+)\s$/,
        handler: ({ state, range, match }) => {
          const address = match[1];
          if (address === undefined || !isAllowedAddress(address)) return null;
          const from = range.from + (match[0].length - 1 - address.length);
          state.tr.addMark(from, from + address.length, this.type.create({ href: address }));
          state.tr.removeStoredMark(this.type).insertText(' ', from + address.length);
          return undefined;
        },
      }),
    ];
  },
});

const LANGUAGE = /^[A-Za-z0-9+#._-]{1,32}$/;

const SafeCodeBlock = CodeBlock.extend({
  addAttributes() {
    return checkedAttributes('codeBlock', {
      language: {
        parseHTML: (element) => /language-(\S+)/.exec(element.firstElementChild?.className ?? '')?.[1] ?? null,
        renderHTML: ({ language }) =>
          typeof language === 'string' && LANGUAGE.test(language) ? { 'data-language': language } : {},
      },
    });
  },
});
