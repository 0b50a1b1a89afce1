/**
 * What a document can hold: the nodes and marks of the editor, without React and without sharing. Every attribute
 * may come from somebody else's program: each is validated, and only what is on an allow-list reaches the page.
 */

import { type Extensions, InputRule } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Code } from '@tiptap/extension-code';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Details, DetailsContent, DetailsSummary } from '@tiptap/extension-details';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Highlight } from '@tiptap/extension-highlight';
import { HorizontalRule } from '@tiptap/extension-horizontal-rule';
import { Italic } from '@tiptap/extension-italic';
import {
  BulletList,
  ListItem,
  ListKeymap,
  OrderedList,
  inputRegex as TASK_SIGNS,
  TaskItem,
  TaskList,
} from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Subscript } from '@tiptap/extension-subscript';
import { Superscript } from '@tiptap/extension-superscript';
import { Text } from '@tiptap/extension-text';
import { Color } from '@tiptap/extension-text-style/color';
import { TextStyle } from '@tiptap/extension-text-style/text-style';
import { Underline } from '@tiptap/extension-underline';
// One by one: their common entry brings a history and more that nothing here uses.
import { Dropcursor } from '@tiptap/extensions/drop-cursor';
import { Gapcursor } from '@tiptap/extensions/gap-cursor';
import { Placeholder } from '@tiptap/extensions/placeholder';
import { Selection } from '@tiptap/extensions/selection';
import { text } from '../ui/text.ts';
import { Link } from './links/link.ts';
import { BlockMath, Callout, Image } from './nodes/block-nodes.ts';
import { checkedAttributes } from './nodes/checked-attributes.ts';
import { codeBlockView } from './nodes/code-block-view.ts';
import { Emoji, InlineMath, Mention } from './nodes/inline-nodes.ts';
import { KeepImages } from './nodes/keep-images.ts';
import { nameToggle } from './nodes/toggles.ts';
import { tableExtensions } from './tables/table-nodes.ts';
import { newLineInCode } from './writing/code-lines.ts';

/** What has a mark or a line at its side: the side is that of its own letters, whatever the document begins with. */
const OWN_DIRECTION = { dir: 'auto' };

export const HEADING_LEVELS = [1, 2, 3, 4] as const;

/**
 * The schema as Tiptap extensions, one by one: the starter kit would bring a history (two would fight; undo belongs to
 * the binding) and a link that the document could dress up.
 */
export function schemaExtensions(): Extensions {
  return [
    // Without a trailing paragraph of the editor's own: every reader's editor would write one.
    Document,
    Paragraph,
    Text,
    HardBreak,
    HorizontalRule,
    Blockquote.configure({ HTMLAttributes: OWN_DIRECTION }),
    // Marks in the order of the contract, which is how they are nested.
    Link,
    Bold,
    Code,
    Italic,
    Strike,
    Underline,
    BulletList.configure({ HTMLAttributes: OWN_DIRECTION }),
    ListItem,
    ListKeymap,
    Gapcursor,
    Dropcursor.configure({ color: false, class: 'drop-cursor' }),
    CheckedHeading.configure({ levels: [...HEADING_LEVELS] }),
    CheckedOrderedList.configure({ HTMLAttributes: OWN_DIRECTION }),
    TaskList.configure({ HTMLAttributes: OWN_DIRECTION }),
    CheckedTaskItem.configure({ nested: true, a11y: { checkboxLabel: (node) => text.task(node.textContent) } }),
    SafeCodeBlock,
    Image,
    KeepImages,
    Callout,
    SafeDetails.configure({ HTMLAttributes: { class: 'details', ...OWN_DIRECTION }, renderToggleButton: nameToggle }),
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
  /** Tiptap's makes a task of a line; this one makes one of an item, for who writes `- [ ]` as in Markdown. */
  addInputRules() {
    const ofItems = new InputRule({
      find: TASK_SIGNS,
      handler: ({ state, range, match, chain }) => {
        const { $from } = state.selection;
        if ($from.node(-1)?.type.name !== 'listItem' || $from.index(-1) > 0) return null;
        state.tr.delete(range.from, range.to);
        chain()
          .toggleTaskList()
          .updateAttributes(this.name, { checked: match.at(-1) === 'x' })
          .run();
        return undefined;
      },
    });
    return [...(this.parent?.() ?? []), ofItems];
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

const SafeDetails = Details.extend({
  addKeyboardShortcuts() {
    const { Backspace, ...others } = this.parent?.() ?? {};
    return {
      ...others,
      // Within a summary it is the browser's: Tiptap's would take half of an emoji.
      Backspace: (props) => this.editor.state.selection.$anchor.parentOffset === 0 && Backspace?.(props) === true,
    };
  },
});

const LANGUAGE = /^[A-Za-z0-9+#._-]{1,32}$/;

const SafeCodeBlock = CodeBlock.extend({
  addNodeView: () => codeBlockView,
  addKeyboardShortcuts() {
    const { Enter, ...others } = this.parent?.() ?? {};
    // The third in a row leads out.
    return { ...others, Enter: (props) => Enter?.(props) === true || newLineInCode(this.editor) };
  },
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
