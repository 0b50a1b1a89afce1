/**
 * Tree -> tokens. The inverse of unflatten for every document the editor's schema allows.
 *
 * Always holds: each textblock, leaf and table of the tree gives one marker, in document order; keys that have their
 * default are absent; a `!` stands only where unflatten would otherwise join or part the wrong containers.
 */

import { pushInlineTokens } from './inline.ts';
import { attributeKey, cellName, containerAttributeKey, KEY } from './names.ts';
import { blockSpec, changedAttributes, containerSpec, PARAGRAPH } from './node-types.ts';
import { formatPath, type PathLevel } from './path.ts';
import { shapeOfTree, tableKeys } from './table.ts';
import type { MarkerKeys, Token } from './tokens.ts';
import type { Json, TreeNode } from './tree.ts';

export interface FlattenOptions {
  /** The top-level node just before the first one: it decides whether that one needs a `!`. */
  readonly previous?: TreeNode | undefined;
  /** The present marker keys of a table, so that its rows and columns keep their order keys. */
  readonly currentTableKeys?: (table: string) => MarkerKeys | undefined;
}

export interface Flat {
  readonly tokens: Token[];
  /** Name of a cell's root text -> its tokens, for every cell of every table, cells in cells too. */
  readonly cells: Map<string, Token[]>;
}

/** Tokens of a whole document (`doc`), or of anything that holds blocks. */
export function flattenDocument(doc: TreeNode, options: FlattenOptions = {}): Flat {
  return flatten(doc.content ?? [], options);
}

/**
 * Tokens of neighbouring block nodes.
 *
 * @throws Error when a table in them has no ids: see withTableIds.
 */
export function flatten(nodes: readonly TreeNode[], options: FlattenOptions = {}): Flat {
  const flat: Flat = { tokens: [], cells: new Map() };
  flattenBlocks(nodes, flat, options);
  return flat;
}

/** One place of a container in the tree; the same node object may stand in several. */
interface Container {
  readonly node: TreeNode;
}

function flattenBlocks(nodes: readonly TreeNode[], flat: Flat, options: FlattenOptions): void {
  let open = options.previous ? lastContainers(options.previous) : [];
  const visit = (node: TreeNode, containers: readonly Container[]): void => {
    if (isContainer(node)) {
      const inside = [...containers, { node }];
      for (const child of node.content ?? []) visit(child, inside);
      return;
    }
    flat.tokens.push({ kind: 'marker', keys: markerKeys(node, containers, open, options) });
    flattenContent(node, flat, options);
    open = containers;
  };
  for (const node of nodes) visit(node, []);
}

/** An unknown node counts as a container when there are blocks in it. */
function isContainer(node: TreeNode): boolean {
  if (containerSpec(node.type)) return true;
  return blockSpec(node.type) === undefined && (node.content ?? []).some((child) => !isInline(child));
}

function isInline(node: TreeNode): boolean {
  return node.type === 'text' || (containerSpec(node.type) === undefined && blockSpec(node.type) === undefined);
}

/** The containers around the last block inside a node: what unflatten has open after it. */
function lastContainers(last: TreeNode): readonly Container[] {
  const containers: Container[] = [];
  for (let node: TreeNode | undefined = last; node && isContainer(node); node = node.content?.at(-1)) {
    containers.push({ node });
  }
  return containers;
}

function markerKeys(
  node: TreeNode,
  containers: readonly Container[],
  open: readonly Container[],
  options: FlattenOptions,
): MarkerKeys {
  const keys = node.type === 'table' ? tableKeysOf(node, options) : blockKeys(node);
  const path = formatPath(pathLevels(node, containers, open));
  if (path !== '') keys[KEY.path] = path;
  containers.forEach((container, depth) => {
    // Its attributes stand on its first block alone.
    if (open[depth] === container) return;
    for (const [name, value] of Object.entries(storedAttributes(container.node))) {
      keys[containerAttributeKey(containers.length - 1 - depth, name)] = value;
    }
  });
  return keys;
}

function tableKeysOf(table: TreeNode, options: FlattenOptions): Record<string, Json> {
  const id = table.attrs?.id;
  return tableKeys(table, typeof id === 'string' ? options.currentTableKeys?.(id) : undefined);
}

function blockKeys(node: TreeNode): Record<string, Json> {
  const keys: Record<string, Json> = node.type === PARAGRAPH ? {} : { [KEY.type]: node.type };
  for (const [name, value] of Object.entries(storedAttributes(node))) keys[attributeKey(name)] = value;
  return keys;
}

function storedAttributes(node: TreeNode): Record<string, Json> {
  const spec = containerSpec(node.type) ?? blockSpec(node.type);
  return spec ? changedAttributes(spec.attributes, node.attrs) : { ...node.attrs };
}

/**
 * The path of a block, with the fewest `!`. `open` are the containers around the block before; as soon as one level
 * is another node than there, everything inside it is new anyway.
 */
function pathLevels(node: TreeNode, containers: readonly Container[], open: readonly Container[]): PathLevel[] {
  let besideOpen = true;
  return containers.map((container, depth) => {
    const before = open[depth];
    const { type } = container.node;
    const candidate = besideOpen && before?.node.type === type;
    const continues = besideOpen && before === container;
    if (!continues) besideOpen = false;
    return { type, flagged: candidate && needsFlag(node.type, type, continues) };
  });
}

function needsFlag(block: string, container: string, continues: boolean): boolean {
  const startsByDefault = containerSpec(container)?.byDefault === 'starts';
  // A summary always starts new details, so it needs no flag to say so.
  if (block === 'detailsSummary' && container === 'details') return false;
  return startsByDefault ? continues : !continues;
}

function flattenContent(node: TreeNode, flat: Flat, options: FlattenOptions): void {
  if (node.type === 'table') flattenCells(node, flat, options);
  else pushInlineTokens(flat.tokens, node.content ?? []);
}

function flattenCells(table: TreeNode, flat: Flat, options: FlattenOptions): void {
  const { id, rows, columns } = shapeOfTree(table);
  rows.forEach((row, r) => {
    columns.forEach((column, c) => {
      const cell: Flat = { tokens: [], cells: flat.cells };
      flattenBlocks(table.content?.[r]?.content?.[c]?.content ?? [], cell, { ...options, previous: undefined });
      flat.cells.set(cellName(id, row, column.id), cell.tokens);
    });
  });
}
