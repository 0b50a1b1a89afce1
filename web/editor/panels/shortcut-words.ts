/** Words of the list of shortcuts, loaded with it. */

import { englishShortcuts } from '../../ui/catalogue/english-shortcuts.ts';
import { inLanguage, type Worded } from '../../ui/text.ts';

/** What each language must say. */
export type ShortcutWords = Worded<typeof englishShortcuts>;

export const words = await inLanguage<ShortcutWords>(englishShortcuts, {
  de: async () => (await import('../../ui/catalogue/german-shortcuts.ts')).germanShortcuts,
});
