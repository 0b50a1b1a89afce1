/**
 * Who is writing on this device: a guest with a friendly name and a colour, kept in this browser, changeable at any
 * time. An object outside React, watched through `subscribe`.
 */

import type { SessionState } from '../../server/contract/api.ts';
import { PALETTE } from '../../server/contract/palette.ts';
import { cutName } from '../../server/contract/person-name.ts';
import { randomId } from '../lib/random-id.ts';
import { StoredValue } from '../lib/stored-value.ts';
import { text } from '../ui/text.ts';

export interface Guest {
  /** Tells two tabs of one person from two people. */
  readonly id: string;
  readonly name: string;
  readonly colourIndex: number;
}

const STORAGE_KEY = 'scriptorium/guest';

class GuestStore {
  readonly #stored = new StoredValue(STORAGE_KEY, (stored) => (isGuest(stored) ? stored : null));

  get present(): Guest {
    const known = this.#stored.value;
    if (known !== null) return known;
    const guest = newGuest();
    this.#stored.value = guest;
    return guest;
  }

  change(change: Partial<Pick<Guest, 'name' | 'colourIndex'>>): void {
    this.#stored.value = { ...this.present, ...change };
  }

  /** What the others see of somebody whom the server knows: theirs here, too. */
  isKnownAs(state: SessionState): void {
    if (!('name' in state)) return;
    const colour = 'colour' in state ? state.colour : null;
    this.change({ name: state.name, colourIndex: colour ?? this.present.colourIndex });
  }

  subscribe(listener: () => void): () => void {
    return this.#stored.subscribe(listener);
  }
}

export const guests = new GuestStore();

/** `name` as it may be shown: one line, not too long, never empty. */
export function cleanName(name: unknown, fallback: string): string {
  const clean = typeof name === 'string' ? cutName(name) : '';
  return clean === '' ? fallback : clean;
}

function newGuest(): Guest {
  const name = `${pick(text.people.qualities)} ${pick(text.people.animals)}`;
  return { id: randomId(12), name, colourIndex: Math.floor(Math.random() * PALETTE.length) };
}

function pick(words: readonly string[]): string {
  return words[Math.floor(Math.random() * words.length)] ?? '';
}

function isGuest(value: unknown): value is Guest {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, colourIndex } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string' && Number.isInteger(colourIndex);
}
