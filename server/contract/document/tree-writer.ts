/**
 * Builds the tree of one flat text, block after block: keeps the open containers and counts positions as ProseMirror
 * does. Inserts what only the view has: the paragraph a list item must begin with, and the content of details that
 * have none.
 */

import type { FlatBlock } from './flat-blocks.ts';
import { inlineNodes } from './inline.ts';
import type { Level } from './levels.ts';
import { attributeKey, containerAttributeKey } from './names.ts';
import { type AttributeSpecs, completeAttributes, PARAGRAPH, type TextblockSpec } from './node-types.ts';
import type { Note, RenderedBlock } from './rendered.ts';
import type { InlineToken, MarkerKeys } from './tokens.ts';
import type { Attributes, TreeNode } from './tree.ts';

/** Shared by the texts of one document: its blocks so far and the position reached. */
export interface Output {
  readonly blocks: RenderedBlock[];
  position: number;
}

interface OpenContainer {
  readonly level: Level;
  readonly content: TreeNode[];
}

export interface TreeWriter {
  readonly out: Output;
  readonly root: string;
  readonly nodes: TreeNode[];
  readonly open: OpenContainer[];
}

const NO_KEYS: MarkerKeys = {};

export function createTreeWriter(out: Output, root: string): TreeWriter {
  return { out, root, nodes: [], open: [] };
}

/** Opens a container for a block, which is the first one in it and so carries its attributes. */
export function openContainer(writer: TreeWriter, level: Level, block: FlatBlock): void {
  putParagraphFirst(writer, block.index);
  const { fromInside, spec } = level;
  const keys = block.marker?.keys ?? NO_KEYS;
  const attrs = attributesOf(spec.attributes, (name) =>
    fromInside === null ? undefined : keys[containerAttributeKey(fromInside, name)],
  );
  const content: TreeNode[] = [];
  append(writer, { type: level.type, ...attrs, content });
  writer.open.push({ level, content });
  writer.out.position += 1;
}

/** Closes containers until `depth` are open; `index` is where the text goes on. */
export function closeTo(writer: TreeWriter, depth: number, index: number): void {
  while (writer.open.length > depth) {
    const closing = writer.open.at(-1) as OpenContainer;
    if (closing.level.spec.holds === 'details' && closing.content.length === 1) addDetailsContent(writer, index);
    writer.open.pop();
    writer.out.position += 1;
  }
}

/** A textblock with a marker or without (implicit), shown as the nearest type that may stand here. */
export function addTextblock(
  writer: TreeWriter,
  block: FlatBlock,
  type: string,
  spec: TextblockSpec,
  notes: readonly Note[],
): void {
  const paragraphOnly = mustBeParagraph(writer) && spec.yieldsToParagraph;
  const strayed = type === 'detailsSummary' && writer.open.at(-1)?.level.type !== 'details';
  if (type !== PARAGRAPH && (paragraphOnly || strayed)) {
    addParagraph(writer, block, notes);
    return;
  }
  if (type !== PARAGRAPH) putParagraphFirst(writer, block.index);
  const attrs = blockAttributes(spec.attributes, block);
  addInline(writer, block, { type, ...attrs }, inlineNodes(block.inline, spec.inline), notes);
}

export function addParagraph(writer: TreeWriter, block: FlatBlock, notes: readonly Note[]): void {
  addInline(writer, block, { type: PARAGRAPH }, inlineNodes(block.inline, 'rich'), notes);
}

/** A paragraph that only the view has, empty or with characters that have no marker. */
export function addImplicitParagraph(
  writer: TreeWriter,
  index: number,
  inline: readonly InlineToken[],
  to: number,
): void {
  addParagraph(writer, { marker: null, index, from: index, to, inline }, []);
}

function addInline(
  writer: TreeWriter,
  block: FlatBlock,
  node: TreeNode,
  content: readonly TreeNode[],
  notes: readonly Note[],
): void {
  addBlock(writer, block, node.type, block.to - block.from + 2, notes);
  append(writer, content.length === 0 ? node : { ...node, content });
}

export function addLeaf(
  writer: TreeWriter,
  block: FlatBlock,
  type: string,
  attributes: AttributeSpecs,
  notes: readonly Note[],
): void {
  putParagraphFirst(writer, block.index);
  addBlock(writer, { ...block, to: block.from }, type, 1, notes);
  append(writer, { type, ...blockAttributes(attributes, block) });
}

/** A node whose content is written by `write` between its opening and its closing position. */
export function addNested(
  writer: TreeWriter,
  block: FlatBlock,
  type: string,
  attrs: Attributes,
  notes: readonly Note[],
  write: () => readonly TreeNode[],
): void {
  putParagraphFirst(writer, block.index);
  const { out } = writer;
  const at = out.blocks.length;
  const position = out.position;
  addBlock(writer, { ...block, to: block.from }, type, 1, notes);
  const content = write();
  out.position += 1;
  out.blocks[at] = { ...(out.blocks[at] as RenderedBlock), size: out.position - position };
  append(writer, { type, attrs, content });
}

function addBlock(writer: TreeWriter, block: FlatBlock, type: string, size: number, notes: readonly Note[]): void {
  const { marker, index, from, to } = block;
  const { position } = writer.out;
  writer.out.blocks.push({ root: writer.root, marker, index, from, to, type, position, size, notes });
  writer.out.position += size;
}

function append(writer: TreeWriter, node: TreeNode): void {
  (writer.open.at(-1)?.content ?? writer.nodes).push(node);
}

function mustBeParagraph(writer: TreeWriter): boolean {
  const parent = writer.open.at(-1);
  return parent?.level.spec.startsWithParagraph === true && parent.content.length === 0;
}

function putParagraphFirst(writer: TreeWriter, index: number): void {
  if (mustBeParagraph(writer)) addImplicitParagraph(writer, index, [], index);
}

function addDetailsContent(writer: TreeWriter, index: number): void {
  const { out } = writer;
  const inner = createTreeWriter(out, writer.root);
  out.position += 1;
  addImplicitParagraph(inner, index, [], index);
  out.position += 1;
  append(writer, { type: 'detailsContent', content: inner.nodes });
}

function blockAttributes(specs: AttributeSpecs, block: FlatBlock): { attrs?: Attributes } {
  const keys = block.marker?.keys ?? NO_KEYS;
  return attributesOf(specs, (name) => keys[attributeKey(name)]);
}

function attributesOf(specs: AttributeSpecs, read: Parameters<typeof completeAttributes>[1]): { attrs?: Attributes } {
  const attrs = completeAttributes(specs, read);
  return Object.keys(attrs).length === 0 ? {} : { attrs };
}
