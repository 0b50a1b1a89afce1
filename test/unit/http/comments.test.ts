/** Comments over HTTP: who may say what where, who is said to have said it, and what becomes of it. */

import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_BOOK } from '../../../server/accounts/access-book.ts';
import { ANYBODY } from '../../../server/accounts/identity.ts';
import { seedUpdate } from '../../../server/contract/document/seed.ts';
import {
  COMMENT_CHARACTERS_MAX,
  COMMENT_QUOTE_CHARACTERS_MAX,
  NAME_CHARACTERS_MAX,
} from '../../../server/contract/limits.ts';
import { encodeUpdate } from '../../../server/contract/protocol.ts';
import type { SharedRole } from '../../../server/contract/roles.ts';
import { commentRoutes } from '../../../server/http/comment-routes.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { CommentStore } from '../../../server/workspace/comment-store.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { ANCHOR, type Asks, asking, idOf, Speaker, threadOf } from '../../support/comments.ts';
import { emailOf } from '../../support/credentials.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';
import { WireClient } from '../../support/wire-client.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

describe('where people have accounts', () => {
  let world: AccountWorld;
  let ann: Visitor;
  let documents = 0;

  beforeAll(async () => {
    world = await AccountWorld.opens();
    ann = await world.firstOwner('Ann');
  });
  afterAll(() => world.close());

  /** A document of Ann's, and whoever she gives it to. */
  async function company(...roles: readonly SharedRole[]) {
    const id = `plan-${++documents}`;
    await ann.must('POST', '/api/documents', { id, title: 'A plan' });
    const others = await Promise.all(
      roles.map(async (role, index) => {
        const name = ['Ben', 'Cem', 'Dan', 'Eva'][index] + String(documents);
        const member = await world.member(name, ann);
        await ann.must('POST', `/api/documents/${id}/access/people`, { email: emailOf(name), role });
        return { name, member, speaks: speaks(member, id) };
      }),
    );
    return { id, ann: speaks(ann, id), others };
  }

  function speaks(visitor: Visitor, document: string): Speaker {
    return new Speaker(visitor.asks.bind(visitor) as Asks, document);
  }

  it('R25 a commenter comments, resolves, and changes not a letter of the text; a viewer reads', async () => {
    const { id, others } = await company('commenter', 'viewer');
    const [cem, vic] = others;
    const begun = await cem?.speaks.begins('question', 'Which plan?');
    expect(begun?.status).toBe(200);
    expect(begun?.body).toMatchObject({ id: idOf('question'), anchor: ANCHOR, quote: 'plan', resolved: null });
    expect((await cem?.member.asks('PATCH', `/api/documents/${id}/content`, { append: 'x' }))?.status).toBe(403);

    expect(await vic?.speaks.reads()).toEqual([`${cem?.name}: Which plan?`]);
    expect((await vic?.speaks.begins('other', 'May I?'))?.status).toBe(403);
    expect((await vic?.speaks.answers('question', 'answer', 'This one'))?.status).toBe(403);
    expect((await vic?.speaks.resolves('question'))?.status).toBe(403);
    expect(await vic?.speaks.removes('question')).toBe(403);
    expect(await vic?.speaks.takesBack('question', 'question')).toBe(403);

    const resolved = await cem?.speaks.resolves('question');
    expect(resolved?.body.resolved).toEqual({ at: expect.any(Number), by: cem?.name });
    expect((await cem?.speaks.resolves('question', false))?.body.resolved).toBeNull();
  });

  it('R5 whoever may not read a document is told nothing of its comments, nor whether it is there', async () => {
    const { id } = await company();
    const olga = await world.member(`Olga${documents}`, ann);
    for (const who of [world.somebody(), olga]) {
      const here = await who.asks('GET', `/api/documents/${id}/comments`);
      const nowhere = await who.asks('GET', '/api/documents/nowhere/comments');
      expect(here).toEqual(nowhere);
      expect(here.status).toBe(who === olga ? 403 : 401);
      const path = `/comments/${idOf('a')}`;
      expect(await who.asks('PUT', `/api/documents/${id}${path}`, threadOf('a', 'b'))).toEqual(
        await who.asks('PUT', `/api/documents/nowhere${path}`, threadOf('a', 'b')),
      );
    }
  });

  it('who wrote something is the word of the server: nobody speaks under the name of another', async () => {
    const { ann, others } = await company('commenter');
    const [ben] = others;
    await ben?.speaks.begins('claim', 'I am Ann', { name: 'Ann' });
    await ben?.speaks.answers('claim', 'again', 'Truly', { name: 'Ann' });
    expect(await ann.reads()).toEqual([`${ben?.name}: I am Ann`, `${ben?.name}: Truly`]);
    expect((await ben?.speaks.answers('claim', 'third', 'x', { author: 'Ann' }))?.status).toBe(400);
  });

  it('a change of a comment, and taking it back, are for whoever wrote it, also against the owner', async () => {
    const { ann, others } = await company('commenter', 'commenter');
    const [ben, cem] = others;
    await ben?.speaks.begins('thread', 'Frist');
    const refused = await ann.answers('thread', 'thread', 'Something else');
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('Somebody else wrote this');
    expect(await cem?.speaks.takesBack('thread', 'thread')).toBe(403);

    const changed = await ben?.speaks.answers('thread', 'thread', 'First');
    expect(changed?.body.comments).toMatchObject([{ text: 'First', editedAt: expect.any(Number), isMine: true }]);
    await cem?.speaks.answers('thread', 'answer', 'Second');
    expect(await ben?.speaks.takesBack('thread', 'thread')).toBe(204);
    expect(await ann.reads()).toEqual([`${cem?.name}: Second`]);
    // The last one takes the thread with it.
    expect(await cem?.speaks.takesBack('thread', 'answer')).toBe(204);
    expect(await ann.reads()).toEqual([]);
    expect((await ann.sees(0)).removed).toEqual([idOf('thread')]);
  });

  it('a thread is removed by whoever began it, and by whoever may write', async () => {
    const { ann, others } = await company('commenter', 'commenter', 'editor');
    const [ben, cem, eve] = others;
    await ben?.speaks.begins('one', 'Mine');
    await ben?.speaks.begins('two', 'Mine, too');
    expect(await cem?.speaks.removes('one')).toBe(403);
    expect(await ben?.speaks.removes('one')).toBe(204);
    expect(await eve?.speaks.removes('two')).toBe(204);
    // Asked again after a dead line, all is as it was; and what is gone does not come back.
    expect(await eve?.speaks.removes('two')).toBe(204);
    const { revision } = await ann.sees();
    expect((await ben?.speaks.begins('two', 'Mine, too'))?.status).toBe(410);
    expect((await ben?.speaks.answers('two', 'x', 'Hello?'))?.status).toBe(410);
    expect((await ben?.speaks.resolves('two'))?.status).toBe(410);
    expect(await ann.sees()).toEqual({ revision, threads: [], removed: [] });
    expect(await ann.removes('never')).toBe(404);
    expect((await ann.answers('never', 'x', 'Hello?')).status).toBe(404);
  });

  it('people are called what they are called now, and keep their name here when nobody knows them any more', async () => {
    const { id, ann: owner, others } = await company('commenter');
    const [ben] = others;
    await ben?.speaks.begins('named', 'Before');
    await ben?.speaks.resolves('named');
    await ben?.member.must('PATCH', '/api/account', { name: 'Benjamin' });
    expect(await owner.reads()).toEqual(['Benjamin: Before']);
    expect((await owner.sees()).threads[0]?.resolved?.by).toBe('Benjamin');

    const made = await ann.must('POST', '/api/tokens', { name: 'Checker', scopes: ['read', 'write'] });
    const { token = '', id: tokenId = '' } = made;
    const program = new Speaker(asking(world, { authorization: `Bearer ${token}` }), id);
    await program.begins('checked', 'Spelling', { name: 'Ann' });
    expect(await program.reads()).toEqual(['Benjamin: Before', 'Checker: Spelling *']);
    expect((await owner.answers('checked', 'checked', 'Nonsense')).status).toBe(403);
    await ann.must('DELETE', `/api/tokens/${tokenId}`);
    expect(await owner.reads()).toEqual(['Benjamin: Before', 'Checker: Spelling']);
  });

  it('a program needs the scope to write for what its person may, and no more than that', async () => {
    const { id, others } = await company('commenter');
    const [ben] = others;
    const programOf = async (...scopes: readonly string[]) => {
      const made = await ben?.member.must('POST', '/api/tokens', { name: 'P', scopes });
      const token: string = made?.token ?? '';
      return new Speaker(asking(world, { authorization: `Bearer ${token}` }), id);
    };
    const [reading, writing] = [await programOf('read'), await programOf('read', 'write')];
    expect((await reading.begins('no', 'No')).status).toBe(403);
    expect((await writing.begins('yes', 'Yes')).status).toBe(200);
    expect(await reading.reads()).toEqual(['P: Yes']);
  });

  it('a guest by a link comments under the name they came with, as far as the link goes', async () => {
    const { id, ann: owner } = await company();
    const guest = async (role: SharedRole) => {
      const { token = '' } = await ann.must('POST', `/api/documents/${id}/access/links`, { role });
      return speaks(await world.guest('Gus', token), id);
    };
    const [reading, commenting] = [await guest('viewer'), await guest('commenter')];
    expect((await reading.begins('no', 'No')).status).toBe(403);
    expect((await commenting.begins('yes', 'Hello', { name: 'Ann' })).status).toBe(200);
    expect(await commenting.reads()).toEqual(['Gus: Hello *']);
    expect(await owner.reads()).toEqual(['Gus: Hello']);
    expect(await owner.removes('yes')).toBe(204);
  });

  it('R26 whoever may not comment any more changes nothing, not even what they said', async () => {
    const { id, others } = await company('commenter');
    const [ben] = others;
    await ben?.speaks.begins('said', 'This');
    await ann.must('PUT', `/api/documents/${id}/access/people/${ben?.member.id}`, { role: 'viewer' });
    expect((await ben?.speaks.answers('said', 'said', 'That'))?.status).toBe(403);
    expect(await ben?.speaks.removes('said')).toBe(403);
    await ann.must('DELETE', `/api/documents/${id}/access/people/${ben?.member.id}`);
    expect((await ben?.member.asks('GET', `/api/documents/${id}/comments`))?.status).toBe(403);
  });
});

