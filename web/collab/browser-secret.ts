/** A random text that all tabs of this browser share and nobody else knows. */

import { randomId } from '../lib/random-id.ts';
import { StoredValue } from '../lib/stored-value.ts';

const CHARACTERS = 22;

const stored = new StoredValue<string | null>('scriptorium/secret', (value) =>
  typeof value === 'string' && value.length === CHARACTERS ? value : null,
);

export function browserSecret(): string {
  stored.value ??= randomId(CHARACTERS);
  return stored.value;
}
