/** Counts as a person reads them, in the language of the page: the browser's own may be another. */

import { locale } from '../ui/text.ts';

/** "12,345". */
export function numberText(count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}
