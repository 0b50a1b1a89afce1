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

/** How to load what is said in each language but English, which is there. */
type OtherLanguages<Said> = Readonly<Record<Exclude<Language, 'en'>, () => Promise<Said>>>;

/**
 * What is said in the language of the page. The words of a part that is loaded later (accounts, comments, history, the
 * list of documents, looking after the server, shortcuts, emoji) come with that part and not with the page, whose first
 * load has a limit. All of them ask here, so that a language that one of them lacks is an error of types; so it is for
 * the sample and the templates.
 */
export async function inLanguage<Said>(inEnglish: Said, others: OtherLanguages<Said>): Promise<Said> {
  if (language === 'en') return inEnglish;
  // Away, and never loaded before: words in English are better than none.
  return await others[language]().catch(() => inEnglish);
}

export const text = await inLanguage<Catalogue>(english, {
  de: async () => (await import('./catalogue/german.ts')).german,
});
