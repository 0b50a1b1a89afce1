/**
 * A link from another application carries a token behind its `#`, where no server log sees it. It is handed to the
 * server once, which keeps it in a cookie, and taken out of the address, so that it is neither copied nor kept.
 */

import { ask } from '../lib/api.ts';
import { guests } from '../presence/guest.ts';
import { knownAccount } from './known-account.ts';

const PREFIX = '#token=';

/** Resolves when the server knows us, or could not be asked; the document page says what came of it. */
export async function signInFromAddress(): Promise<void> {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith(PREFIX)) return;
  history.replaceState(history.state, '', pathname + search);
  const answer = await ask('POST /api/session', { body: { token: tokenIn(hash) } });
  // Away: the copy on this device is all there is to show anyway.
  if (!answer.ok) return;
  knownAccount.note(answer.value);
  guests.isKnownAs(answer.value);
}

/** It may have been escaped on its way here. */
function tokenIn(hash: string): string {
  return new URLSearchParams(hash.slice(1)).get('token') ?? '';
}
