/**
 * What a document can hold: the nodes and marks of the editor, without React and without sharing. Every attribute
 * may come from somebody else's program: each is validated, and only what is on an allow-list reaches the page.
 */

import { type Extensions, InputRule } from '@tiptap/core';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Link } from '@tiptap/extension-link';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import { Placeholder } from '@tiptap/extensions';
import { StarterKit } from '@tiptap/starter-kit';
import { text } from '../ui/text.ts';
import { isAllowedAddress } from './addresses.ts';

export const HEADING_LEVELS = [1, 2, 3, 4] as const;

/** The schema as Tiptap extensions. Undo belongs to the binding: two histories would fight. */
export function schemaExtensions(): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [...HEADING_LEVELS] },
      undoRedo: false,
      // It would write a paragraph from every reader's editor.
      trailingNode: false,
      link: false,
      codeBlock: false,
      dropcursor: { color: false, class: 'drop-cursor' },
    }),
    TaskList,
    TaskItem.configure({ nested: true, a11y: { checkboxLabel: (node) => text.task(node.textContent) } }),
    SafeLink.configure({
      autolink: false,
      openOnClick: false,
      linkOnPaste: true,
      defaultProtocol: 'https',
      isAllowedUri: (address) => isAllowedAddress(address),
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
    }),
    SafeCodeBlock.configure({ enableTabIndentation: true, tabSize: 2 }),
    Placeholder.configure({ placeholder: text.document.placeholder }),
  ];
}

/** A link keeps its address and nothing else: `class`, `rel` and `target` are ours to choose. */
const SafeLink = Link.extend({
  addAttributes() {
    return { href: { default: null, validate: (href: unknown) => requireAddress(href) } };
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
    return {
      language: {
        default: null,
        validate: 'string|null',
        parseHTML: (element: HTMLElement) => /language-(\S+)/.exec(element.firstElementChild?.className ?? '')?.[1],
        renderHTML: ({ language }: Record<string, unknown>) =>
          typeof language === 'string' && LANGUAGE.test(language) ? { 'data-language': language } : {},
      },
    };
  },
});

function requireAddress(href: unknown): void {
  if (href !== null && (typeof href !== 'string' || !isAllowedAddress(href)))
    throw new RangeError('address not allowed');
}
