/** What a person reads when the server closes a connection: in their language, else in the server's own words. */

import type { CloseReason } from '../../server/contract/close-codes.ts';
import { text } from './text.ts';

export function sentenceOf({ code, sentence }: CloseReason): string {
  return text.refusals[code] ?? sentence;
}
