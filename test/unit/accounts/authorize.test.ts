/** Every role, every document, every action: what `authorize` says of each. */

import { describe, expect, it } from 'vitest';
import { readerKeysOf, readersOf } from '../../../server/accounts/access-book.ts';
import { authorize } from '../../../server/accounts/authorize.ts';
import {
  ANYBODY,
  type Bearer,
  type Grant,
  type Guest,
  type Identity,
  type Person,
  STRANGER,
} from '../../../server/accounts/identity.ts';
import { ACTIONS, type Action } from '../../../server/contract/roles.ts';
import {
  type AccessRecord,
  nobodys,
  withLink,
  withLinkOpened,
  withOwner,
  withoutLink,
  withoutPerson,
  withPerson,
  withReach,
  withRequest,
} from '../../../server/workspace/access-record.ts';

const NOW = 1_000_000;

function bearer(grant: Grant, expiresAt = NOW + 1): Bearer {
  return { kind: 'bearer', id: 'ann', name: 'Ann', grant, tokenKey: 'key', expiresAt };
}

function person(id: string, rest: Partial<Person> = {}): Person {
  return { kind: 'person', id, name: id, isAdmin: false, sessionId: `of-${id}`, expiresAt: NOW + 1, ...rest };
}

function guest(linkIds: readonly string[], rest: Partial<Guest> = {}): Guest {
  return { kind: 'guest', id: 'guest:1', name: 'Gus', linkIds, sessionId: 'of-gus', expiresAt: NOW + 1, ...rest };
}

const LINK = { id: 'link', tokenHash: 'hash', role: 'editor', expiresAt: null, createdAt: 0 } as const;
const MINE: AccessRecord = { ...nobodys('plan'), owner: 'ann' };
const OTHERS: AccessRecord = { ...nobodys('other'), owner: 'bea' };

/** What may be done, as letters of read, comment, write, share, delete; or why nothing may. */
function said(identity: Identity, record: AccessRecord, now = NOW): string {
  const decisions = ACTIONS.map((action) => [action, authorize(identity, record, action, now)] as const);
  const may = decisions.filter(([, { allowed }]) => allowed).map(([action]) => LETTER[action]);
  if (may.length > 0) return may.join('');
  const refusals = new Set(decisions.map(([, decision]) => (decision.allowed ? 'yes' : decision.refusal)));
  return [...refusals].join();
}

const LETTER: Readonly<Record<Action, string>> = { read: 'r', comment: 'c', write: 'w', share: 's', delete: 'd' };

