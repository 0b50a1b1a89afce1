/**
 * From text and queries to what the index holds. Words are what Unicode calls letters and digits; scripts that put no
 * spaces between words are taken letter by letter, so that any stretch of them is found.
 *
 * What always holds: what a person types is never read as the index's own query language.
 */

import { createHash } from 'node:crypto';

/** Parts two letters for the index and is not seen; no text is stored with one of its own. */
const GAP = '\u200b';

/** Chinese, Japanese, Thai, Lao, Khmer, Burmese: written without spaces. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]\p{M}*/gu;

/** Marks of a snippet; taken out of everything that is stored. */
export const HIT_START = '\ue000';
export const HIT_END = '\ue001';

const UNSEEN = /[\p{Cc}\u200b\ue000\ue001]/gu;

/** Words of a query that are looked at; more than a person types. */
const WORDS_MAX = 16;

/** As it is stored: accents beside their letters, where the index leaves them out whatever the alphabet. */
export function indexed(text: string): string {
  return text.normalize('NFD').replace(UNSEEN, ' ').replace(SPACELESS, `$&${GAP}`);
}

/** As it is shown. */
function shown(text: string): string {
  return text.replaceAll(GAP, '').normalize('NFC');
}

/** The word under which the index files what a reader key may find. */
export function readerWord(key: string): string {
  return `r${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

/**
 * Every word of what was typed, the last one as a beginning unless a space follows it.
 *
 * @returns a query in the index's language; null when there is no word in it.
 */
export function matchOf(typed: string): string | null {
  const words = [...typed.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(([word]) => word).slice(0, WORDS_MAX);
  if (words.length === 0) return null;
  const isOpen = /[\p{L}\p{N}\p{M}]$/u.test(typed);
  return words
    .map((word, index) => `"${indexed(word)}"${isOpen && index === words.length - 1 ? '*' : ''}`)
    .join(' AND ');
}

export interface Marked {
  readonly text: string;
  /** UTF-16 places in `text`: from, to. */
  readonly hits: readonly (readonly [number, number])[];
}

/** A snippet with marks -> its text and where the hits are, in one line. */
export function unmarked(snippet: string): Marked {
  let text = '';
  const hits: [number, number][] = [];
  let start = 0;
  for (const part of snippet.replace(/\s+/g, ' ').split(/([\ue000\ue001])/)) {
    if (part === HIT_START) start = text.length;
    else if (part === HIT_END) hits.push([start, text.length]);
    else text += shown(part);
  }
  return { text, hits: joined(hits) };
}

/** Letters of a spaceless script are hits each; side by side they are one. */
function joined(hits: readonly [number, number][]): [number, number][] {
  const whole: [number, number][] = [];
  for (const [from, to] of hits) {
    const last = whole.at(-1);
    if (last !== undefined && last[1] === from) last[1] = to;
    else whole.push([from, to]);
  }
  return whole;
}
