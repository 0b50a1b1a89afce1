/** What stands among the characters and is not one: mentions, named emoji, formulas. */

import { InputRule, mergeAttributes, Node } from '@tiptap/core';
import { mentionText } from '../../../server/contract/document/mention-text.ts';
import { mentionTarget } from '../links/link-target.ts';
import { checkedAttributes } from './checked-attributes.ts';
import { formulaView } from './formula-view.ts';

const atom = { group: 'inline', inline: true, atom: true } as const;

export const Mention = Node.create({
  ...atom,
  name: 'mention',
  addAttributes: () => checkedAttributes('mention'),
  parseHTML: () => [{ tag: 'span[data-type="mention"]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes(
      { 'data-type': 'mention', class: 'mention' },
      mentionTarget(node, 0) === null ? {} : { role: 'link' },
      HTMLAttributes,
    ),
    mentionText(node.attrs),
  ],
  renderText: ({ node }) => mentionText(node.attrs),
});

export const Emoji = Node.create({
  ...atom,
  name: 'emoji',
  addAttributes: () => checkedAttributes('emoji'),
  parseHTML: () => [{ tag: 'span[data-type="emoji"]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ 'data-type': 'emoji' }, HTMLAttributes),
    `:${node.attrs.name}:`,
  ],
  renderText: ({ node }) => `:${node.attrs.name}:`,
});

export const InlineMath = Node.create({
  ...atom,
  name: 'inlineMath',
  addAttributes: () => checkedAttributes('inlineMath'),
  parseHTML: () => [{ tag: 'span[data-type="inline-math"]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ 'data-type': 'inline-math' }, HTMLAttributes),
    node.attrs.latex,
  ],
  renderText: ({ node }) => `$${node.attrs.latex}$`,
  /** `$x^2$`: no space inside the signs, so that prices stay prices. */
  addInputRules() {
    return [
      new InputRule({
        find: /(?:^|[\s(])(\$([^\s$](?:[^$]*[^\s$\\])?)\$)$/,
        handler: ({ state, range, match }) => {
          const [, signs = '', latex = ''] = match;
          if (/^\d[\d.,]*\s/.test(latex)) return null;
          const from = range.to - (signs.length - 1);
          state.tr.replaceWith(from, range.to, this.type.create({ latex }));
          return undefined;
        },
      }),
    ];
  },
  addNodeView: () => formulaView('span'),
});
