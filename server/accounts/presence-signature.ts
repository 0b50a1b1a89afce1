/** What the others see of somebody whom the server knows: name and colour as it knows them, whatever the page says. */

import { PALETTE } from '../contract/palette.ts';
import { LEFT, type PresenceEntry } from '../contract/presence-entries.ts';
import { colourOfAuthor } from '../lib/authors.ts';
import type { Identity } from './identity.ts';

/** The entry with who it is from; in open access people name themselves, and a guest chooses a colour. */
export function signed(entry: PresenceEntry, identity: Identity): PresenceEntry {
  if (!('name' in identity) || entry.state === LEFT) return entry;
  const state: unknown = JSON.parse(entry.state);
  if (!isObject(state)) return entry;
  const { id, name } = identity;
  const colour = colourOfAuthor(id);
  const known = colour === null ? { id, name } : { id, name, color: PALETTE[colour] };
  const user = { ...(isObject(state.user) ? state.user : {}), ...known };
  return { ...entry, state: JSON.stringify({ ...state, user }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
