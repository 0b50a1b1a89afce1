// @vitest-environment happy-dom
/** What was begun and not sent is of whoever began it: in a browser that people share nobody sees another's. */

import { beforeEach, expect, it } from 'vitest';
import { knownAccount } from '../../../web/accounts/known-account.ts';
import { draftOf, forgetDraft, keepDraft } from '../../../web/comments/drafts.ts';

const ANA = { kind: 'person', id: 'ana', name: 'Ana', colour: 1, isAdmin: false } as const;
const BEN = { kind: 'person', id: 'ben', name: 'Ben', colour: 1, isAdmin: false } as const;
const half = (text: string) => ({ text, about: null });

beforeEach(() => knownAccount.forget());

it('is seen by nobody who signs in after them, and stands there again when they are back', () => {
  knownAccount.note(ANA);
  keepDraft('d', 'new', half('What Ana thinks'));
  knownAccount.forget();
  expect(draftOf('d', 'new')).toBeNull();
  knownAccount.note(BEN);
  expect(draftOf('d', 'new')).toBeNull();
  keepDraft('d', 'new', half('What Ben thinks'));
  forgetDraft('d', 'new');
  knownAccount.note(ANA);
  expect(draftOf('d', 'new')?.text).toBe('What Ana thinks');
});

it('stays where nobody is known, also while that is not yet heard', () => {
  keepDraft('d', 'new', half('What somebody thinks'));
  knownAccount.note({ kind: 'anybody' });
  expect(draftOf('d', 'new')?.text).toBe('What somebody thinks');
});
