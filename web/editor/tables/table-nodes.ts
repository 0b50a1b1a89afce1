/**
 * Tables. Every table, row and column has an id, which names its texts in the shared document; the ids are given here,
 * before anything is written. A copy is another table: ids do not travel through the clipboard.
 */

import { type Attribute, Extension, type Extensions } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { Plugin } from '@tiptap/pm/state';
import { tableEditing } from '@tiptap/pm/tables';
import { checkedAttributes } from '../nodes/checked-attributes.ts';
import { regularTablesPlugin } from './regular-tables-plugin.ts';

/** Narrower, a cell shows hardly a word. */
export const CELL_WIDTH_MIN_PX = 48;

/** What stays out of HTML. */
const unseen: Partial<Attribute> = { rendered: false, parseHTML: () => null };

export const tableExtensions: Extensions = [
  Table.extend({
    addAttributes: () => checkedAttributes('table', { id: unseen }),
  }).configure({ resizable: true, cellMinWidth: CELL_WIDTH_MIN_PX }),
  TableRow.extend({
    addAttributes: () => checkedAttributes('tableRow', { id: unseen }),
  }),
  TableCell.extend({
    addAttributes() {
      return checkedAttributes('tableCell', { ...this.parent?.(), column: unseen });
    },
  }),
  TableHeader.extend({
    addAttributes() {
      return checkedAttributes('tableHeader', { ...this.parent?.(), column: unseen });
    },
  }),
  Extension.create({
    name: 'regularTables',
    addProseMirrorPlugins: () => [regularTables()],
  }),
];

/** What changes documents with tables, for an editor without a view. */
export function tablePlugins(newId?: () => string): Plugin[] {
  return [tableEditing(), regularTables(newId)];
}

/** What shows the shared document is kept out of every history. */
function regularTables(newId?: () => string): Plugin {
  return regularTablesPlugin((transaction) => transaction.getMeta('addToHistory') === false, newId);
}
