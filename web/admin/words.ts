/** Words about looking after the server, loaded with its page. */

import { englishAdmin } from '../ui/catalogue/english-admin.ts';
import { inLanguage, locale, type Worded } from '../ui/text.ts';

/** What each language must say. */
export type AdminWords = Worded<typeof englishAdmin>;

export const words = await inLanguage<AdminWords>(englishAdmin, {
  de: async () => (await import('../ui/catalogue/german-admin.ts')).germanAdmin,
});

/** What somebody reads of a refusal, by its reason. */
export function problemText(reason: string): string {
  return (words.problems as Readonly<Record<string, string>>)[reason] ?? words.problems.other;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "12.4 MB", in steps of a thousand. */
export function bytesText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  return new Intl.NumberFormat(locale, {
    // "298 bytes", for which the short form has no plural.
    ...{ style: 'unit', unit: UNITS[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short' },
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
