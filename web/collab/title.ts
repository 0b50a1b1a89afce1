/**
 * The title: a plain `Y.Text` edited through an input (web/documents/shown-title.ts). An edit changes as few characters as
 * it can, so that two people who edit different words of one title both keep theirs.
 */

import type { Doc, Text } from 'yjs';
import { TITLE } from '../../server/contract/document/names.ts';

export interface TextEdit {
  readonly index: number;
  readonly remove: number;
  readonly insert: string;
}

export function titleOf(doc: Doc): Text {
  return doc.getText(TITLE);
}

/**
 * The smallest edit that turns `before` into `after`, as one replaced range of UTF-16 units that never splits a code
 * point. `caret`, the place of the cursor in `after`, settles where in a run of equal characters something was typed.
 */
export function editBetween(before: string, after: string, caret: number): TextEdit {
  const shorter = Math.min(before.length, after.length);
  const tail = Math.min(commonSuffix(before, after), after.length - Math.min(caret, after.length), shorter);
  const head = Math.min(commonPrefix(before, after), shorter - tail);
  const suffix = commonSuffixFrom(before, after, head);
  const start = isLowSurrogate(before, head) || isLowSurrogate(after, head) ? head - 1 : head;
  const splits = isLowSurrogate(before, before.length - suffix) || isLowSurrogate(after, after.length - suffix);
  const kept = splits ? suffix - 1 : suffix;
  return { index: start, remove: before.length - kept - start, insert: after.slice(start, after.length - kept) };
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: string, b: string): number {
  return commonSuffixFrom(a, b, 0);
}

/** The common end of `a` and `b`, leaving the first `start` characters of both alone. */
function commonSuffixFrom(a: string, b: string, start: number): number {
  const longest = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < longest && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length;
}

function isLowSurrogate(value: string, index: number): boolean {
  const unit = value.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
