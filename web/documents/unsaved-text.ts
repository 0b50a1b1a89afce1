/** What the save word and its sheet say about text that is not on the server. */

import type { SaveStatus } from '../collab/status.ts';
import { momentText } from '../lib/time.ts';
import { text } from '../ui/text.ts';

/** How much is not on the server, since when; null when nothing is. */
export function unsavedText({ unsaved }: SaveStatus): string | null {
  if (unsaved === null) return null;
  return text.save.unsaved(unsaved.count, momentText(unsaved.sinceMs, Date.now()).replaceAll(' ', '\u00a0'));
}
