/** What a search finds in a document, cells of tables included. Pure: the worker for patterns calls it, too. */

import type { Node } from '@tiptap/pm/model';
import { FIND_MATCHES_MAX } from '../../../server/contract/limits.ts';

export interface FindQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  /** Whether `text` is a regular expression. */
  readonly isPattern: boolean;
}

/** The characters of one textblock; an inline node that is none counts as one. */
export interface SearchedText {
  readonly text: string;
  /** Of its first character in the document. */
  readonly position: number;
}

export interface Match {
  readonly from: number;
  readonly to: number;
  /** What was matched, then what the groups of a pattern matched. */
  readonly groups: readonly string[];
}

export function searchedTexts(doc: Node): readonly SearchedText[] {
  const texts: SearchedText[] = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    if (node.content.size > 0)
      texts.push({ text: node.textBetween(0, node.content.size, undefined, '\uFFFC'), position: position + 1 });
    return false;
  });
  return texts;
}

/** @throws SyntaxError where a pattern is none. */
export function patternOf({ text, matchCase, wholeWord, isPattern }: FindQuery): RegExp {
  const source = isPattern
    ? text
    : text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
  const part = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  return new RegExp(part, matchCase ? 'gu' : 'giu');
}

/** In the order of the document; a pattern that matches nothing at all matches nowhere. */
export function matchesIn(texts: readonly SearchedText[], pattern: RegExp): readonly Match[] {
  const matches: Match[] = [];
  for (const { text, position } of texts) {
    for (const match of text.matchAll(pattern)) {
      if (match[0] === '') continue;
      const from = position + match.index;
      matches.push({ from, to: from + match[0].length, groups: [...match].map((group) => group ?? '') });
      if (matches.length >= FIND_MATCHES_MAX) return matches;
    }
  }
  return matches;
}

/** What takes the place of a match: in a pattern's replacement `$1` is a group, `$&` all of it and `$$` a dollar. */
export function replacementFor({ groups }: Match, replacement: string, isPattern: boolean): string {
  if (!isPattern) return replacement;
  return replacement.replace(/\$(\$|&|\d)/g, (sign, what: string) => {
    if (what === '$') return '$';
    return (what === '&' ? groups[0] : groups[Number(what)]) ?? sign;
  });
}
