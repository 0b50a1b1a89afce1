/**
 * Follows every local change of a table with what makes the table one the document can hold: ids for what is new,
 * single cells for merged ones. What comes from others is regular already and is not touched, so that nobody's editor
 * repairs what somebody else wrote.
 */

import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { TABLE } from '../../../server/contract/document/node-types.ts';
import { withRegularTables } from '../../../server/contract/document/regular-tables.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { newTableId } from '../../lib/random-id.ts';

/** @param isFromOthers whether a transaction shows what the shared document says. */
export function regularTablesPlugin(isFromOthers: (transaction: Transaction) => boolean, newId = newTableId): Plugin {
  return new Plugin({
    key: new PluginKey('regular-tables'),
    appendTransaction: (transactions, before, { doc, tr }) => {
      if (before.doc.eq(doc) || transactions.every(isFromOthers)) return null;
      const changed = changedTables(before.doc, doc);
      if (changed.length === 0) return null;
      const taken = idsOfOtherTables(doc, new Set(changed.map(({ position }) => position)));
      // From the end, so that positions before stay right; ids from the start, so that the copy is the later one.
      const wanted = changed.map(({ table }) => withRegularTables(table.toJSON() as TreeNode, newId, taken));
      for (let i = changed.length - 1; i >= 0; i--) {
        const { table, position } = changed[i] as PlacedTable;
        makeRegular(tr, table, position, wanted[i] as TreeNode);
      }
      return tr.docChanged ? tr : null;
    },
  });
}

interface PlacedTable {
  readonly table: Node;
  readonly position: number;
}

/** The outermost tables in the changed part of a document. */
function changedTables(before: Node, after: Node): PlacedTable[] {
  const start = after.content.findDiffStart(before.content);
  const end = after.content.findDiffEnd(before.content);
  if (start === null || !end) return [];
  const tables: PlacedTable[] = [];
  const [from, to] = [
    Math.max(0, Math.min(start, end.a) - 1),
    Math.min(after.content.size, Math.max(start, end.a) + 1),
  ];
  after.nodesBetween(from, to, (node, position) => {
    if (node.type.name === TABLE) tables.push({ table: node, position });
    return !node.isTextblock && node.type.name !== TABLE;
  });
  return tables;
}

function idsOfOtherTables(doc: Node, except: ReadonlySet<number>): Set<string> {
  const ids = new Set<string>();
  doc.descendants((node, position) => {
    if (node.type.name === TABLE && except.has(position)) return false;
    if (node.type.name === TABLE && node.attrs.id !== null) ids.add(String(node.attrs.id));
    return !node.isTextblock;
  });
  return ids;
}

/** Attributes and kinds of cells are set without touching the text; only merged or missing cells need other nodes. */
function makeRegular(tr: Transaction, table: Node, position: number, wanted: TreeNode): void {
  if (sameShape(table, wanted)) setAttributes(tr, table, position, wanted);
  else tr.replaceWith(position, position + table.nodeSize, table.type.schema.nodeFromJSON(wanted));
}

function sameShape(node: Node, wanted: TreeNode): boolean {
  if (node.isTextblock || node.isLeaf) return true;
  const children = wanted.content ?? [];
  return node.childCount === children.length && children.every((child, i) => sameShape(node.child(i), child));
}

function setAttributes(tr: Transaction, node: Node, position: number, wanted: TreeNode): void {
  if (node.isTextblock || node.isLeaf) return;
  if (node.type.name !== wanted.type) {
    tr.setNodeMarkup(position, node.type.schema.nodes[wanted.type], wanted.attrs);
  } else {
    for (const [name, value] of Object.entries(wanted.attrs ?? {})) {
      const isSame = JSON.stringify(node.attrs[name]) === JSON.stringify(value);
      if (!isSame) tr.setNodeAttribute(position, name, value);
    }
  }
  node.forEach((child, offset, i) => {
    const childWanted = wanted.content?.[i];
    if (childWanted) setAttributes(tr, child, position + 1 + offset, childWanted);
  });
}
