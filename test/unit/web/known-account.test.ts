// @vitest-environment happy-dom
/** Who this browser was last known to be: for what is written while the server cannot be asked. */

import { beforeEach, expect, it } from 'vitest';
import { knownAccount } from '../../../web/accounts/known-account.ts';

beforeEach(() => knownAccount.forget());

const ANA = { kind: 'person', id: 'ana', name: 'Ana', colour: 1, isAdmin: false } as const;

it('is whoever signed in, until they sign out or somebody else comes', () => {
  expect(knownAccount.present).toBeUndefined();
  knownAccount.note(ANA);
  expect(knownAccount.present).toEqual({ id: 'ana', name: 'Ana' });
  knownAccount.note({ kind: 'guest', id: 'gus', name: 'Gus' });
  expect(knownAccount.present).toEqual({ id: 'gus', name: 'Gus' });
  knownAccount.forget();
  expect(knownAccount.present).toBeUndefined();
});

it('stays the same when a session ends by itself', () => {
  knownAccount.note(ANA);
  knownAccount.note({ kind: 'stranger', ways: null });
  expect(knownAccount.present?.id).toBe('ana');
});

it('is nobody where the server asks nobody, which is something else than not knowing', () => {
  knownAccount.note({ kind: 'anybody' });
  expect(knownAccount.present).toBeNull();
});

it('tells of a change, and not of the same again', () => {
  let heard = 0;
  const end = knownAccount.subscribe(() => {
    heard += 1;
  });
  knownAccount.note(ANA);
  knownAccount.note(ANA);
  expect(heard).toBe(1);
  knownAccount.note({ ...ANA, name: 'Ana Maria' });
  expect(heard).toBe(2);
  end();
});

it('is not known where something spoiled what was kept', () => {
  localStorage.setItem('scriptorium/account', '{"account": 5}');
  expect(knownAccount.present).toBeUndefined();
});
