/** Words about the history of a document, loaded with its panel. */

import { englishHistory } from '../ui/catalogue/english-history.ts';
import { language, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type HistoryWords = Worded<typeof englishHistory>;

export const words: HistoryWords = await wordsOf();

async function wordsOf(): Promise<HistoryWords> {
  if (language === 'en') return englishHistory;
  return await import('../ui/catalogue/german-history.ts').then(
    ({ germanHistory }) => germanHistory,
    () => englishHistory,
  );
}
