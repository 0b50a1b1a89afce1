/** People and their sessions: how one comes in, and everything that must not be a way in. On a whole server. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Attempts } from '../../../server/accounts/attempts.ts';
import { Passwords, PasswordsBusyError } from '../../../server/accounts/passwords.ts';
import {
  NAME_CHARACTERS_MAX,
  PASSWORD_CHARACTERS_MIN,
  SESSION_IDLE_MS,
  SESSION_MS_MAX,
  SIGN_IN_TRIES_MAX,
  SIGN_IN_WINDOW_MS,
  TICKET_INVITATION_MS,
} from '../../../server/contract/limits.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { ManualClock } from '../../support/clock.ts';
import { emailOf, passwordOf } from '../../support/credentials.ts';

const DAY_MS = 24 * 60 * 60_000;

let world: AccountWorld;
let ann: Visitor;

beforeAll(async () => {
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
});

afterAll(async () => {
  await world.close();
});

describe('the first owner', () => {
  it('comes by a link that each start makes anew, that works once, and that there is none of afterwards', async () => {
    const fresh = await AccountWorld.opens();
    const first = await fresh.accounts.keeper.firstOwnerLink();
    const second = await fresh.accounts.keeper.firstOwnerLink();
    const introduction = { name: 'Ann', email: emailOf('Ann'), password: passwordOf('Ann') };
    const use = async (secret: string | null, more: object = {}) =>
      (await fresh.somebody().asks('POST', '/api/tickets/use', { ...introduction, ...more, secret })).status;
    expect(await fresh.somebody().asks('GET', '/api/session')).toMatchObject({
      body: { kind: 'stranger', ways: { hasOwner: false } },
    });
    expect(await use(first)).toBe(410);
    expect(await use(second, { password: 'x'.repeat(PASSWORD_CHARACTERS_MIN - 1) })).toBe(400);
    const [won, lost] = await Promise.all([use(second), use(second, { email: 'eve@example.org' })]);
    expect([won, lost].sort()).toEqual([204, 410]);
    expect(await fresh.accounts.keeper.firstOwnerLink()).toBeNull();
    await fresh.close();
  });
});

describe('signing in', () => {
  it('a wrong address and a wrong password are one answer, and one effort', async () => {
    const answers = await Promise.all(
      [emailOf('Ann'), emailOf('Nobody'), 'no address'].map((email) =>
        world.somebody().asks('POST', '/api/session', { email, password: 'not the secret' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('somebody who is not there costs a hash as well', async () => {
    const passwords = new Passwords({ N: 2 ** 14, r: 8, p: 2 });
    const kept = await passwords.hash('right');
    const timed = async (hash: string | null) => {
      const since = process.hrtime.bigint();
      expect(await passwords.matches('wrong', hash)).toBe(false);
      return Number(process.hrtime.bigint() - since);
    };
    const tries = async (hash: string | null) => Math.min(await timed(hash), await timed(hash), await timed(hash));
    const [there, nobody] = [await tries(kept), await tries(null)];
    expect(nobody).toBeGreaterThan(there / 3);
    expect(await passwords.matches('right', kept)).toBe(true);
    // Two ways to write the same letter are one password.
    const accented = await passwords.hash('caf\u00e9 au lait');
    expect(await passwords.matches('cafe\u0301 au lait', accented)).toBe(true);
  });

  it('too many tries are told to wait, also at once, and also with the right password; others are not', async () => {
    await world.member('Tom', ann);
    const guesses = await Promise.all(
      Array.from({ length: SIGN_IN_TRIES_MAX + 5 }, () => world.somebody().signsIn('Tom', 'a guess')),
    );
    expect(guesses.filter((status) => status === 401)).toHaveLength(SIGN_IN_TRIES_MAX);
    expect(guesses.filter((status) => status === 429)).toHaveLength(5);
    expect(await world.somebody().signsIn('Tom')).toBe(429);
    expect(await world.somebody().signsIn('Ann')).toBe(200);
    world.clock.forward(SIGN_IN_WINDOW_MS);
    expect(await world.somebody().signsIn('Tom')).toBe(200);
  });

  it('tries are forgotten with their window, and what went well counts for nothing', () => {
    const clock = new ManualClock();
    const attempts = new Attempts({ triesMax: 2, windowMs: 1_000, rememberedMax: 2 }, clock);
    expect([attempts.take('a'), attempts.take('a'), attempts.take('a')]).toEqual([0, 0, 1_000]);
    attempts.giveBack('a');
    expect(attempts.take('a')).toBe(0);
    clock.advance(1_000);
    expect(attempts.take('a')).toBe(0);
    for (const name of ['b', 'c']) attempts.take(name);
    expect([attempts.take('a'), attempts.take('a'), attempts.take('a')]).toEqual([0, 0, 1_000]);
  });

  it('passwords that wait for their turn are so many at most', async () => {
    const passwords = new Passwords({ N: 2 ** 12, r: 8, p: 1 });
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => passwords.hash('one of many')));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused.length).toBe(100 - 32);
    expect(refused.every(({ reason }) => reason instanceof PasswordsBusyError)).toBe(true);
    expect(await passwords.matches('after them', null)).toBe(false);
  });

  it('gives a browser a session of its own: one that somebody planted there before is nobody\u2019s', async () => {
    const planted = world.somebody();
    planted.cookie = `scriptorium-session=${'A'.repeat(43)}`;
    const before = planted.cookie;
    expect(await planted.signsIn('Ann')).toBe(200);
    expect(planted.cookie).not.toBe(before);
    const attacker = world.somebody();
    attacker.cookie = before;
    expect((await attacker.asks('GET', '/api/account')).status).toBe(401);
    // Nor does the one before live on when somebody signs in over it.
    const known = planted.cookie;
    expect(await planted.signsIn('Ann')).toBe(200);
    attacker.cookie = known;
    expect((await attacker.asks('GET', '/api/account')).status).toBe(401);
  });

  it('ends when it was not used for long, and at last however much it was used', async () => {
    const idle = world.somebody();
    expect(await idle.signsIn('Ann')).toBe(200);
    world.clock.forward(SESSION_IDLE_MS);
    expect((await idle.asks('GET', '/api/account')).status).toBe(401);

    const busy = world.somebody();
    expect(await busy.signsIn('Ann')).toBe(200);
    let days = 0;
    // A change is written after the use that it is.
    while ((await busy.asks('PATCH', '/api/account', { name: 'Ann' })).status === 204) {
      world.clock.forward(10 * DAY_MS);
      days += 10;
    }
    expect(days).toBe(SESSION_MS_MAX / DAY_MS);
    ann = world.somebody();
    expect(await ann.signsIn('Ann')).toBe(200);
    await ann.knowsItself();
    await world.accounts.sessions.clearAway();
    expect(await world.accounts.sessions.of(ann.id)).toHaveLength(1);
  });
});

describe('an invitation', () => {
  it('is good once and for a while, makes the account that was meant, and no other', async () => {
    const { secret } = await ann.must('POST', '/api/people', { email: 'Ida@Example.org', name: 'Ida' });
    expect((await ann.asks('POST', '/api/people', { email: ' ida@example.ORG', name: 'Twin' })).status).toBe(409);
    const ida = world.somebody();
    expect(await ida.must('POST', '/api/tickets', { secret })).toEqual({
      ...{ kind: 'invitation', email: 'Ida@Example.org', name: 'Ida' },
    });
    const use = { secret, password: passwordOf('Ida') };
    // Nobody makes themselves more than they were invited to be.
    for (const more of [{ isAdmin: true }, { id: 'x' }, { person: 'x' }]) {
      expect((await ida.asks('POST', '/api/tickets/use', { ...use, ...more })).status).toBe(400);
    }
    await ida.must('POST', '/api/tickets/use', { ...use, email: 'somebody@else.org', name: 'Ida B.' });
    expect(await ida.must('GET', '/api/account')).toMatchObject({
      ...{ email: 'Ida@Example.org', name: 'Ida B.', isAdmin: false, hasPassword: true },
    });
    expect((await world.somebody().asks('POST', '/api/tickets/use', use)).status).toBe(410);
    expect((await ida.asks('POST', '/api/people', { email: 'x@y.org', name: 'X' })).status).toBe(403);
  });

  it('that came too late is good for nothing; an administrator makes another', async () => {
    const { secret, person } = (await ann.must('POST', '/api/people', {
      email: 'late@example.org',
      name: 'Late',
    })) as never as {
      secret: string;
      person: { id: string };
    };
    world.clock.forward(TICKET_INVITATION_MS);
    expect((await world.somebody().asks('POST', '/api/tickets', { secret })).status).toBe(410);
    const again = await ann.must('POST', `/api/people/${person.id}/link`);
    expect((await world.somebody().asks('POST', '/api/tickets', { secret: again.secret })).status).toBe(200);
  });
});

describe('a password', () => {
  it('that is changed ends every other session, and its own goes on under another cookie', async () => {
    const pat = await world.member('Pat', ann);
    const elsewhere = world.somebody();
    expect(await elsewhere.signsIn('Pat')).toBe(200);
    const before = pat.cookie;
    const change = { now: 'a guess', next: 'another long secret' };
    expect((await pat.asks('POST', '/api/account/password', change)).status).toBe(403);
    await pat.must('POST', '/api/account/password', { ...change, now: passwordOf('Pat') });
    expect(pat.cookie).not.toBe(before);
    expect((await pat.asks('GET', '/api/account')).status).toBe(200);
    expect((await elsewhere.asks('GET', '/api/account')).status).toBe(401);
    expect(await world.somebody().signsIn('Pat')).toBe(401);
    expect(await world.somebody().signsIn('Pat', 'another long secret')).toBe(200);
  });

  it('that was forgotten is chosen anew by a link from an administrator, and whoever knew the old one is out', async () => {
    const sam = await world.member('Sam', ann);
    const { secret } = await ann.must('POST', `/api/people/${sam.id}/link`);
    const reset = world.somebody();
    expect(await reset.must('POST', '/api/tickets', { secret })).toMatchObject({ kind: 'reset', name: 'Sam' });
    await reset.must('POST', '/api/tickets/use', { secret, password: 'a new long secret', name: 'Not Sam' });
    expect(await reset.must('GET', '/api/account')).toMatchObject({ name: 'Sam' });
    expect((await sam.asks('GET', '/api/account')).status).toBe(401);
  });
});

describe('what is somebody else\u2019s', () => {
  it('stays theirs: sessions, people, and rights that nobody gave', async () => {
    const uma = await world.member('Uma', ann);
    const [own] = await world.accounts.sessions.of(uma.id);
    const vic = await world.member('Vic', ann);
    expect((await vic.asks('DELETE', `/api/account/sessions/${own?.id}`)).status).toBe(404);
    expect((await uma.asks('GET', '/api/account')).status).toBe(200);
    for (const [method, path, body] of [
      ['GET', '/api/people', undefined],
      ['PATCH', `/api/people/${vic.id}`, { isAdmin: true }],
      ['POST', `/api/people/${uma.id}/link`, undefined],
    ] as const) {
      expect((await vic.asks(method, path, body)).status).toBe(403);
    }
    for (const body of [{ name: 'Vic', isAdmin: true }, { email: 'x@y.org' }, { id: uma.id, name: 'Vic' }]) {
      expect((await vic.asks('PATCH', '/api/account', body)).status).toBe(400);
    }
    const tooLong = await vic.asks('PATCH', '/api/account', { name: 'V'.repeat(NAME_CHARACTERS_MAX + 1) });
    expect([tooLong.status, tooLong.body]).toMatchObject([400, { reason: 'name-length' }]);
    await vic.must('PATCH', '/api/account', { name: '  Victor   Who ' });
    expect(await vic.must('GET', '/api/account')).toMatchObject({ name: 'Victor Who', isAdmin: false });
    await uma.must('DELETE', `/api/account/sessions/${own?.id}`);
    expect((await uma.asks('GET', '/api/account')).status).toBe(401);
  });

  it('the last administrator stays one; of two each may be let go, but not both', async () => {
    expect((await ann.asks('PATCH', `/api/people/${ann.id}`, { isAdmin: false })).status).toBe(409);
    expect((await ann.asks('PATCH', `/api/people/${ann.id}`, { isSuspended: true })).status).toBe(409);
    const wim = await world.member('Wim', ann, true);
    const both = await Promise.all([
      ann.asks('PATCH', `/api/people/${ann.id}`, { isAdmin: false }),
      wim.asks('PATCH', `/api/people/${wim.id}`, { isSuspended: true }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 409]);
    await wim.must('PATCH', `/api/people/${ann.id}`, { isAdmin: true });
    await ann.signsIn('Ann');
  });

  it('the list of people goes by pages', async () => {
    const { people, next } = (await ann.must('GET', '/api/people')) as never as {
      people: { id: string }[];
      next: null;
    };
    expect(people.length).toBeGreaterThan(5);
    expect(next).toBeNull();
    const behind = await ann.must('GET', `/api/people?after=${people[2]?.id}`);
    expect((behind as never as { people: object[] }).people).toEqual(people.slice(3));
    expect(JSON.stringify(people)).not.toMatch(/scrypt|secret|password/);
  });
});

it('a page of another site changes nothing, whoever is signed in here', async () => {
  const evil = { origin: 'https://evil.example' };
  expect((await ann.asks('POST', '/api/people', { email: 'e@x.org', name: 'E' }, evil)).status).toBe(403);
  expect((await ann.asks('DELETE', '/api/account/sessions', undefined, evil)).status).toBe(403);
  expect((await ann.asks('GET', '/api/account')).status).toBe(200);
});