describe('R5 who may do what with which document', () => {
  it.each<[who: string, Identity, mine: string, another: string]>([
    ['anybody, in open access', ANYBODY, 'rcwsd', 'rcwsd'],
    ['a stranger', STRANGER, 'sign-in', 'sign-in'],
    ['a token: viewer of it', bearer({ documentId: 'plan', role: 'viewer' }), 'r', 'no-access'],
    ['a token: commenter of it', bearer({ documentId: 'plan', role: 'commenter' }), 'rc', 'no-access'],
    ['a token: editor of it', bearer({ documentId: 'plan', role: 'editor' }), 'rcw', 'no-access'],
    ['a token: owner of it', bearer({ documentId: 'plan', role: 'owner' }), 'rcwsd', 'no-access'],
    ['a token: viewer of all', bearer({ documentId: null, role: 'viewer' }), 'r', 'r'],
    ['a token: editor of all', bearer({ documentId: null, role: 'editor' }), 'rcw', 'rcw'],
    ['its owner', person('ann'), 'rcwsd', 'no-access'],
    ['somebody with an account', person('cem'), 'no-access', 'no-access'],
    ['an administrator', person('eve', { isAdmin: true }), 'no-access', 'no-access'],
    ['a guest', guest(['elsewhere']), 'no-access', 'no-access'],
  ])('%s', (_who, identity, mine, another) => {
    expect([said(identity, MINE), said(identity, OTHERS)]).toEqual([mine, another]);
  });

  it.each<[how: string, AccessRecord, cem: string, gus: string]>([
    ['shared with nobody', MINE, 'no-access', 'no-access'],
    ['Cem may view', withPerson(MINE, 'cem', 'viewer', null), 'r', 'no-access'],
    ['Cem may comment', withPerson(MINE, 'cem', 'commenter', null), 'rc', 'no-access'],
    ['Cem may edit', withPerson(MINE, 'cem', 'editor', null), 'rcw', 'no-access'],
    ['Cem may edit until now', withPerson(MINE, 'cem', 'editor', NOW), 'no-access', 'no-access'],
    ['Cem may edit a while longer', withPerson(MINE, 'cem', 'editor', NOW + 1), 'rcw', 'no-access'],
    ['Cem was removed', withoutPerson(withPerson(MINE, 'cem', 'editor', null), 'cem'), 'no-access', 'no-access'],
    ['Cem asked', withRequest(MINE, 'cem', NOW), 'no-access', 'no-access'],
    ['whoever signs in may view', withReach(MINE, { who: 'signed-in', role: 'viewer' }), 'r', 'no-access'],
    ['whoever has the address may edit', withReach(MINE, { who: 'link', role: 'editor' }), 'rcw', 'rcw'],
    [
      'the more of two counts',
      withReach(withPerson(MINE, 'cem', 'editor', null), { who: 'link', role: 'viewer' }),
      'rcw',
      'r',
    ],
    ['a link that Gus opened', withLink(MINE, LINK), 'no-access', 'rcw'],
    ['a link that has ended', withLink(MINE, { ...LINK, expiresAt: NOW }), 'no-access', 'no-access'],
    ['a link that Cem opened, too', withLinkOpened(withLink(MINE, LINK), LINK, 'cem'), 'rcw', 'rcw'],
    [
      'a link that was taken back',
      withoutLink(withLinkOpened(withLink(MINE, LINK), LINK, 'cem'), LINK.id),
      'no-access',
      'no-access',
    ],
  ])('%s', (_how, record, cem, gus) => {
    expect([said(person('cem'), record), said(guest([LINK.id]), record)]).toEqual([cem, gus]);
    expect(said(person('ann'), record)).toBe('rcwsd');
    expect(said(STRANGER, record)).toBe('sign-in');
  });

  it('a document that is given away has one owner still', () => {
    const given = withOwner(withPerson(MINE, 'cem', 'viewer', null), 'cem');
    expect([said(person('cem'), given), said(person('ann'), given)]).toEqual(['rcwsd', 'rcw']);
  });

  it('what nobody owns is for administrators to give away, and nobody else', () => {
    const found = nobodys('found');
    expect(said(person('eve', { isAdmin: true }), found)).toBe('rcwsd');
    expect([said(person('cem'), found), said(guest([LINK.id]), found)]).toEqual(['no-access', 'no-access']);
  });

  it('R26 a grant ends with its token, and everything with a session, to the millisecond', () => {
    for (const identity of [
      bearer({ documentId: 'plan', role: 'owner' }, NOW),
      person('ann', { expiresAt: NOW }),
      guest([LINK.id], { expiresAt: NOW }),
    ]) {
      const record = withLink(MINE, LINK);
      expect(said(identity, record, NOW - 1)).toContain('r');
      expect(said(identity, record, NOW)).toBe('sign-in');
    }
  });

  it.each(['', 'PLAN', 'plan ', 'plan2', '*', '__proto__'])('a token for one document is none for %j', (id) => {
    expect(said(bearer({ documentId: 'plan', role: 'editor' }), nobodys(id))).toBe('no-access');
  });
});

describe('who finds a document in lists', () => {
  it.each<[string, AccessRecord, readonly string[]]>([
    ['its owner, and whoever was named', withPerson(MINE, 'cem', 'viewer', null), ['person:ann', 'person:cem']],
    ['everybody with an account', withReach(MINE, { who: 'signed-in', role: 'viewer' }), ['signed-in', 'person:ann']],
    ['nobody by its address alone', withReach(MINE, { who: 'link', role: 'viewer' }), ['person:ann']],
    ['administrators what nobody owns', nobodys('found'), ['admins']],
  ])('%s', (_who, record, keys) => {
    expect(readersOf(record)).toEqual(keys);
  });

  it.each<[Identity, readonly string[]]>([
    [ANYBODY, ['everybody']],
    [person('cem'), ['signed-in', 'person:cem']],
    [person('eve', { isAdmin: true }), ['signed-in', 'person:eve', 'admins']],
    [guest([LINK.id]), []],
    [STRANGER, []],
  ])('%j looks under these keys', (identity, keys) => {
    expect(readerKeysOf(identity)).toEqual(keys);
  });
});
