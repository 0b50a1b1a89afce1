/** What people say about a document on its way to the server: kept, in order, once; and honest about what was refused. */

import { describe, expect, it } from 'vitest';
import type { CommentList, ThreadView } from '../../../server/contract/comment-api.ts';
import type { Account } from '../../../web/accounts/known-account.ts';
import { type Change, UNCLAIMED, type Waiting } from '../../../web/comments/changes.ts';
import { CommentsStore, UNDO_MS } from '../../../web/comments/comments-store.ts';
import { Outbox } from '../../../web/comments/outbox.ts';
import type { ApiFailure, Outcome } from '../../../web/lib/api.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

const about = { anchor: { from: 'a', to: 'b' }, quote: 'green' };
const ANA: Account = { id: 'ana', name: 'Ana' };
const BEN: Account = { id: 'ben', name: 'Ben' };
const AWAY: ApiFailure = { kind: 'away', reason: 'away' };

const begin = (thread: string, text: string): Change => ({
  ...{ kind: 'begin', thread, about, comment: `${thread}-first`, text, name: 'Ann' },
});
const say = (thread: string, text: string): Change => ({
  ...{ kind: 'say', thread, about, comment: `${thread}-${text}`, text, name: 'Ann' },
});

/** A device that keeps rows, or refuses to. */
class Shelf {
  readonly rows = new Map<string, Waiting>();
  refuses = false;
  waitingRows = async () => [...this.rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  keepWaiting = async (row: Waiting) => {
    if (this.refuses) throw new Error('full');
    this.rows.set(row.key, row);
  };
  forgetWaiting = async (keys: readonly string[]) => {
    for (const key of keys) this.rows.delete(key);
  };
}

/** A server that may be away, or have something against what it is sent. */
class Server {
  isAway = false;
  failure: ApiFailure | null = null;
  /** Whose cookie the browser has. */
  signedIn: Account | null = null;
  readonly received: Change[] = [];
  readonly threads = new Map<string, ThreadView>();
  revision = 0;

  send = async ({ change, author }: Waiting): Promise<Outcome<ThreadView | null>> => {
    if (this.isAway) return { ok: false, failure: AWAY };
    if (author?.id !== this.signedIn?.id) {
      return { ok: false, failure: { kind: 'refused', status: 412, reason: 'other-person', detail: '' } };
    }
    if (this.failure !== null) return { ok: false, failure: this.failure };
    this.received.push(change);
    if (change.kind !== 'begin' && change.kind !== 'say') return { ok: true, value: null };
    this.revision += 1;
    const before = this.threads.get(change.thread)?.comments ?? [];
    const said = this.signedIn?.name ?? 'Ann';
    const comment = { id: change.comment, author: said, isMine: true, text: change.text, at: 1, editedAt: null };
    const comments = [...before, comment];
    const thread = { id: change.thread, revision: this.revision, ...about, comments, resolved: null };
    this.threads.set(change.thread, thread);
    return { ok: true, value: thread };
  };

