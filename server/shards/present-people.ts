/** Who is in a document, from what browsers say of themselves in presence; for lists, where nobody needs carets. */

import type { PresentPerson } from '../contract/api.ts';
import { PRESENT_PEOPLE_MAX, SUBJECT_CHARACTERS_MAX } from '../contract/limits.ts';
import { cutName } from '../contract/person-name.ts';
import type { PresenceEntry } from '../contract/presence-entries.ts';

/** One for all tabs of a person, in the order in which they came. */
export function peopleIn(entries: readonly PresenceEntry[]): readonly PresentPerson[] {
  const peopleByKey = new Map<string, PresentPerson>();
  for (const { client, state } of entries) {
    const person = personIn(state, client);
    if (person !== null && !peopleByKey.has(person.key)) peopleByKey.set(person.key, person);
  }
  return [...peopleByKey.values()].slice(0, PRESENT_PEOPLE_MAX);
}

/** Null for whoever says nothing of themselves: a program, for instance. */
function personIn(state: string, client: number): PresentPerson | null {
  const user = fieldsOf(fieldsOf(JSON.parse(state)).user);
  if (typeof user.name !== 'string') return null;
  const key = typeof user.id === 'string' ? user.id.slice(0, SUBJECT_CHARACTERS_MAX) : String(client);
  const color = typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : null;
  return { key, name: cutName(user.name), color };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
