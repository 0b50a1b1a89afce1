/** Asks the server about accounts. What it refuses is a value: a reason that the catalogue has a sentence for. */

import type { AccountRefusal } from '../../server/contract/account-api.ts';
import type { Problem } from '../../server/contract/api.ts';
import { words } from './words.ts';

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: AccountRefusal | 'away' };

/** @param body sent as JSON. */
export async function ask<Value = null>(method: string, path: string, body?: object): Promise<Answer<Value>> {
  try {
    const answer = await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const told = await answer.text();
    if (answer.ok) return { ok: true, value: (told === '' ? null : JSON.parse(told)) as Value };
    const { reason } = JSON.parse(told) as Partial<Problem>;
    return { ok: false, reason: isReason(reason) ? reason : 'malformed' };
  } catch {
    return { ok: false, reason: 'away' };
  }
}

/** What somebody reads. */
export function problemText(reason: string): string {
  return (words.problems as Readonly<Record<string, string>>)[reason] ?? words.problems.away;
}

function isReason(reason: string | undefined): reason is AccountRefusal {
  return reason !== undefined && reason in words.problems;
}
