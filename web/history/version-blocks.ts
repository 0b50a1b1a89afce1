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
const PERSON = '\\p{Extended_Pictographic}[\\p{M}\\p{EMod}]*';
const PICTURE = `\\p{RI}\\p{RI}|${PERSON}(?:\\u200d${PERSON})*`;
const WORD_CHARACTERS = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+`;
/** A word, or a single other character with what belongs to it: never a part of what is read as one. */
const PIECE = new RegExp(`${PICTURE}|${WORD_CHARACTERS}|[^\\S\\n]+|[^]\\p{M}*`, 'gu');

export function piecesOf(blocks: readonly Block[]): Piece[] {
  return blocks.flatMap(({ text, kind, node }, block): Piece[] => [
    { block, isStart: true, from: 0, to: 0, says: `¶${kind}` },
    ...[...text.matchAll(PIECE)].map(({ 0: says, index: from }): Piece => {
      return { block, isStart: false, from, to: from + says.length, says: objectIn(node, from, says) };
    }),
  ]);
}

/** Which object it is, the character does not say. */
function objectIn(node: Node, at: number, says: string): string {
  if (!says.startsWith(OBJECT)) return says;
  const object = node.nodeAt(at);
  return `${OBJECT}${object?.type.name}${JSON.stringify(object?.attrs)}${says.slice(1)}`;
}

/** How the characters of a piece look. */
export function marksIn({ node }: Block, { from, to }: Piece): string {
  const looks: string[] = [];
  node.nodesBetween(from, to, (inline, position) => {
    if (!inline.isInline) return;
    const length = Math.min(to, position + inline.nodeSize) - Math.max(from, position);
    looks.push(`${length}${JSON.stringify(inline.marks)}`);
  });
  return looks.join();
}
