/** Blocks beyond the stock ones: images with a caption, callouts, formulas of their own. */

import { InputRule, mergeAttributes, Node } from '@tiptap/core';
import type { Node as TreeNode } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import { CALLOUT_KINDS } from '../../../server/contract/document/node-types.ts';
import { text } from '../../ui/text.ts';
import { checkedAttributes } from './checked-attributes.ts';
import { formulaView } from './formula-view.ts';
import { imageView } from './image-view.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    callout: {
      /** Puts the selected blocks into a callout, takes them out of one, or changes its kind. */
      toggleCallout: (kind: string) => ReturnType;
    };
    formula: {
      /** A formula of its own, ready to be written. */
      insertFormula: () => ReturnType;
    };
    image: {
      setImage: (attributes: { src: string; alt?: string; title?: string }) => ReturnType;
    };
  }
}

/** An image; its characters are the caption. Joining it to a neighbour would lose the image, so it is isolating. */
export const Image = Node.create({
  name: 'image',
  group: 'block',
  content: 'inline*',
  isolating: true,
  draggable: true,
  addAttributes: () =>
    checkedAttributes('image', {
      src: pictureAttribute('src'),
      alt: pictureAttribute('alt'),
      title: pictureAttribute('title'),
      width: {
        ...pictureAttribute('width'),
        parseHTML: (element) => Number.parseInt(picture(element)?.getAttribute('width') ?? '', 10) || null,
      },
    }),
  parseHTML: () => [
    {
      tag: 'figure',
      contentElement: (figure) => figure.querySelector('figcaption') ?? document.createElement('figcaption'),
      getAttrs: (figure) => (figure.querySelector('img') ? null : false),
    },
    { tag: 'img', contentElement: () => document.createElement('figcaption') },
  ],
  renderHTML: ({ HTMLAttributes }) => [
    'figure',
    ['img', mergeAttributes({ alt: '', draggable: 'false' }, HTMLAttributes)],
    ['figcaption', 0],
  ],
  addNodeView: () => imageView,
  addCommands() {
    return {
      setImage:
        (attributes) =>
        ({ commands }) =>
          commands.insertContent({ type: this.name, attrs: attributes }),
    };
  },
  addKeyboardShortcuts() {
    return {
      // A split would make two images of one.
      Enter: ({ editor }) =>
        editor.isActive(this.name) &&
        editor.commands.command(({ state, tr, dispatch }) => {
          const { $from } = state.selection;
          if ($from.parent.type !== this.type) return false;
          const behind = $from.after();
          const paragraph = state.schema.nodes.paragraph?.create();
          if (!paragraph) return false;
          if (dispatch)
            tr.insert(behind, paragraph)
              .setSelection(TextSelection.create(tr.doc, behind + 1))
              .scrollIntoView();
          return true;
        }),
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type !== this.type || $from.parentOffset > 0) return false;
        return editor.commands.command(({ tr }) => {
          tr.setSelection(NodeSelection.create(tr.doc, $from.before()));
          return true;
        });
      },
    };
  },
});

function picture(element: HTMLElement): Element | null {
  return element.tagName === 'IMG' ? element : element.querySelector('img');
}

function pictureAttribute(name: string) {
  return {
    parseHTML: (element: HTMLElement) => picture(element)?.getAttribute(name) || null,
    renderHTML: (attributes: Record<string, unknown>) =>
      attributes[name] === null ? {} : { [name]: attributes[name] },
  };
}

export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => checkedAttributes('callout'),
  parseHTML: () => [{ tag: 'aside[data-type="callout"]' }],
  renderHTML: ({ HTMLAttributes, node }) => [
    'aside',
    mergeAttributes(
      // Its colour alone would not tell everybody what kind it is.
      { 'data-type': 'callout', class: `callout callout-${node.attrs.kind}`, dir: 'auto', ...named(node.attrs.kind) },
      HTMLAttributes,
    ),
    0,
  ],
  addCommands() {
    return {
      toggleCallout:
        (kind) =>
        ({ commands, editor }) => {
          if (editor.isActive(this.name, { kind })) return commands.lift(this.name);
          if (editor.isActive(this.name)) return commands.updateAttributes(this.name, { kind });
          return commands.wrapIn(this.name, { kind });
        },
    };
  },
});

function named(kind: unknown) {
  const name = CALLOUT_KINDS.find((one) => one === kind);
  return name === undefined ? {} : { role: 'note', 'aria-label': text.callouts[name] };
}

export const BlockMath = Node.create({
  name: 'blockMath',
  group: 'block',
  atom: true,
  addAttributes: () => checkedAttributes('blockMath'),
  /** `$$` and a space at the beginning of a line. */
  addInputRules() {
    return [
      new InputRule({
        find: /^\$\$\s$/,
        handler: ({ state, range }) => {
          const { $from } = state.selection;
          if (!$from.parent.isTextblock || $from.parent.type.spec.code) return null;
          const before = $from.before();
          state.tr.delete(range.from, range.to);
          const isEmpty = state.tr.doc.resolve(before + 1).parent.content.size === 0;
          const at = isEmpty ? before : state.tr.mapping.map(before);
          state.tr.insert(at, this.type.create());
          state.tr.setSelection(NodeSelection.create(state.tr.doc, at));
          return undefined;
        },
      }),
    ];
  },
  addCommands() {
    return {
      insertFormula:
        () =>
        ({ chain }) =>
          chain()
            .insertContent({ type: this.name })
            .command(({ tr }) => {
              const at = lastBefore(tr.doc, tr.selection.from, this.name);
              if (at !== null) tr.setSelection(NodeSelection.create(tr.doc, at));
              return true;
            })
            .run(),
    };
  },
  parseHTML: () => [{ tag: 'div[data-type="block-math"]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'div',
    mergeAttributes({ 'data-type': 'block-math' }, HTMLAttributes),
    node.attrs.latex,
  ],
  addNodeView: () => formulaView('div'),
});

/** Where the last node of that name stands that begins before `position`. */
function lastBefore(doc: TreeNode, position: number, name: string): number | null {
  let found: number | null = null;
  doc.nodesBetween(0, Math.min(position + 1, doc.content.size), (node, at) => {
    if (node.type.name === name && at <= position) found = at;
    return !node.isTextblock;
  });
  return found;
}
