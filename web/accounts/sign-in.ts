/**
 * A link from another application carries a token behind its `#`, where no server log sees it. It is handed to the
 * server once, which keeps it in a cookie, and taken out of the address, so that it is neither copied nor kept.
 */

import type { SessionState } from '../../server/contract/api.ts';
import { guests } from '../presence/guest.ts';

const TOKEN_PREFIX = '#token=';

/** Resolves when the server knows us, or could not be asked; the document page says what came of it. */
export async function signInFromAddress(): Promise<void> {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith(TOKEN_PREFIX)) return;
  history.replaceState(history.state, '', pathname + search);
  try {
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: decodeURIComponent(hash.slice(TOKEN_PREFIX.length)) }),
    });
    if (!answer.ok) return;
    const session: SessionState = await answer.json();
    if (session.kind === 'bearer') guests.change({ name: session.name });
  } catch {
    // Offline: the copy on this device is all there is to show anyway.
  }
}
