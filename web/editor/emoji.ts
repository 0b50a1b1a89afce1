/** The emoji that can be looked up: a character and the words it is found by, a line each, from emoji.txt. */

import type { Findable } from '../lib/word-search.ts';
import lines from './emoji.txt?raw';

export interface EmojiChoice extends Findable {
  readonly id: string;
  readonly sign: string;
}

/** Unicode's order, the faces first. */
export const EMOJI: readonly EmojiChoice[] = lines
  .trimEnd()
  .split('\n')
  .map((line) => {
    const end = line.indexOf(' ');
    return { id: line.slice(0, end), sign: line.slice(0, end), label: line.slice(end + 1) };
  });
