/** Words about accounts and sharing, loaded with the first part that says them: most visits say none. */

import { NAME_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { englishAccounts } from '../ui/catalogue/english-accounts.ts';
import { language, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type AccountWords = Worded<typeof englishAccounts>;

export const words: AccountWords = await wordsOf();

/** What somebody reads of a refusal, by its reason. */
export function problemText(reason: string): string {
  if (reason === 'name-length') return words.nameLength(NAME_CHARACTERS_MAX);
  return (words.problems as Readonly<Record<string, string>>)[reason] ?? words.problems.other;
}

async function wordsOf(): Promise<AccountWords> {
  if (language === 'en') return englishAccounts;
  return await import('../ui/catalogue/german-accounts.ts').then(
    ({ germanAccounts }) => germanAccounts,
    () => englishAccounts,
  );
}
