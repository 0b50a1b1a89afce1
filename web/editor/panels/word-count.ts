/** Words, characters and reading time of a text. Words as the language has them: also where nothing parts them. */

export interface WordCount {
  readonly words: number;
  readonly characters: number;
  readonly readingMinutes: number;
}

/** What most people read silently in a minute. */
const WORDS_A_MINUTE = 230;

// In whatever language a text is: most of one are counted alike.
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function countWords(text: string): WordCount {
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count++;
  let signs = 0;
  for (const { segment } of characters.segment(text)) if (segment !== '\n') signs++;
  return { words: count, characters: signs, readingMinutes: Math.ceil(count / WORDS_A_MINUTE) };
}
