/** Whoever answers who somebody is and what they were given: one for each way that people are let in. */

import type { Clock } from '../lib/clock.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type AccessBook, NO_BOOK } from './access-book.ts';
import type { Accounts } from './accounts.ts';
import { ApiTokens, withApiTokens } from './api-tokens.ts';
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

/** The tokens of programs, of a server with or without accounts. */
export function tokensFor(accounts: Accounts | null, workspace: Workspace, clock: Clock): ApiTokens {
  return accounts === null
    ? new ApiTokens(workspace, clock)
    : new ApiTokens(workspace, clock, async (person) => accounts.behalfOf(person));
}

/** The same for programs as well. */
export function deskWith({ identify, book }: Desk, tokens: ApiTokens): Desk {
  return { identify: withApiTokens(identify, (token) => tokens.identify(token)), book };
}

export function deskOf({ identify, book }: Accounts): Desk {
  return { identify, book };
}
