/**
 * A document and a new version of it -> the fewest writes that lead there, as one Yjs update: for programs, which have
 * whole documents where people have keystrokes. What did not change is not touched, so that it merges with what is
 * written at the same moment.
 *
 * Rows and tables that are gone keep their cells' texts, as in the editor: what somebody types there is not lost.
 */

import { simpleDiffString } from 'lib0/diff';
import type * as Y from 'yjs';
import { flatBlocks } from '../flat-blocks.ts';
import { flattenDocument } from '../flatten.ts';
import { BODY, KEY, TITLE } from '../names.ts';
import { withRegularTables } from '../regular-tables.ts';
import type { RenderedBlock } from '../rendered.ts';
import { type InlineToken, insertTokens, type MarkerKeys, readTokens, type Token } from '../tokens.ts';
import { type Json, jsonEqual, type TreeNode } from '../tree.ts';
import { unflattenDocument } from '../unflatten.ts';
import { align, type DiffBlock, diffBlock } from './diff.ts';
import { type StoredBlock, slice, withOrderAsStored, writesOf } from './ops.ts';
import { withKnownTables, withoutForeignIds } from './table-identity.ts';
import { carriedOver } from './three-ways.ts';
import { withWords } from './word-spans.ts';
import { writeOps } from './writing.ts';

export interface NewVersion {
  /** Null leaves it as it is. */
  readonly title: string | null;
  readonly tree: TreeNode;
  /**
   * What the document says now, after a way through the format that the new version was written in; null for a format
   * that says everything. See three-ways.ts.
   */
  readonly plain: TreeNode | null;
}

export interface WriteOptions {
  /** Author of the writes; one that nobody has used. */
  readonly clientId: number;
  /** Ids for tables, rows and columns that are new. */
  readonly newId: () => string;
}

/**
 * Changes the document.
 *
 * @returns the update; null when there is nothing to change.
 */
export function writeNewVersion(
  doc: Y.Doc,
  { title, tree, plain }: NewVersion,
  options: WriteOptions,
): Uint8Array | null {
  const shown = shownDocument(doc);
  const isSame = plain !== null && jsonEqual(tree as unknown as Json, plain as unknown as Json);
  const regular = (node: TreeNode): TreeNode => withRegularTables(node, options.newId);
  const known = plain === null ? null : withKnownTables(regular(plain), shown.tree);
  const wanted = known === null ? regular(withoutForeignIds(tree, shown.tree)) : withKnownTables(regular(tree), known);
  const next = textsOf(wanted, shown.tableKeys);
  const before = known === null ? null : textsOf(known, shown.tableKeys);
  doc.clientID = options.clientId;
  const updates: Uint8Array[] = [];
  const keep = (update: Uint8Array): void => {
    updates.push(update);
  };
  doc.on('update', keep);
  doc.transact((transaction) => {
    for (const [root, blocks] of isSame ? [] : next) {
      const old = shown.blocksByRoot.get(root);
      const said = before?.get(root);
      const merged = old && said ? carriedOver(old, said, blocks) : blocks;
      writeText(transaction, doc.getText(root), old, merged);
    }
    if (title !== null) writeTitle(doc.getText(TITLE), title);
  });
  doc.off('update', keep);
  return updates[0] ?? null;
}

function writeTitle(text: Y.Text, title: string): void {
  const { index, remove, insert } = simpleDiffString(text.toString(), title);
  if (remove > 0) text.delete(index, remove);
  if (insert !== '') text.insert(index, insert);
}

function writeText(
  transaction: Y.Transaction,
  text: Y.Text,
  old: readonly StoredBlock[] | undefined,
  next: readonly DiffBlock[],
): void {
  if (old === undefined) {
    insertTokens(
      text,
      text.length,
      next.flatMap(({ keys, tokens }): Token[] => [{ kind: 'marker', keys }, ...tokens]),
    );
    return;
  }
  const { ops } = writesOf(old, next, withWords(old, next, align(old, next)));
  if (ops.every((op) => op.kind === 'retain' && !op.formats)) return;
  writeOps(transaction, text, { marker: null, behind: false }, ops);
}

/** The blocks of the body and of every cell, by the name of their root text. */
function textsOf(tree: TreeNode, tableKeys: ReadonlyMap<string, MarkerKeys>): Map<string, DiffBlock[]> {
  const { tokens, cells } = flattenDocument(tree, { currentTableKeys: (id) => tableKeys.get(id) });
  const blocksOf = (of: readonly Token[]): DiffBlock[] =>
    flatBlocks(of).map(({ marker, inline }) => diffBlock(marker?.keys ?? {}, inline));
  return new Map([[BODY, blocksOf(tokens)], ...[...cells].map(([name, cell]) => [name, blocksOf(cell)] as const)]);
}

interface ShownDocument {
  readonly tree: TreeNode;
  readonly blocksByRoot: ReadonlyMap<string, readonly StoredBlock[]>;
  readonly tableKeys: ReadonlyMap<string, MarkerKeys>;
}

/** What the document shows, and of each block what of it is stored. */
function shownDocument(doc: Y.Doc): ShownDocument {
  const tokensByRoot = new Map<string, readonly Token[]>();
  const read = (root: string): readonly Token[] => {
    const tokens = readTokens(doc.getText(root));
    tokensByRoot.set(root, tokens);
    return tokens;
  };
  const { doc: tree, blocks } = unflattenDocument(read(BODY), read);
  const tableKeys = new Map(
    blocks.flatMap(({ marker, type }) =>
      marker && type === 'table' ? [[String(marker.keys[KEY.tableId]), marker.keys]] : [],
    ),
  );
  const placesByRoot = new Map<string, RenderedBlock[]>();
  for (const block of blocks) {
    const places = placesByRoot.get(block.root);
    if (places) places.push(block);
    else placesByRoot.set(block.root, [block]);
  }
  const blocksByRoot = new Map<string, readonly StoredBlock[]>();
  for (const [root, shown] of textsOf(tree, tableKeys)) {
    const places = placesByRoot.get(root) ?? [];
    const stored = inlineUnits(tokensByRoot.get(root) ?? []);
    blocksByRoot.set(
      root,
      shown.map((block, i) => storedBlock(block, places[i], shown.length, stored)),
    );
  }
  return { tree, blocksByRoot, tableKeys };
}

/** Markers as characters, so that places in the text are places in the row. */
function inlineUnits(tokens: readonly Token[]): InlineToken[] {
  return tokens.map((token) => (token.kind === 'marker' ? { kind: 'text', text: '\n', marks: {} } : token));
}

function storedBlock(
  block: DiffBlock,
  place: RenderedBlock | undefined,
  count: number,
  tokens: readonly InlineToken[],
): StoredBlock {
  if (place === undefined) throw new Error('A block is shown that stands nowhere.');
  const stored = place.marker?.keys ?? null;
  return {
    ...block,
    keys: stored === null ? block.keys : withOrderAsStored(block.keys, stored),
    stored,
    mayStayImplicit: stored === null && (block.text !== '' || count === 1),
    isCurrent: true,
    storedTokens: () => slice(tokens, place.from, place.to),
  };
}
