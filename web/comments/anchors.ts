/**
 * Where a comment belongs, as it is sent: the first and the last character that were commented on, by their ids. What is
 * typed before the one or behind the other is not part of it, and Enter before it takes it along. A block without
 * characters, an image on its own, is its marker on both sides.
 */

import type { Node } from '@tiptap/pm/model';
import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import * as Y from 'yjs';
import type { CommentAnchor } from '../../server/contract/comment-api.ts';
import { COMMENT_QUOTE_CHARACTERS_MAX } from '../../server/contract/comment-limits.ts';
import { mentionText } from '../../server/contract/document/mention-text.ts';
import type { Json } from '../../server/contract/document/tree.ts';
import type { Binding } from '../binding/binding.ts';

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** The ids of the first and the last character; null where what was sent is none of ours. */
export interface AnchorIds {
  readonly from: Y.ID;
  readonly to: Y.ID;
}

/** What can be commented on between two positions; null where there is nothing. */
export function commentableIn(doc: Node, from: number, to: number): TextRange | null {
  let first = -1;
  let last = -1;
  let leaf: TextRange | null = null;
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isInline) {
      if (first < 0) first = Math.max(position, from);
      last = Math.min(position + node.nodeSize, to);
      // The text in a link is seen once, as a whole.
      return false;
    }
    if (node.isLeaf) leaf ??= { from: position, to: position + node.nodeSize };
    return true;
  });
  return first < last ? { from: first, to: last } : leaf;
}

/** The anchor of a range that `commentableIn` found; null while its block has no place in the shared text yet. */
export function anchorOf(binding: Binding, doc: Node, { from, to }: TextRange): CommentAnchor | null {
  const isLeafBlock = doc.nodeAt(from)?.isInline === false;
  const first = binding.anchorAt(isLeafBlock ? from : from + 1).item;
  const last = isLeafBlock ? first : binding.anchorAt(to).item;
  if (first === null || last === null) return null;
  // As Yjs means it: before the first, behind the last.
  return { from: encoded(first, 0), to: encoded(last, -1) };
}

/** What the text says there, in one line. */
export function quoteOf(doc: Node, { from, to }: TextRange): string {
  const said = doc.textBetween(from, to, ' ', saidByLeaf).replace(/\s+/g, ' ').trim();
  if (said.length <= COMMENT_QUOTE_CHARACTERS_MAX) return said;
  return Array.from(said.slice(0, COMMENT_QUOTE_CHARACTERS_MAX - 1))
    .filter(isWhole)
    .join('')
    .concat('…');
}

export function idsOf({ from, to }: CommentAnchor): AnchorIds | null {
  try {
    const [first, last] = [decoded(from), decoded(to)];
    return first === null || last === null ? null : { from: first, to: last };
  } catch {
    return null;
  }
}

function encoded(id: Y.ID, assoc: number): string {
  return toBase64UrlEncoded(Y.encodeRelativePosition(new Y.RelativePosition(null, null, id, assoc)));
}

function decoded(position: string): Y.ID | null {
  return Y.decodeRelativePosition(fromBase64UrlEncoded(position)).item;
}

/** Not half of a character. */
function isWhole(character: string): boolean {
  return !/^[\ud800-\udfff]$/.test(character);
}

function saidByLeaf({ type, attrs }: Node): string {
  if (type.name === 'mention') return mentionText(attrs as Readonly<Record<string, Json>>);
  const said: unknown = attrs.latex ?? attrs.alt ?? attrs.name;
  return typeof said === 'string' ? said : ' ';
}
