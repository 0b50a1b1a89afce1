/** Comments as they are kept, on a real disk: what was answered is there, and what changed can be asked for. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { COMMENT_REPLIES_MAX, COMMENT_THREADS_MAX, COMMENTS_CHARACTERS_MAX } from '../../../server/contract/limits.ts';
import { headSchema, NO_COMMENTS, type ThreadRow } from '../../../server/workspace/comment-rows.ts';
import { CommentStore } from '../../../server/workspace/comment-store.ts';
import type { Workspace } from '../../../server/workspace/workspace.ts';
import { ManualClock } from '../../support/clock.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

const ANN = { id: 'ann', name: 'Ann' };
const BEN = { id: 'ben', name: 'Ben' };
const BEGINNING = { anchor: { from: 'AA', to: 'AB' }, quote: 'plan' };

let place: WorkspacePlace;
let workspace: Workspace;
let comments: CommentStore;
const clock = new ManualClock();

beforeEach(async () => {
  place = await WorkspacePlace.make('comments');
  await opens();
});
afterEach(() => place.remove());

async function opens(): Promise<void> {
  workspace = await place.opens();
  comments = new CommentStore(workspace, clock);
}

function begins(thread: string, text = 'Hello', document = 'plan') {
  return comments.begin(document, thread, { ...BEGINNING, comment: { id: thread, text } }, ANN);
}

/** What somebody knows of a document who has asked now and then. */
class Reader {
  readonly threadsById = new Map<string, ThreadRow>();
  revision: number | null = null;

  async asks(document = 'plan'): Promise<number> {
    const { revision, rows } = comments.list(document, this.revision);
    const told = new Set<string>();
    for await (const [id, thread] of rows) {
      expect(told, 'no thread is told of twice').not.toContain(id);
      told.add(id);
      if (thread === null) this.threadsById.delete(id);
      else this.threadsById.set(id, thread);
    }
    this.revision = revision;
    return told.size;
  }

  get knows(): readonly ThreadRow[] {
    return [...this.threadsById.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

async function everything(document = 'plan'): Promise<Reader> {
  const reader = new Reader();
  await reader.asks(document);
  return reader;
}

/** As if so much were there already. */
async function holds(head: Partial<typeof NO_COMMENTS>): Promise<void> {
  await workspace.change(() => [
    [workspace.table('comments', headSchema).put('plan', { ...NO_COMMENTS, ...head })],
    null,
  ]);
}

test('what was said is there after the workspace was opened again, and so is what was removed', async () => {
  await begins('one');
  await begins('two');
  await comments.say('plan', 'one', { id: 'reply', text: 'Hello, Ann' }, BEN);
  await comments.resolve('plan', 'one', true, BEN);
  await comments.remove('plan', 'two', () => true);
  const before = await everything();
  await opens();
  const after = await everything();
  expect(after.knows).toEqual(before.knows);
  expect(after.knows).toMatchObject([
    { id: 'one', comments: [{ text: 'Hello' }, { writer: BEN }], resolved: { by: BEN } },
  ]);
  expect(after.revision).toBe(5);
  expect(await begins('two')).toEqual({ ok: false, error: 'removed' });
  expect((await everything('another')).knows).toEqual([]);
});

test('whoever asks only for what changed knows the same as whoever asks for all, whatever happens', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const { pick, chance } = seededRandom(seed);
  const [often, seldom] = [new Reader(), new Reader()];
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const acts: readonly ((thread: string, id: string) => Promise<unknown>)[] = [
    (thread) => begins(thread),
    (thread, id) => comments.say('plan', thread, { id, text: pick(ids) }, pick([ANN, BEN])),
    (thread) => comments.resolve('plan', thread, chance(0.5), BEN),
    (thread, id) => comments.takeBack('plan', thread, id, pick(['ann', 'ben'])),
    (thread) => (chance(0.1) ? comments.remove('plan', thread, () => true) : begins(thread)),
  ];
  for (let act = 0; act < 200; act++) {
    await pick(acts)(pick(ids), pick(ids));
    await often.asks();
    if (chance(0.05)) await seldom.asks();
    expect(often.knows, `seed ${seed}, act ${act}`).toEqual((await everything()).knows);
  }
  await seldom.asks();
  expect(seldom.knows, `seed ${seed}`).toEqual((await everything()).knows);
  expect(await seldom.asks()).toBe(0);
});

test('changes at the same moment have a revision each, and none is lost', async () => {
  await begins('one');
  const revisions = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const said = await comments.say('plan', 'one', { id: `reply-${index}`, text: 'Me, too' }, BEN);
      return said.ok ? said.value.revision : null;
    }),
  );
  expect(revisions).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  expect((await everything()).knows[0]?.comments).toHaveLength(21);
});

test('a document has so many threads, and so much text in all of them; there is room again when some go', async () => {
  await holds({ threads: COMMENT_THREADS_MAX - 1 });
  expect(await begins('last')).toMatchObject({ ok: true });
  expect(await begins('beyond')).toEqual({ ok: false, error: 'threads' });
  expect(await begins('last')).toMatchObject({ ok: true });
  await comments.remove('plan', 'last', () => true);
  expect(await begins('beyond')).toMatchObject({ ok: true });

  await holds({ characters: COMMENTS_CHARACTERS_MAX - 10 });
  expect(await begins('long', 'eleven more')).toEqual({ ok: false, error: 'characters' });
  expect(await begins('short', 'ten more..')).toMatchObject({ ok: true });
  expect(await comments.say('plan', 'short', { id: 'short', text: 'ten more...' }, ANN)).toMatchObject({ ok: false });
  expect(await comments.say('plan', 'short', { id: 'short', text: 'nine more' }, ANN)).toMatchObject({ ok: true });
  expect(await comments.resolve('plan', 'short', true, BEN)).toMatchObject({ ok: true });
});

test('a thread has so many comments; whoever wrote one may still change it', async () => {
  await begins('one');
  const say = (index: number, text = 'And this') => comments.say('plan', 'one', { id: `reply-${index}`, text }, BEN);
  for (let index = 1; index < COMMENT_REPLIES_MAX; index++) expect(await say(index)).toMatchObject({ ok: true });
  expect(await say(COMMENT_REPLIES_MAX)).toEqual({ ok: false, error: 'replies' });
  expect(await say(1, 'Or that')).toMatchObject({ ok: true });
});

test('what was deleted for good holds nothing and takes nothing, also when it was interrupted; its neighbours stay', async () => {
  await begins('one');
  await begins('two');
  await comments.remove('plan', 'two', () => true);
  await begins('other', 'Stays', 'plan-b');
  const says = (id: string) => comments.say('plan', 'one', { id, text: 'Late' }, BEN);
  const [before, , after] = await Promise.all([says('before'), comments.forget('plan'), says('after')]);
  expect([before.ok, after.ok]).toEqual([true, false]);
  // As it is when the process ended in the middle.
  await comments.forget('plan');
  expect(comments.isGone('plan')).toBe(true);
  expect((await everything()).knows).toEqual([]);
  expect((await everything()).revision).toBe(0);
  expect(await begins('three')).toEqual({ ok: false, error: 'removed' });
  expect((await everything('plan-b')).knows).toMatchObject([{ id: 'other' }]);
  const left: string[] = [];
  for (const table of ['comment-thread', 'comment-order', 'comment-removed']) {
    for await (const [key] of workspace.table(table, z.unknown()).rows({ prefix: 'plan!' })) {
      left.push(key);
    }
  }
  expect(left).toEqual([]);
});