describe('in open access', () => {
  let server: AppServer;
  let ann: Speaker;
  let ben: Speaker;
  let nobody: Speaker;
  let ask: Asks;
  let documents = 0;
  let id: string;

  beforeAll(async () => {
    server = await startApp();
  });
  afterAll(() => server.close());

  async function opens() {
    id = `notes-${++documents}`;
    ask = asking(server);
    await ask('POST', '/api/documents', { id });
    const browser = (letter: string) =>
      new Speaker(asking(server, { cookie: `scriptorium-browser=${letter.repeat(43)}` }), id);
    [ann, ben, nobody] = [browser('a'), browser('b'), new Speaker(ask, id)];
  }

  it('browsers are told apart, and are called as they call themselves, in one line', async () => {
    await opens();
    await ann.begins('hello', 'Hello', { name: ' Ann\n\u0007 of   Kent ' });
    await ben.answers('hello', 'reply', 'Who?', { name: 'B'.repeat(NAME_CHARACTERS_MAX + 5) });
    expect(await ann.reads()).toEqual(['Ann of Kent: Hello *', `${'B'.repeat(NAME_CHARACTERS_MAX)}: Who?`]);
    expect((await ben.answers('hello', 'hello', 'Other')).status).toBe(403);
    // Everybody may write here.
    expect(await ben.removes('hello')).toBe(204);
  });

  it('whoever brings no cookie is one with all who bring none', async () => {
    await opens();
    await nobody.begins('script', 'Made by a program');
    expect(await nobody.reads()).toEqual([': Made by a program *']);
    expect(await ann.reads()).toEqual([': Made by a program']);
    expect((await new Speaker(asking(server), id).answers('script', 'script', 'By another')).status).toBe(200);
    expect((await ann.answers('script', 'script', 'By Ann')).status).toBe(403);
  });

  it('what is sent again changes nothing and is answered the same, whatever it says the second time', async () => {
    await opens();
    const first = await ann.begins('thread', 'Once');
    expect(await ann.begins('thread', 'Once')).toEqual(first);
    expect(await ann.begins('thread', 'Twice')).toEqual(first);
    expect((await ben.begins('thread', 'Mine')).body.comments).toMatchObject([{ text: 'Once', isMine: false }]);
    const reply = await ben.answers('thread', 'reply', 'Indeed');
    expect(await ben.answers('thread', 'reply', 'Indeed')).toEqual(reply);
    const resolved = await ben.resolves('thread');
    expect((await ann.resolves('thread')).body.resolved).toEqual(resolved.body.resolved);
    expect((await ann.sees()).revision).toBe(3);
    expect(await ben.takesBack('thread', 'reply')).toBe(204);
    expect(await ben.takesBack('thread', 'reply')).toBe(204);
    expect((await ann.sees()).revision).toBe(4);
  });

  it('?after= tells what changed since, each thread once, and what is gone', async () => {
    await opens();
    expect(await ann.sees()).toEqual({ revision: 0, threads: [], removed: [] });
    for (const word of ['one', 'two', 'three']) await ann.begins(word, word);
    const { revision } = await ann.sees();
    await ben.answers('one', 'reply', 'A');
    await ben.answers('one', 'other', 'B');
    await ann.removes('two');
    const news = await ann.sees(revision);
    expect(news.threads.map(({ id: thread }) => thread)).toEqual([idOf('one')]);
    expect(news.removed).toEqual([idOf('two')]);
    expect(news.revision).toBe(revision + 3);
    expect(await ann.sees(news.revision)).toEqual({ revision: news.revision, threads: [], removed: [] });
    // Of a server that was restored from a backup since: all of it, and it can be told by its revision.
    const all = await ann.sees(1_000);
    expect(all).toEqual(await ann.sees());
    expect(all.threads).toHaveLength(2);
    expect((await ask('GET', `/api/documents/${id}/comments?after=-1`)).status).toBe(400);
    expect((await ask('GET', `/api/documents/${id}/comments?since=1`)).status).toBe(400);
  });

  it('a comment is kept to the letter, but for control characters, which nobody typed', async () => {
    await opens();
    const { body } = await ann.begins('odd', '  a\r\n\tb \u0000\u001b[31m\u0085‮ <b>&amp; 👩‍👩‍👧 e\u0301\n');
    expect(body.comments[0]?.text).toBe('  a\n\tb [31m‮ <b>&amp; 👩‍👩‍👧 e\u0301\n');
  });

  it.each<[string, object, string]>([
    ['nothing', { comment: { id: idOf('x'), text: '' } }, 'a comment says something'],
    ['only blanks', { comment: { id: idOf('x'), text: ' \n\t\u00a0' } }, 'a comment says something'],
    ['only control characters', { comment: { id: idOf('x'), text: '\u0000\u001b' } }, 'a comment says something'],
    [
      'too much',
      { comment: { id: idOf('x'), text: 'x'.repeat(COMMENT_CHARACTERS_MAX + 1) } },
      `at most ${COMMENT_CHARACTERS_MAX} characters; make two of it`,
    ],
    ['too long a quote', { quote: 'x'.repeat(COMMENT_QUOTE_CHARACTERS_MAX + 1) }, 'quote'],
    ['an id that is none', { comment: { id: 'short', text: 'x' } }, 'an id is 16 to 32 letters'],
    ['an anchor that is none', { anchor: { from: ANCHOR.from, to: '_w' } }, 'a relative position'],
    ['an anchor with odd letters', { anchor: { from: '"><script>', to: ANCHOR.to } }, 'a relative position'],
    ['half an anchor', { anchor: { from: ANCHOR.from } }, 'anchor.to'],
    ['what nobody asked for', { author: 'Ann' }, 'author'],
  ])('%s is refused with a sentence that says what is wrong', async (_what, more, sentence) => {
    await opens();
    const { status, body } = await ann.begins('x', 'x', more);
    expect(status).toBe(400);
    expect(body.detail).toContain(sentence);
    expect((await ann.sees()).revision).toBe(0);
  });

  it('there are no comments on what is not there, nor on what was deleted for good; the trash keeps them', async () => {
    await opens();
    const nowhere = new Speaker(ask, 'nowhere');
    expect((await nowhere.begins('a', 'b')).status).toBe(404);
    // A page that is about to bring a document asks already.
    expect(await nowhere.sees()).toEqual({ revision: 0, threads: [], removed: [] });
    expect((await new Speaker(ask, 'no%20id').begins('a', 'b')).status).toBe(400);

    await ann.begins('kept', 'Kept');
    await ask('PATCH', `/api/documents/${id}`, { isTrashed: true });
    expect((await ann.answers('kept', 'reply', 'Still')).status).toBe(200);
    expect(await ann.reads()).toHaveLength(2);
    expect((await ask('DELETE', `/api/documents/${id}`)).status).toBe(204);
    expect((await ask('GET', `/api/documents/${id}/comments`)).status).toBe(404);
    expect((await ann.begins('late', 'Late')).status).toBe(404);
    expect(await ann.removes('kept')).toBe(404);
  });

  it('a document that only a connection has brought so far takes comments', async () => {
    await opens();
    const fresh = new Speaker(ask, `${id}-fresh`);
    expect((await fresh.begins('early', 'Too early')).status).toBe(404);
    const page = await WireClient.opens(server, `${id}-fresh?v=1`);
    page.sends(encodeUpdate(seedUpdate()));
    await page.isSaved();
    expect((await fresh.begins('soon', 'At once')).status).toBe(200);
    page.leaves();
  });
});

