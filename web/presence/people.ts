/** Who is in a document, read from presence. Everything from other people is checked before it is shown. */

import { useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Environment } from '../lib/environment.ts';
import { text } from '../ui/text.ts';
import { Activity } from './activity.ts';
import { cleanName, type Guest, guests } from './guest.ts';
import { colourIndexOf, colourOf } from './palette.ts';

export interface Person {
  /** Stable while the person is here; the same for all tabs of one person. */
  readonly key: string;
  readonly name: string;
  readonly colourIndex: number;
  readonly isYou: boolean;
  /** Whether their caret is in the text: they write, or are about to. */
  readonly isWriting: boolean;
  /** Whether they have done nothing for a while. */
  readonly isIdle: boolean;
}

/** The person behind one presence entry. */
export function personOf(state: unknown, clientId: number, ownClientId: number): Person {
  const user = objectOf(objectOf(state).user);
  const id = user.id;
  return {
    key: typeof id === 'string' ? `guest:${id}` : `client:${clientId}`,
    name: cleanName(user.name, text.people.someone),
    colourIndex: colourIndexOf(user.color, clientId),
    isYou: clientId === ownClientId,
    isWriting: typeof objectOf(state).cursor === 'object' && objectOf(state).cursor !== null,
    isIdle: false,
  };
}

/** Everybody in the document, you first, then in the order of their names; one entry for all tabs of a person. */
export function peopleIn(awareness: Awareness, isIdle: (clientId: number) => boolean = () => false): readonly Person[] {
  const peopleByKey = new Map<string, Person>();
  for (const [clientId, state] of awareness.getStates()) {
    const person = { ...personOf(state, clientId, awareness.clientID), isIdle: isIdle(clientId) };
    const known = peopleByKey.get(person.key);
    peopleByKey.set(person.key, known ? bothOf(known, person) : person);
  }
  return [...peopleByKey.values()].sort((a, b) => Number(b.isYou) - Number(a.isYou) || a.name.localeCompare(b.name));
}

/** Two tabs of one person: what is done in either is done by them. */
function bothOf(known: Person, other: Person): Person {
  return {
    ...(other.isYou ? other : known),
    isWriting: known.isWriting || other.isWriting,
    isIdle: known.isIdle && other.isIdle,
  };
}

function areSame(before: readonly Person[], after: readonly Person[]): boolean {
  return before.length === after.length && before.every((person, i) => isSame(person, after[i]));
}

function isSame(before: Person, after: Person | undefined): boolean {
  return (
    before.key === after?.key &&
    before.name === after.name &&
    before.colourIndex === after.colourIndex &&
    before.isYou === after.isYou &&
    before.isWriting === after.isWriting &&
    before.isIdle === after.isIdle
  );
}

/** Up to two letters that stand for a name. */
export function initialsOf(name: string): string {
  const words = name.split(' ').filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** Tells the others who you are, now and after every change of name or colour; the answer ends it. */
export function introduce(awareness: Awareness): () => void {
  const say = () => awareness.setLocalStateField('user', wireForm(guests.present));
  say();
  return guests.subscribe(say);
}

/** Somebody who does nothing for so long may be elsewhere. */
const IDLE_MS = 2 * 60_000;

/** The people of a document, for components. */
export function watchPeople(awareness: Awareness, environment: Environment) {
  let people = peopleIn(awareness);
  return {
    subscribe(listener: () => void): () => void {
      const refresh = () => {
        const present = peopleIn(awareness, (clientId) => activity.isIdle(clientId));
        // Most news is a caret that moved, which the page around the text has no use for.
        if (areSame(people, present)) return;
        people = present;
        listener();
      };
      const activity = new Activity(awareness, environment, IDLE_MS, refresh);
      awareness.on('change', refresh);
      refresh();
      return () => {
        activity.close();
        awareness.off('change', refresh);
      };
    },
    snapshot: () => people,
  };
}

export function useGuest(): Guest {
  return useSyncExternalStore(
    (listener) => guests.subscribe(listener),
    () => guests.present,
  );
}

function wireForm({ id, name, colourIndex }: Guest) {
  return { id, name, color: colourOf(colourIndex) };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
