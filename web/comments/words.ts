/** Words about comments, loaded with them. */

import { englishComments } from '../ui/catalogue/english-comments.ts';
import { language, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type CommentWords = Worded<typeof englishComments>;

export const words: CommentWords = await wordsOf();

async function wordsOf(): Promise<CommentWords> {
  if (language === 'en') return englishComments;
  return await import('../ui/catalogue/german-comments.ts').then(
    ({ germanComments }) => germanComments,
    () => englishComments,
  );
}