  list = async (after = 0): Promise<Outcome<CommentList>> => {
    if (this.isAway) return { ok: false, failure: AWAY };
    const threads = [...this.threads.values()].filter(({ revision }) => revision > after);
    return { ok: true, value: { revision: this.revision, threads, removed: [] } };
  };
}

function device(server = new Server(), shelf = new Shelf(), clock = new ManualClock()) {
  const environment = manualEnvironment(clock, 0);
  let line = Promise.resolve();
  const flags: boolean[] = [];
  const page: { account: Account | null | undefined } = { account: undefined };
  const outbox = new Outbox({
    ...{ shelf, environment, send: (row) => server.send(row), tellTabs: () => {} },
    present: () => page.account,
    askWhoIsHere: async () => {
      page.account = server.signedIn;
    },
    alone: (act) => {
      line = line.then(act);
      return line;
    },
    flag: (isWaiting) => flags.push(isWaiting),
  });
  const kept = { threads: null as readonly ThreadView[] | null };
  const news: string[] = [];
  const store = new CommentsStore({
    documentId: 'd',
    outbox,
    ask: (after) => server.list(after),
    kept: async () => kept.threads,
    keep: (threads) => {
      kept.threads = threads;
    },
    forget: () => {
      kept.threads = null;
    },
    news: (authors) => news.push(...authors),
  });
  store.open();
  const seen = () =>
    store.view.threads.flatMap(({ comments }) => comments.map((one) => `${one.text}: ${one.delivery.kind}`));
  return { server, shelf, clock, outbox, store, kept, flags, seen, page };
}

async function settles(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
}

describe('what was said while the server is away', () => {
  it('is shown as not sent, kept on the device, and sent in order when the server is back', async () => {
    const { server, shelf, clock, store, seen, flags } = device();
    server.isAway = true;
    store.do(begin('t', 'One'));
    store.do(say('t', 'Two'));
    store.do(begin('u', 'Three'));
    await settles();
    expect(seen()).toEqual(['One: waiting', 'Two: waiting', 'Three: waiting']);
    expect([shelf.rows.size, flags.at(-1), server.received]).toEqual([3, true, []]);
    server.isAway = false;
    clock.advance(60_000);
    await settles();
    expect(server.received.map((change) => 'text' in change && change.text)).toEqual(['One', 'Two', 'Three']);
    expect(seen()).toEqual(['One: sent', 'Two: sent', 'Three: sent']);
    expect([shelf.rows.size, flags.at(-1)]).toEqual([0, false]);
  });

  it('survives the page, and so does what was seen before', async () => {
    const first = device();
    first.store.do(begin('t', 'One'));
    await settles();
    await first.store.refresh();
    first.server.isAway = true;
    first.store.do(say('t', 'Two'));
    await settles();
    const later = device(first.server, first.shelf);
    later.kept.threads = first.kept.threads;
    later.store.open();
    later.outbox.send();
    await settles();
    expect(later.seen()).toEqual(['One: sent', 'Two: waiting']);
    first.server.isAway = false;
    later.outbox.send();
    await settles();
    expect(later.seen()).toEqual(['One: sent', 'Two: sent']);
    expect(first.server.received).toHaveLength(2);
  });

  it('is said to be lost with the page where the browser keeps nothing, and sent all the same', async () => {
    const { server, shelf, store, outbox, seen } = device();
    shelf.refuses = true;
    server.isAway = true;
    store.do(begin('t', 'One'));
    await settles();
    expect([store.view.wouldLose, seen()]).toEqual([true, ['One: waiting']]);
    server.isAway = false;
    outbox.send();
    await settles();
    expect([store.view.wouldLose, seen()]).toEqual([false, ['One: sent']]);
  });
});

describe('what the server refuses', () => {
  const refusal = (status: number): ApiFailure => ({ kind: 'refused', status, reason: 'no', detail: '' });

  it('stays with its words, stops what hangs on it and nothing else, and goes when it is tried again', async () => {
    const { server, store, outbox, seen, shelf } = device();
    server.failure = refusal(403);
    const key = store.do(begin('t', 'One'));
    await settles();
    server.failure = null;
    store.do(say('t', 'Two'));
    store.do(begin('u', 'Three'));
    await settles();
    expect(seen()).toEqual(['Three: sent', 'One: refused', 'Two: waiting']);
    expect([...shelf.rows.values()][0]?.refusal?.status).toBe(403);
    outbox.tryAgain(key);
    await settles();
    expect(seen()).toEqual(['Three: sent', 'One: sent', 'Two: sent']);
  });

  it('goes with all that hangs on it when it is thrown away', async () => {
    const { server, store, seen, shelf } = device();
    server.failure = refusal(409);
    const key = store.do(begin('t', 'One'));
    store.do(say('t', 'Two'));
    await settles();
    store.throwAway(key);
    await settles();
    expect([seen(), shelf.rows.size]).toEqual([[], 0]);
  });

  it.each([401, 429, 503])('for a while (%i) waits, and is no refusal', async (status) => {
    const { server, store, clock, seen } = device();
    server.failure = refusal(status);
    store.do(begin('t', 'One'));
    await settles();
    expect(seen()).toEqual(['One: waiting']);
    server.failure = null;
    clock.advance(60_000);
    await settles();
    expect(seen()).toEqual(['One: sent']);
  });

  it('because it did not know the document yet is sent once it does', async () => {
    const { server, store, outbox, seen } = device();
    server.failure = refusal(404);
    store.do(begin('t', 'One'));
    await settles();
    expect(seen()).toEqual(['One: refused']);
    server.failure = null;
    outbox.tryMissing('d');
    await settles();
    expect(seen()).toEqual(['One: sent']);
  });

  it('to remove, because it is gone, is done', async () => {
    const { server, store, shelf } = device();
    server.failure = refusal(404);
    store.do({ kind: 'remove', thread: 't', about });
    await settles();
    expect([shelf.rows.size, store.view.threads]).toEqual([0, []]);
  });
});

describe('in a browser that people share', () => {
  /** Ana says something that the server does not hear, and Ben comes after her. */
  async function anaThenBen() {
    const first = device();
    const { server, page, store } = first;
    page.account = ANA;
    server.signedIn = ANA;
    server.isAway = true;
    store.do(begin('t', 'Said by Ana'));
    store.do(say('t', 'Twice'));
    await settles();
    server.isAway = false;
    server.signedIn = BEN;
    return first;
  }

  it('nobody says what another wrote, and it goes when they are back', async () => {
    const { server, page, store, outbox, shelf, seen, clock } = await anaThenBen();
    page.account = BEN;
    outbox.send();
    store.do(begin('u', 'Said by Ben'));
    await settles();
    clock.advance(600_000);
    await settles();
    expect([...server.threads.values()].map(({ comments }) => comments[0]?.author)).toEqual(['Ben']);
    expect(seen()).toEqual(['Said by Ben: sent']);
    expect(store.view.left).toEqual([{ id: 'ana', name: 'Ana', count: 2 }]);
    expect(shelf.rows.size).toBe(2);
    page.account = ANA;
    server.signedIn = ANA;
    outbox.send();
    await settles();
    expect(seen().sort()).toEqual(['Said by Ana: sent', 'Said by Ben: sent', 'Twice: sent']);
    expect(server.threads.get('t')?.comments.map(({ author }) => author)).toEqual(['Ana', 'Ana']);
    expect([shelf.rows.size, store.view.left]).toEqual([0, []]);
  });

  it('a page that has not heard of the other yet hears it from the server, which does nothing', async () => {
    const { server, outbox, store, seen, page } = await anaThenBen();
    outbox.send();
    await settles();
    expect([server.received, seen(), page.account]).toEqual([[], [], BEN]);
    expect(store.view.left).toEqual([{ id: 'ana', name: 'Ana', count: 2 }]);
  });

  it('where it cannot be told who is there, what somebody left is neither shown nor sent', async () => {
    const { server, outbox, store, seen, page } = await anaThenBen();
    page.account = undefined;
    outbox.send();
    await settles();
    expect([server.received, seen(), store.view.left.length]).toEqual([[], [], 1]);
  });

  it('what was written while nobody was known is sent while nobody is, and by nobody else', async () => {
    const { server, page, store, outbox, seen } = device();
    server.isAway = true;
    store.do(begin('t', 'Said by anybody'));
    await settles();
    expect(seen()).toEqual(['Said by anybody: waiting']);
    server.isAway = false;
    // Somebody signed in, and this page has not heard of it.
    server.signedIn = BEN;
    outbox.send();
    await settles();
    expect([server.received, page.account, seen()]).toEqual([[], BEN, ['Said by anybody: refused']]);
    [page.account, server.signedIn] = [undefined, null];
    outbox.othersAreHere();
    await settles();
    expect(seen()).toEqual(['Said by anybody: sent']);
    page.account = null;
    store.do(begin('u', 'Said by nobody'));
    await settles();
    expect(seen()).toEqual(['Said by anybody: sent', 'Said by nobody: sent']);
  });

  it('what was written while nobody was known is shown to whoever signs in, as nobody’s, and sent when they claim it', async () => {
    const { server, page, store, seen, shelf } = device();
    server.isAway = true;
    store.do(begin('t', 'Nobody’s'));
    store.do(say('t', 'Nor this'));
    store.do(begin('u', 'Thrown away'));
    await settles();
    server.isAway = false;
    [page.account, server.signedIn] = [BEN, BEN];
    store.do(say('t', 'Said by Ben'));
    await settles();
    expect(seen()).toEqual(['Nobody’s: refused', 'Nor this: refused', 'Said by Ben: waiting', 'Thrown away: refused']);
    const [first] = store.view.threads.find(({ id }) => id === 't')?.comments ?? [];
    const [other] = store.view.threads.find(({ id }) => id === 'u')?.comments ?? [];
    expect(first).toMatchObject({ isMine: false, delivery: { refusal: UNCLAIMED } });
    if (first?.delivery.kind !== 'refused' || other?.delivery.kind !== 'refused') throw new Error('sent');
    store.throwAway(other.delivery.key);
    store.tryAgain(first.delivery.key);
    await settles();
    expect(seen()).toEqual(['Nobody’s: sent', 'Nor this: sent', 'Said by Ben: sent']);
    expect(server.threads.get('t')?.comments.map(({ author }) => author)).toEqual(['Ben', 'Ben', 'Ben']);
    expect([shelf.rows.size, store.view.left]).toEqual([0, []]);
  });

  it('what was left before it was kept who had written it is nobody’s, too', async () => {
    const { server, shelf, store, outbox, seen, page } = device();
    const row = { documentId: 'd', at: 1, change: begin('t', 'Of old'), heldUntil: 0, refusal: null };
    shelf.rows.set('000000001-a', { key: '000000001-a', ...row });
    [page.account, server.signedIn] = [BEN, BEN];
    outbox.send();
    await settles();
    expect(seen()).toEqual(['Of old: refused']);
    store.tryAgain('000000001-a');
    await settles();
    expect(seen()).toEqual(['Of old: sent']);
  });
});

describe('what was deleted', () => {
  it('is not to be seen at once, and not sent while it can be brought back', async () => {
    const { server, store, clock, seen } = device();
    store.do(begin('t', 'One'));
    await settles();
    const key = store.do({ kind: 'remove', thread: 't', about }, true);
    await settles();
    expect(seen()).toEqual([]);
    store.throwAway(key);
    await settles();
    expect(seen()).toEqual(['One: sent']);
    store.do({ kind: 'remove', thread: 't', about }, true);
    await settles();
    clock.advance(UNDO_MS);
    await settles();
    expect(server.received.map(({ kind }) => kind)).toEqual(['begin', 'remove']);
    expect(seen()).toEqual([]);
  });
});

describe('the list', () => {
  it('is asked for once while one question is on its way, and again for what was told meanwhile', async () => {
    const { server, store, seen } = device();
    let asked = 0;
    const list = server.list;
    server.list = async (after) => {
      asked += 1;
      return await list(after);
    };
    await Promise.all([store.refresh(), store.refresh(), store.refresh()]);
    expect(asked).toBe(2);
    await server.send({ change: begin('t', 'From Bob') } as Waiting);
    await store.refresh(1);
    expect(seen()).toEqual(['From Bob: sent']);
    await store.refresh(1);
    expect(asked).toBe(3);
  });

  it('of a server that was restored is the whole of what it has', async () => {
    const { server, store, seen } = device();
    store.do(begin('t', 'One'));
    store.do(begin('u', 'Two'));
    await settles();
    await store.refresh();
    server.threads.delete('u');
    server.revision = 1;
    server.list = async () => ({
      ok: true,
      value: { revision: 1, threads: [...server.threads.values()], removed: [] },
    });
    await store.refresh();
    expect(seen()).toEqual(['One: sent']);
  });
});
