/**
 * When to try again after a lost connection: full jitter, a random moment inside a window that doubles. Without it
 * the clients of a restarted server come back together and fell it again.
 */

import { RECONNECT_WINDOW_FIRST_MS, RECONNECT_WINDOW_LAST_MS } from '../../server/contract/limits.ts';

/** `failures` in a row so far (0 for the first try after a loss), `chance` from 0 to 1; milliseconds to wait. */
export function reconnectDelayMs(failures: number, chance: number): number {
  const windowMs = Math.min(RECONNECT_WINDOW_LAST_MS, RECONNECT_WINDOW_FIRST_MS * 2 ** failures);
  return Math.round(chance * windowMs);
}
