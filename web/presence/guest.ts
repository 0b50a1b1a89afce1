/**
 * Who is writing on this device: a guest with a friendly name and a colour, kept in this browser, changeable at any
 * time. An object outside React, watched through `subscribe`.
 */

import { NAME_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { randomId } from '../lib/random-id.ts';
import { PALETTE } from './palette.ts';

export interface Guest {
  /** Tells two tabs of one person from two people. */
  readonly id: string;
  readonly name: string;
  readonly colourIndex: number;
}

const STORAGE_KEY = 'scriptorium/guest';
const QUALITIES = ['Quiet', 'Patient', 'Curious', 'Bright', 'Gentle', 'Steady', 'Swift', 'Merry', 'Bold', 'Kind'];
const ANIMALS = ['Heron', 'Otter', 'Wren', 'Hare', 'Lynx', 'Magpie', 'Badger', 'Finch', 'Fox', 'Owl', 'Seal', 'Crane'];

class GuestStore {
  #guest: Guest | null = null;
  readonly #listeners = new Set<() => void>();

  get present(): Guest {
    this.#guest ??= readGuest() ?? this.#keep(newGuest());
    return this.#guest;
  }

  change(change: Partial<Pick<Guest, 'name' | 'colourIndex'>>): void {
    this.#guest = this.#keep({ ...this.present, ...change });
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(guest: Guest): Guest {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(guest));
    } catch {
      // A browser that keeps nothing: the name lasts as long as the page.
    }
    return guest;
  }
}

export const guests = new GuestStore();

/** `name` as it may be shown: one line, not too long, never empty. */
export function cleanName(name: unknown, fallback: string): string {
  if (typeof name !== 'string') return fallback;
  const clean = Array.from(name.replace(/\s+/g, ' ').trim()).slice(0, NAME_CHARACTERS_MAX).join('');
  return clean === '' ? fallback : clean;
}

function newGuest(): Guest {
  const name = `${pick(QUALITIES)} ${pick(ANIMALS)}`;
  return { id: randomId(12), name, colourIndex: Math.floor(Math.random() * PALETTE.length) };
}

function pick(words: readonly string[]): string {
  return words[Math.floor(Math.random() * words.length)] ?? '';
}

function readGuest(): Guest | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    return isGuest(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isGuest(value: unknown): value is Guest {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, colourIndex } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string' && Number.isInteger(colourIndex);
}
