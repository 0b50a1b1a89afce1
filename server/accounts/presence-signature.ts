/** What the others see of somebody whom the server knows: the name it knows them by, whatever the page says. */

import { LEFT, type PresenceEntry } from '../contract/presence-entries.ts';
import type { Identity } from './identity.ts';

/** The entry with who it is from; in open access people name themselves. */
export function signed(entry: PresenceEntry, identity: Identity): PresenceEntry {
  if (!('name' in identity) || entry.state === LEFT) return entry;
  const state: unknown = JSON.parse(entry.state);
  if (!isObject(state)) return entry;
  const user = { ...(isObject(state.user) ? state.user : {}), id: identity.id, name: identity.name };
  return { ...entry, state: JSON.stringify({ ...state, user }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
