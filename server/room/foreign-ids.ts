/**
 * Whose client ids an update may speak under (R22), and whose name its record gets: decided from what a room holds,
 * without changing it.
 *
 * Where a backup was restored the server has lost text that people still have. Whoever brings it back, as an answer to the
 * server's question, is not its author: such a record claims nothing, and nobody is sent away for it. An id has an owner
 * again when the one who writes with it has handed over all of it and goes on; nobody else can have more of it then.
 */

import { SEED_CLIENT_ID } from '../contract/document/seed.ts';
import { ANONYMOUS, returnedBy, SERVER } from '../lib/authors.ts';
import type { CheckedUpdate, ClockRange, StateVector } from '../lib/update-ranges.ts';
import type { Contents } from './contents.ts';
import { Participant } from './participant.ts';
import type { Presence } from './presence.ts';

interface Known {
  readonly contents: Pick<Contents, 'owners' | 'isAhead' | 'hasDeleted'>;
  readonly presence: Pick<Presence, 'speakerOf' | 'isHearsay'>;
  /** What the document holds once everything queued is confirmed. */
  readonly queuedVector: StateVector;
}

export interface Offer {
  readonly update: CheckedUpdate;
  readonly participant: Participant;
  /** To the server's question: then it may hold what others wrote. */
  readonly isAnswer: boolean;
}

/**
 * Client ids under which the update brings, or deletes, something that is not here, and which are not the author's. Under
 * an id of somebody else it could only be forged: it would keep out, or delete, what that person is about to send.
 */
export function foreignIds({ update, participant, isAnswer }: Offer, known: Known): number[] {
  const author = participant.member.user;
  const { wereForgotten } = known.contents.owners;
  const isForged = (mayBeBroughtBack: boolean) => (range: ClockRange) => {
    if (isKnown(range, known)) return false;
    const owner = mayBeBroughtBack ? provenOwnerOf(range.client, known) : ownerOf(range.client, known);
    return owner !== undefined && owner !== author && !known.contents.isAhead(range);
  };
  // What was deleted before it came is so on every page, and each hands that over when it comes back.
  // Whoever deletes a word that the server has lost does so before the server has asked for it.
  const forged = [
    ...update.ranges.filter(isForged(wereForgotten && isAnswer)),
    ...update.deletions.filter(isForged(wereForgotten)).filter((range) => !known.contents.hasDeleted([range])),
  ];
  return [...new Set(forged.map(({ client }) => client))];
}

/** Whether somebody else is proved to write under this id. */
export function isForeign(client: number, { member }: Participant, owners: Contents['owners']): boolean {
  const owner = owners.ownerOf(client);
  return owner !== undefined && owner !== member.user;
}

/** The author of the record: whoever sends it, or brings back what may be somebody else's. */
export function authorOfRecord({ update, participant, isAnswer }: Offer, known: Known): string {
  const author = participant.member.user;
  const { owners } = known.contents;
  if (!owners.wereForgotten || author === ANONYMOUS) return author;
  const isBroughtBack = (range: ClockRange) => {
    // The record would claim what it repeats, too.
    if (owners.ownerOf(range.client) !== undefined) return false;
    const speaker = known.presence.speakerOf(range.client);
    const isOwn = speaker === participant || (speaker === undefined && !isAnswer);
    return !isOwn || range.from > (known.queuedVector.get(range.client) ?? 0);
  };
  return update.ranges.some(isBroughtBack) ? returnedBy(author) : author;
}

function isKnown({ client, to }: ClockRange, { queuedVector }: Known): boolean {
  return (queuedVector.get(client) ?? 0) >= to;
}

/**
 * Whoever shows up under an id that nobody has written with is about to do so. Not a stock client that repeats what it
 * heard of somebody whose line is away: that one comes back with what the server lacks.
 */
function ownerOf(client: number, known: Known): string | undefined {
  const owner = provenOwnerOf(client, known);
  if (owner !== undefined) return owner;
  const speaker = known.presence.speakerOf(client);
  if (!(speaker instanceof Participant)) return undefined;
  const { user, takesPieces: isOurPage } = speaker.member;
  if (!isOurPage && known.presence.isHearsay(client)) return undefined;
  return user === ANONYMOUS ? undefined : user;
}

function provenOwnerOf(client: number, { contents }: Known): string | undefined {
  return client === SEED_CLIENT_ID ? SERVER : contents.owners.ownerOf(client);
}
