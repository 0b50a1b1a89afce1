/** Whoever answers who somebody is and what they were given: one for each way that people are let in. */

import type { Clock } from '../lib/clock.ts';
import { type AccessBook, NO_BOOK } from './access-book.ts';
import type { Accounts } from './accounts.ts';
import { createIdentify, type Identify } from './identify.ts';
import { type TokenRules, TokenVerifier } from './tokens.ts';

export interface Desk {
  readonly identify: Identify;
  readonly book: AccessBook;
}

/** Where there are no accounts. @param rules of tokens; null where everybody is let in. */
export function deskWithout(rules: TokenRules | null, clock: Clock): Desk {
  return { identify: createIdentify(rules === null ? null : new TokenVerifier(rules, clock)), book: NO_BOOK };
}

export function deskOf({ identify, book }: Accounts): Desk {
  return { identify, book };
}
