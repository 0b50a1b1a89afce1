/**
 * Every word a person reads, in their language; tests find controls by these names. English comes with the page, other
 * catalogues are loaded before anything that reads from here, so that words can be taken once. A catalogue imports
 * nothing: it would wait for what waits for it.
 */

import { english } from './catalogue/english.ts';
import { type Language, languageChoice, languageFor, localeFor } from './language.ts';

/** What each language must say: the shape of the English one. */
export type Catalogue = Worded<typeof english>;

/** The shape of what one language says, for the others. */
export type Worded<Value> = Value extends string
  ? string
  : Value extends (...values: infer Values) => string
    ? (...values: Values) => string
    : Value extends readonly string[]
      ? readonly string[]
      : { readonly [Key in keyof Value]: Worded<Value[Key]> };

const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;

export const language = languageFor(languageChoice.value, wanted);
export const locale = localeFor(language, wanted);
export const text: Catalogue = await catalogueOf(language);

async function catalogueOf(one: Language): Promise<Catalogue> {
  if (one === 'en') return english;
  // Away, and never loaded before: words in English are better than none.
  return await import('./catalogue/german.ts').then(
    ({ german }) => german,
    () => english,
  );
}