describe('where signed tokens speak for people', () => {
  let server: AppServer;
  beforeAll(async () => {
    server = await startApp({ ACCESS: 'token', TOKEN_SECRET });
  });
  afterAll(() => server.close());

  it('the name is what the token vouches for, and the role what it gives', async () => {
    const speaker = async (claims: object) =>
      new Speaker(asking(server, { authorization: `Bearer ${await tokenFor(claims)}` }), 'plan');
    const headers = { authorization: `Bearer ${await tokenFor({ sub: 'ann', name: 'Ann' })}` };
    await asking(server, headers)('POST', '/api/documents', { id: 'plan' });
    const cem = await speaker({ sub: 'cem', name: 'Cem', doc: 'plan', role: 'commenter' });
    const vic = await speaker({ sub: 'vic', name: 'Vic', doc: 'plan', role: 'viewer' });
    const other = await speaker({ sub: 'ott', name: 'Ott', doc: 'another', role: 'editor' });
    expect((await cem.begins('thread', 'Hello', { name: 'Ann' })).status).toBe(200);
    expect(await vic.reads()).toEqual(['Cem: Hello']);
    expect((await vic.answers('thread', 'reply', 'Hi')).status).toBe(403);
    expect((await other.begins('second', 'Hi')).status).toBe(403);
    expect((await new Speaker(asking(server), 'plan').begins('third', 'Hi')).status).toBe(401);
    const same = await speaker({ sub: 'cem', name: 'Cemal', doc: '*', role: 'commenter' });
    expect(await same.reads()).toEqual(['Cem: Hello *']);
  });
});

it('what cannot be written is not said to be kept: the answer says to try again', async () => {
  const place = await WorkspacePlace.make('comments');
  const told: unknown[] = [];
  const app = fastify();
  commentRoutes(app, {
    ...{ book: NO_BOOK, clock: systemClock, logger: silentLogger, nameOf: () => null },
    comments: new CommentStore(await place.opens(), systemClock),
    catalogue: { card: () => null },
    shard: {
      isUnwritten: async () => false,
      isGone: async () => false,
      commentsChanged: (...news) => told.push(news),
    },
    identify: async () => ANYBODY,
    commented: async (comment) => void told.push(comment),
  });
  const sent = {
    method: 'PUT',
    url: `/api/documents/plan/comments/${idOf('a')}`,
    payload: threadOf('a', 'b'),
  } as const;
  await place.closes();
  const answer = await app.inject(sent);
  expect(answer.statusCode).toBe(503);
  expect(answer.json().detail).toContain('Try again');
  expect(told).toEqual([]);
  await app.close();
  await place.remove();
});
