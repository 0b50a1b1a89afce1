/** Words about accounts and sharing, loaded with the first part that says them: most visits say none. */

import { NAME_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { englishAccounts } from '../ui/catalogue/english-accounts.ts';
import { inLanguage, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type AccountWords = Worded<typeof englishAccounts>;

export const words = await inLanguage<AccountWords>(englishAccounts, {
  de: async () => (await import('../ui/catalogue/german-accounts.ts')).germanAccounts,
});

/** What somebody reads of a refusal, by its reason. */
export function problemText(reason: string): string {
  if (reason === 'name-length') return words.nameLength(NAME_CHARACTERS_MAX);
  return (words.problems as Readonly<Record<string, string>>)[reason] ?? words.problems.other;
}
