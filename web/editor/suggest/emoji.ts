/**
 * The emoji that can be looked up: a character and the words it is found by, a line each, from emoji.txt. In German they
 * have the words of emoji-german.txt, and are found by the English ones, too.
 */

import type { Findable } from '../../lib/word-search.ts';
import { language } from '../../ui/text.ts';
import lines from './emoji.txt?raw';

export interface EmojiChoice extends Findable {
  readonly id: string;
  readonly sign: string;
}

const germanBySign = new Map(language === 'de' ? entriesIn((await import('./emoji-german.txt?raw')).default) : []);

/** Unicode's order, the faces first. */
export const EMOJI: readonly EmojiChoice[] = entriesIn(lines).map(([sign, english]) => {
  const german = germanBySign.get(sign);
  const words = german === undefined ? { label: english } : { label: german, alsoCalled: english };
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
