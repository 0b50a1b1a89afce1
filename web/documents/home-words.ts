/** Words about the list of documents, loaded with it. */

import { englishHome } from '../ui/catalogue/english-home.ts';
import { inLanguage, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type HomeWords = Worded<typeof englishHome>;

export const homeWords = await inLanguage<HomeWords>(englishHome, {
  de: async () => (await import('../ui/catalogue/german-home.ts')).germanHome,
});
