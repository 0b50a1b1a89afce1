/** Where whoever decides finds out who was given what: in this process, or in the one that has the workspace. */

import type { Action } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import { type AccessRecord, nobodys } from '../workspace/access-record.ts';
import { authorize, type Decision } from './authorize.ts';
import { type Identity, makerOf } from './identity.ts';

export type { AccessRecord };

export interface AccessBook {
  /** What is known of a document; of one that nobody has spoken of, that it is nobody's. @throws Error: no answer, no access. */
  of(documentId: string): Promise<AccessRecord>;
  /**
   * Makes somebody the owner of a document that is nobody's. To be asked only for one that holds nothing yet.
   * @returns what holds then.
   */
  claim(documentId: string, person: string): Promise<AccessRecord>;
  /** See `readersOf`; everybody where there are no accounts. */
  readersOf(documentId: string): Promise<readonly ReaderKey[]>;
}

/** What became different, for whoever remembers it or has let somebody in. */
export type AccessNews =
  | { readonly kind: 'document'; readonly documentId: string }
  /** These sessions are over. */
  | { readonly kind: 'sessions'; readonly sessionIds: readonly string[] }
  /** A token for programs was revoked. @see ApiToken.id */
  | { readonly kind: 'token'; readonly tokenId: string }
  /** Something that somebody may do everywhere was taken from them: it was from their tokens, too. */
  | { readonly kind: 'person'; readonly personId: string };

/** Whether somebody is not who they were when they were let in: they have to prove it anew. */
export function isOver(identity: Identity, news: AccessNews): boolean {
  switch (news.kind) {
    case 'document':
      return false;
    case 'sessions':
      return 'sessionId' in identity && news.sessionIds.includes(identity.sessionId);
    case 'token':
      return identity.kind === 'token' && identity.id === news.tokenId;
    case 'person':
      return identity.kind === 'token' && identity.behalf.kind === 'person' && identity.behalf.id === news.personId;
    default:
      return news satisfies never;
  }
}

/** Where there are no accounts a document says nothing about people. */
export const NO_BOOK: AccessBook = {
  of: async (documentId) => nobodys(documentId),
  claim: async (documentId) => nobodys(documentId),
  readersOf: async () => ['everybody'],
};

/** Asks `authorize` with what the book says at this moment. */
export async function decide(
  { book, clock }: { readonly book: AccessBook; readonly clock: Clock },
  identity: Identity,
  documentId: string,
  action: Action,
): Promise<Decision> {
  return authorize(identity, await book.of(documentId), action, clock.now());
}

/** What somebody makes is theirs: to be called before they may write it. Nothing where there are no accounts. */
export async function claimNew(
  { book, shard }: { readonly book: AccessBook; readonly shard: { isUnwritten(documentId: string): Promise<boolean> } },
  identity: Identity,
  documentId: string,
): Promise<void> {
  const maker = makerOf(identity);
  if (maker === null || (await book.of(documentId)).owner !== null) return;
  if (await shard.isUnwritten(documentId)) await book.claim(documentId, maker);
}

/** Under which the catalogue of documents files what somebody may find. */
export type ReaderKey = 'everybody' | 'signed-in' | 'admins' | `person:${string}`;

/**
 * Who finds a document in lists and searches. Whoever has only its address, or a link to it, finds it nowhere; ends of
 * grants are no change of these keys, so what is found is still to be authorized.
 */
export function readersOf({ owner, grants, reach }: AccessRecord): readonly ReaderKey[] {
  const people = new Set([...(owner === null ? [] : [owner]), ...grants.map(({ person }) => person)]);
  const named = [...people].map((person): ReaderKey => `person:${person}`);
  return [
    ...(reach.who === 'signed-in' ? (['signed-in'] as const) : []),
    ...(owner === null ? (['admins'] as const) : []),
    ...named,
  ];
}

/** Under which keys somebody finds documents. A bearer finds all, or one: its token says which. */
export function readerKeysOf(identity: Identity): readonly ReaderKey[] {
  switch (identity.kind) {
    case 'anybody':
    case 'bearer':
      return ['everybody'];
    case 'person': {
      const own: ReaderKey[] = ['signed-in', `person:${identity.id}`];
      return identity.isAdmin ? [...own, 'admins'] : own;
    }
    case 'token':
      return readerKeysOf(identity.behalf);
    case 'guest':
    case 'stranger':
      return [];
    default:
      return identity satisfies never;
  }
}
