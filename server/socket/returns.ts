/**
 * Who comes back again and again although it was sent away. A stock client takes a connection that was opened and then
 * closed for a success and tries again after a tenth of a second, for ever; refused before the upgrade it waits longer each
 * time, up to 2.5 s. So whoever was sent away a few times within a moment is refused before the upgrade until that has passed.
 *
 * What always holds: one who was sent away never keeps out another who brings other credentials.
 */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RETURNS_MAX, RETURNS_MS, RETURNS_REMEMBERED_MAX } from '../contract/limits.ts';

export class Returns {
  /** When each was sent away, the latest last. */
  readonly #timesByKey = new Map<string, number[]>();

  sentAway(key: string, now: number): void {
    const times = this.#timesByKey.get(key) ?? [];
    // Taken out and put in again: the first key is the one that was longest not seen.
    this.#timesByKey.delete(key);
    this.#timesByKey.set(key, [...times.slice(1 - RETURNS_MAX), now]);
    if (this.#timesByKey.size <= RETURNS_REMEMBERED_MAX) return;
    for (const first of this.#timesByKey.keys()) {
      this.#timesByKey.delete(first);
      break;
    }
  }

  isTooSoon(key: string, now: number): boolean {
    const times = this.#timesByKey.get(key);
    if (times === undefined) return false;
    if (now - (times.at(-1) ?? 0) >= RETURNS_MS) this.#timesByKey.delete(key);
    return times.length === RETURNS_MAX && now - (times[0] ?? 0) < RETURNS_MS;
  }
}

/** The same for the same client, asking the same with the same credentials from the same place; short, however long those are. */
export function returnKeyOf(address: string, { url, headers }: IncomingMessage): string {
  const asked = [address, url, headers.authorization, headers.cookie].join('\n');
  return createHash('sha256').update(asked).digest('base64url');
}
