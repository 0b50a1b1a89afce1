/** The body of an awareness frame: entries of (Yjs client id, clock, state). Reading and writing, nothing else. */

import * as encoding from 'lib0/encoding';
import { checkJson } from './check-json.ts';
import { LimitError } from './limit-error.ts';
import { PRESENCE_BYTES_MAX, PRESENCE_CLOCK_MAX, PRESENCE_ENTRIES_MAX } from './limits.ts';
import { StrictReader } from './strict-reader.ts';

export interface PresenceEntry {
  readonly client: number;
  readonly clock: number;
  /** JSON as it came; `null` (the word) when the client has left. */
  readonly state: string;
}

export const LEFT = 'null';

/**
 * @throws Error when the bytes are not exactly a list of entries, or one is larger or its clock higher than the
 * limits, or its state is not JSON.
 */
export function decodeEntries(bytes: Uint8Array): PresenceEntry[] {
  const reader = new StrictReader(bytes);
  const entries: PresenceEntry[] = [];
  const count = reader.varUint();
  if (count > PRESENCE_ENTRIES_MAX) throw new LimitError('PRESENCE_ENTRIES_MAX', 'too many presence entries');
  for (let left = count; left > 0; left -= 1) entries.push(readEntry(reader));
  reader.end();
  return entries;
}

function readEntry(reader: StrictReader): PresenceEntry {
  const client = reader.varUint();
  const clock = reader.varUint();
  const state = reader.varString();
  if (clock > PRESENCE_CLOCK_MAX) throw new LimitError('PRESENCE_CLOCK_MAX', 'presence clock out of range');
  if (state.length > PRESENCE_BYTES_MAX) throw new LimitError('PRESENCE_BYTES_MAX', 'presence state too large');
  checkJson(state);
  return { client, clock, state };
}

export function encodeEntries(entries: readonly PresenceEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
}
