/** The list of versions as a page knows it: pages that fit together, what comes while it is open, and a server away. */

import { describe, expect, it } from 'vitest';
import type { Version, VersionList as VersionPage } from '../../../server/contract/api.ts';
import { VersionList } from '../../../web/history/version-list.ts';
import { authorsText, byDay, failureText } from '../../../web/history/version-words.ts';
import { words } from '../../../web/history/words.ts';
import type { ApiFailure, Outcome } from '../../../web/lib/api.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

const AWAY: ApiFailure = { kind: 'away', reason: 'away' };

function version(through: number): Version {
  const author = { user: 'ann', name: 'Ann', isYou: false };
  return { from: through, through, fromAt: through, throughAt: through, authors: [author], authorCount: 1, edits: 1 };
}

/** A server with versions 1 to `head`, `limit` a page. */
function serverOf(head: number, limit: number) {
  const server = { head, isAway: false, asked: [] as (number | undefined)[] };
  const ask = async (cursor: number | undefined): Promise<Outcome<VersionPage>> => {
    server.asked.push(cursor);
    if (server.isAway) return { ok: false, failure: AWAY };
    const first = cursor === undefined ? server.head : cursor - 1;
    const count = Math.min(limit, first);
    const versions = Array.from({ length: count }, (_, i) => version(first - i));
    return { ok: true, value: { versions, next: first > count ? String(first - count + 1) : null } };
  };
  const clock = new ManualClock();
  return { server, clock, list: new VersionList(ask, manualEnvironment(clock, 0)) };
}

const numbers = ({ view }: VersionList) => view.versions.map(({ through }) => through);

describe('the list of versions on a page', () => {
  it('grows by pages until the first version', async () => {
    const { list } = serverOf(5, 2);
    await list.refresh();
    expect(numbers(list)).toEqual([5, 4]);
    await list.more();
    await list.more();
    expect(numbers(list)).toEqual([5, 4, 3, 2, 1]);
    expect(list.view.hasMore).toBe(false);
  });

  it('takes in what was written meanwhile, and keeps the pages that it has', async () => {
    const { list, server, clock } = serverOf(6, 3);
    await list.refresh();
    await list.more();
    server.head = 8;
    list.changed();
    list.changed();
    await clock.advance(10_000);
    await new Promise(setImmediate);
    expect(numbers(list)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(server.asked).toEqual([undefined, 4, undefined]);
    expect(list.view.hasMore).toBe(false);
  });

  it('begins anew where more was written than a page holds', async () => {
    const { list, server } = serverOf(3, 2);
    await list.refresh();
    server.head = 20;
    await list.refresh();
    expect(numbers(list)).toEqual([20, 19]);
    expect(list.view.hasMore).toBe(true);
  });

  it('keeps what it knows while the server is away, and says so', async () => {
    const { list, server } = serverOf(3, 2);
    await list.refresh();
    server.isAway = true;
    await list.more();
    expect(list.view).toMatchObject({ failure: AWAY, isLoading: false, hasMore: true });
    expect(numbers(list)).toEqual([3, 2]);
    server.isAway = false;
    await list.more();
    expect(list.view.failure).toBeNull();
    expect(numbers(list)).toEqual([3, 2, 1]);
  });
});

describe('what is said of a version', () => {
  const person = (name: string | null, isYou = false) => ({ user: String(name), name, isYou });

  it.each([
    [[], 0, words.nobody],
    [[person(null)], 1, words.someone],
    [[person(null), person(null)], 2, words.people('2')],
    [[person('Ann', true), person('Bob')], 2, `${words.you} and Bob`],
    [[person('Ann'), person(null)], 30, 'Ann and 29 more'],
  ])('who wrote it: %j of %i', (authors, authorCount, said) => {
    expect(authorsText({ authors, authorCount })).toBe(said);
  });

  it('stands under its day', () => {
    const now = new Date(2026, 10, 22, 12).getTime();
    const hour = 3_600_000;
    const at = (hours: number) => ({ ...version(hours), throughAt: now - hours * hour });
    const days = byDay([at(1), at(2), at(20), at(100)], now);
    expect(days.map(({ day, versions }) => [day, versions.length]).slice(0, 2)).toEqual([
      [words.today, 2],
      [words.yesterday, 1],
    ]);
    expect(days).toHaveLength(3);
  });

  it('each refusal has its own sentence', () => {
    const refused = (status: number): ApiFailure => ({ kind: 'refused', status, reason: 'x', detail: 'y' });
    const sentences = [AWAY, refused(403), refused(503), refused(422), refused(500)].map(failureText);
    expect(new Set(sentences).size).toBe(5);
  });
});
