/** Words about comments, loaded with them. */

import { englishComments } from '../ui/catalogue/english-comments.ts';
import { inLanguage, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type CommentWords = Worded<typeof englishComments>;

export const words = await inLanguage<CommentWords>(englishComments, {
  de: async () => (await import('../ui/catalogue/german-comments.ts')).germanComments,
});
