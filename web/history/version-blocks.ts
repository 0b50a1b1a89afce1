/**
 * A text as a row of blocks, and blocks as a row of words: what two versions are compared by. Pure; the cells of a table
 * are rows of their own.
 */

import type { Node } from '@tiptap/pm/model';

export interface Block {
  readonly node: Node;
  /** Before the node, as ProseMirror counts. */
  readonly position: number;
  /** How many containers it stands in. */
  readonly depth: number;
  /** How many of them, counted from inside, end with it. */
  readonly endsOf: number;
  /** A character for each place inside; U+FFFC for what is none. Empty where it holds no characters. */
  readonly text: string;
  /** What it must be to be the same block: a table by its id, an image by its address. */
  readonly kind: string;
  /** How it looks: what it is, and what it stands in. */
  readonly form: string;
  /** The same for blocks that are equal through and through. */
  readonly whole: string;
}

/** The beginning of a block, or a word of it. */
export interface Piece {
  /** The block, by its place in the row. */
  readonly block: number;
  readonly isStart: boolean;
  /** Its characters; nothing at the beginning of a block. */
  readonly from: number;
  readonly to: number;
  /** The same for pieces that say the same. */
  readonly says: string;
}

const OBJECT = '\u{fffc}';
export const TABLE = 'table';

/** @param start where the content of `parent` begins. */
export function blocksIn(parent: Node, start: number): Block[] {
  const blocks: Block[] = [];
  const visit = (node: Node, at: Pick<Block, 'position' | 'depth' | 'endsOf'>, around: string): void => {
    const form = `${around}>${node.type.name}${JSON.stringify(node.attrs)}`;
    if (node.isTextblock || node.isLeaf || node.type.name === TABLE) {
      blocks.push({ node, ...at, ...saidBy(node, form) });
      return;
    }
    node.forEach((child, offset, i) => {
      const endsOf = i === node.childCount - 1 ? at.endsOf + 1 : 0;
      visit(child, { position: at.position + 1 + offset, depth: at.depth + 1, endsOf }, form);
    });
  };
  parent.forEach((child, offset) => {
    visit(child, { position: start + offset, depth: 0, endsOf: 0 }, '');
  });
  return blocks;
}

function saidBy(node: Node, form: string): Pick<Block, 'text' | 'kind' | 'form' | 'whole'> {
  const text = node.isTextblock ? node.textBetween(0, node.content.size, null, characterOf) : '';
  return { text, kind: kindOf(node), form, whole: form + JSON.stringify(node.content.toJSON()) };
}

function characterOf({ type }: Node): string {
  return type.name === 'hardBreak' ? '\n' : OBJECT;
}

function kindOf({ type, attrs, isTextblock }: Node): string {
  if (type.name === TABLE) return `${TABLE} ${attrs.id}`;
  if (type.name === 'image') return `image ${attrs.src}`;
  // What is turned from one kind of text into another is the same text.
  return isTextblock ? 'text' : `${type.name}${JSON.stringify(attrs)}`;
}

/** Scripts that are written without spaces: each character is a word. */
const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
/** Most words are of these; to ask for them first takes a third of the time. */
const PLAIN = '[A-Za-z0-9_]+(?![A-Za-z0-9_]|[^\\x00-\\x7f])';
const WORD = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+`;
const PERSON = '\\p{Extended_Pictographic}[\\p{M}\\p{EMod}]*';
const PICTURE = `\\p{RI}\\p{RI}|${PERSON}(?:\\u200d${PERSON})*`;
/** A word, or a single other character with what belongs to it: never a part of what is read as one. Nothing is left out. */
const PIECE = new RegExp(`${PLAIN}|[^\\S\\n]+|${WORD}|${PICTURE}|[^]\\p{M}*`, 'gu');

export function piecesOf(blocks: readonly Block[]): Piece[] {
  const pieces: Piece[] = [];
  blocks.forEach((block, i) => {
    pieces.push(startOf(block, i));
    let from = 0;
    for (const says of block.text.match(PIECE) ?? []) {
      const to = from + says.length;
      pieces.push({ block: i, isStart: false, from, to, says: objectIn(block, from, says) });
      from = to;
    }
  });
  return pieces;
}

/** The same without looking into what they say: all of a block is one piece. */
export function coarsePiecesOf(blocks: readonly Block[]): Piece[] {
  return blocks.flatMap((block, i): Piece[] => {
    const { text } = block;
    const all = { block: i, isStart: false, from: 0, to: text.length, says: objectIn(block, 0, text) };
    return [startOf(block, i), ...(text === '' ? [] : [all])];
  });
}

function startOf({ kind }: Block, block: number): Piece {
  return { block, isStart: true, from: 0, to: 0, says: `¶${kind}` };
}

/** Which object it is, the character does not say. */
function objectIn(block: Block, from: number, says: string): string {
  if (!says.includes(OBJECT)) return says;
  const objects = inlineIn(block, from, from + says.length).filter(({ node }) => !node.isText);
  return `${says}${JSON.stringify(objects.map(({ node }) => [node.type.name, node.attrs]))}`;
}

/** How the characters of a piece look. */
export function looksOf(block: Block, { from, to }: Piece): string {
  return inlineIn(block, from, to)
    .map((inline) => `${Math.min(to, inline.to) - Math.max(from, inline.from)}${JSON.stringify(inline.node.marks)}`)
    .join();
}

interface Inline {
  readonly node: Node;
  readonly from: number;
  readonly to: number;
}

const inlineByNode = new WeakMap<Node, readonly Inline[]>();

/** What stands in a part of a block. Found by halving: a block may hold very many, and is asked for each of its words. */
function inlineIn({ node }: Block, from: number, to: number): readonly Inline[] {
  const all = inlineByNode.get(node) ?? allInline(node);
  inlineByNode.set(node, all);
  let [first, end] = [0, all.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((all[middle] as Inline).to <= from) first = middle + 1;
    else end = middle;
  }
  while (end < all.length && (all[end] as Inline).from < to) end++;
  return all.slice(first, end);
}

function allInline(block: Node): Inline[] {
  const all: Inline[] = [];
  block.forEach((node, from) => {
    all.push({ node, from, to: from + node.nodeSize });
  });
  return all;
}
