/** Every role, every document, every action: what `authorize` says of each. */

import { describe, expect, it } from 'vitest';
import { authorize } from '../../../server/accounts/authorize.ts';
import { ANYBODY, type Bearer, type Grant, type Identity, STRANGER } from '../../../server/accounts/identity.ts';

const NOW = 1_000_000;

function bearer(grant: Grant, expiresAt = NOW + 1): Bearer {
  return { kind: 'bearer', id: 'ann', name: 'Ann', grant, tokenKey: 'key', expiresAt };
}

const MINE = 'plan';
const viewer = bearer({ documentId: MINE, role: 'viewer' });
const editor = bearer({ documentId: MINE, role: 'editor' });
const viewerOfAll = bearer({ documentId: null, role: 'viewer' });
const editorOfAll = bearer({ documentId: null, role: 'editor' });

describe('R5 who may do what with which document', () => {
  it.each<[string, Identity, string, string, string, string]>([
    // who                          read mine    write mine   read other   write other
    ['anybody, in open access', ANYBODY, 'yes', 'yes', 'yes', 'yes'],
    ['a stranger', STRANGER, 'sign-in', 'sign-in', 'sign-in', 'sign-in'],
    ['a viewer of it', viewer, 'yes', 'no-access', 'no-access', 'no-access'],
    ['an editor of it', editor, 'yes', 'yes', 'no-access', 'no-access'],
    ['a viewer of all', viewerOfAll, 'yes', 'no-access', 'yes', 'no-access'],
    ['an editor of all', editorOfAll, 'yes', 'yes', 'yes', 'yes'],
  ])('%s', (_who, identity, ...expected) => {
    const asked = [
      authorize(identity, MINE, 'read', NOW),
      authorize(identity, MINE, 'write', NOW),
      authorize(identity, 'other', 'read', NOW),
      authorize(identity, 'other', 'write', NOW),
    ];
    expect(asked.map((decision) => (decision.allowed ? 'yes' : decision.refusal))).toEqual(expected);
  });

  it('R26 a grant ends with its token, to the millisecond', () => {
    const ending = bearer({ documentId: MINE, role: 'editor' }, NOW);
    expect(authorize(ending, MINE, 'read', NOW - 1)).toEqual({ allowed: true });
    expect(authorize(ending, MINE, 'read', NOW)).toEqual({ allowed: false, refusal: 'sign-in' });
  });

  it.each(['', 'PLAN', 'plan ', 'plan2', '*', '__proto__'])('a grant for one document is none for %j', (id) => {
    expect(authorize(editor, id, 'read', NOW).allowed).toBe(false);
  });
});
