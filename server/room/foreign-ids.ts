/** Whose client ids an update may speak under (R22): decided from what a room holds, without changing it. */

import { SEED_CLIENT_ID } from '../contract/document/seed.ts';
import { ANONYMOUS, SERVER } from '../lib/authors.ts';
import type { CheckedUpdate, ClockRange, StateVector } from '../lib/update-ranges.ts';
import type { Contents } from './contents.ts';
import { Participant } from './participant.ts';
import type { Presence } from './presence.ts';

interface Known {
  readonly contents: Pick<Contents, 'owners' | 'isAhead'>;
  readonly presence: Pick<Presence, 'speakerOf'>;
  /** What the document holds once everything queued is confirmed. */
  readonly queuedVector: StateVector;
}

/**
 * Client ids under which the update brings, or deletes, something that is not here, and which are not the author's. Under
 * an id of somebody else it could only be forged: it would keep out, or delete, what that person is about to send.
 */
export function foreignIds({ ranges, deletions }: CheckedUpdate, author: string, known: Known): number[] {
  const isForged = (range: ClockRange) => {
    if ((known.queuedVector.get(range.client) ?? 0) >= range.to) return false;
    const owner = ownerOf(range.client, known);
    return owner !== undefined && owner !== author && !known.contents.isAhead(range);
  };
  const forged = [...ranges.filter(isForged), ...deletions.filter(isForged)];
  return [...new Set(forged.map(({ client }) => client))];
}

/** Whoever shows up under an id that nobody has written with is about to do so. */
function ownerOf(client: number, { contents, presence }: Known): string | undefined {
  if (client === SEED_CLIENT_ID) return SERVER;
  const owner = contents.owners.ownerOf(client);
  if (owner !== undefined) return owner;
  const speaker = presence.speakerOf(client);
  const user = speaker instanceof Participant ? speaker.member.user : ANONYMOUS;
  return user === ANONYMOUS ? undefined : user;
}
