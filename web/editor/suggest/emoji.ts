/**
 * The emoji that can be looked up: a character and the words it is found by, a line each, from emoji.txt. In another
 * language they have the words of a file of its own, and are found by the English ones, too.
 */

import type { Findable } from '../../lib/word-search.ts';
import { inLanguage } from '../../ui/text.ts';
import lines from './emoji.txt?raw';

export interface EmojiChoice extends Findable {
  readonly id: string;
  readonly sign: string;
}

const translated = await inLanguage('', { de: async () => (await import('./emoji-german.txt?raw')).default });
const translatedBySign = new Map(entriesIn(translated));

/** Unicode's order, the faces first. */
export const EMOJI: readonly EmojiChoice[] = entriesIn(lines).map(([sign, english]) => {
  const label = translatedBySign.get(sign);
  const words = label === undefined ? { label: english } : { label, alsoCalled: english };
  return { id: sign, sign, ...words };
});

function entriesIn(text: string): readonly (readonly [sign: string, words: string])[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const end = line.indexOf(' ');
      return [line.slice(0, end), line.slice(end + 1)];
    });
}
