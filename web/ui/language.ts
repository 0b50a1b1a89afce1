/** In which language the pages speak: as chosen on this device, else as the browser asks for. */

import { StoredValue } from '../lib/stored-value.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words, so that everybody finds theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Null: as the browser asks for. */
export const languageChoice = new StoredValue<Language | null>(
  'scriptorium/language',
  (stored) => LANGUAGES.find((language) => language === stored) ?? null,
);

/** The first wanted language that there is. @param wanted as in `navigator.languages`. */
export function languageFor(choice: Language | null, wanted: readonly string[]): Language {
  const known = wanted.flatMap((tag) => LANGUAGES.filter((language) => language === baseOf(tag)));
  return choice ?? known[0] ?? 'en';
}

/** For dates and numbers: the person's own region where it speaks that language. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language;
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
