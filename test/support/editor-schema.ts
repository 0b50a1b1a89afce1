/**
 * A real ProseMirror schema with every node and mark of the model, from the stock Tiptap extensions where there are
 * any: the judge of what unflatten produces. It has no React, no plugins and no views.
 */

import { type Extensions, getSchema, Node } from '@tiptap/core';
import { Details, DetailsContent, DetailsSummary } from '@tiptap/extension-details';
import { Highlight } from '@tiptap/extension-highlight';
import { Image } from '@tiptap/extension-image';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import { BlockMath, InlineMath } from '@tiptap/extension-mathematics';
import { Mention } from '@tiptap/extension-mention';
import { Subscript } from '@tiptap/extension-subscript';
import { Superscript } from '@tiptap/extension-superscript';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { Color, TextStyle } from '@tiptap/extension-text-style';
import { StarterKit } from '@tiptap/starter-kit';

const extensions: Extensions = [
  StarterKit.configure({ heading: { levels: [1, 2, 3, 4] } }),
  TaskList,
  TaskItem.configure({ nested: true }),
  Image.extend({ content: 'inline*' }),
  Details,
  DetailsSummary.extend({ content: 'inline*' }),
  DetailsContent,
  Table.extend({
    addAttributes() {
      return { ...this.parent?.(), id: { default: null } };
    },
  }),
  TableRow.extend({
    addAttributes() {
      return { ...this.parent?.(), id: { default: null } };
    },
  }),
  TableCell.extend({
    addAttributes() {
      return { ...this.parent?.(), column: { default: null } };
    },
  }),
  TableHeader.extend({
    addAttributes() {
      return { ...this.parent?.(), column: { default: null } };
    },
  }),
  Node.create({
    name: 'callout',
    group: 'block',
    content: 'block+',
    addAttributes: () => ({ kind: { default: 'note' } }),
    renderHTML: () => ['div', 0],
  }),
  Node.create({
    name: 'emoji',
    group: 'inline',
    inline: true,
    atom: true,
    addAttributes: () => ({ name: { default: '' } }),
    renderHTML: () => ['span'],
  }),
  Mention,
  InlineMath,
  BlockMath,
  Highlight.configure({ multicolor: true }),
  TextStyle,
  Color,
  Subscript,
  Superscript,
];

export const editorSchema = getSchema(extensions);
