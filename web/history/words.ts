/** Words about the history of a document, loaded with its panel. */

import { englishHistory } from '../ui/catalogue/english-history.ts';
import { inLanguage, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type HistoryWords = Worded<typeof englishHistory>;

export const words = await inLanguage<HistoryWords>(englishHistory, {
  de: async () => (await import('../ui/catalogue/german-history.ts')).germanHistory,
});
