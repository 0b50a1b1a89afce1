/**
 * R5 Every address about documents x everybody who may come: what is allowed is answered, what is not is refused without
 * a word of the document. What is not in the table fails, so that no address can be forgotten.
 */

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Scope, SharedRole } from '../../../server/contract/roles.ts';
import { OPERATIONS } from '../../../server/http/operations.ts';
import { AccountWorld, type Answer, type Visitor } from '../../support/account-world.ts';
import { emailOf } from '../../support/credentials.ts';

const WAIT = { timeout: 60_000, interval: 20 };
const ID = 'plan';
const TITLE = 'Zanzibar';
const WORD = 'quetzalcoatl';
const TAG = 'mollusc';
/** There is none: whether it is theirs to change is comments.test.ts' affair. */
const THREAD = 'no-thread-of-this-id';
const ADDRESS = `/api/documents/${ID}`;

let world: AccountWorld;
/** By what they are to the document; a guest is somebody whom only a link has let in. */
let visitors: Readonly<Record<string, Asking>>;

type Asking = (method: string, path: string, body?: unknown) => Promise<Answer>;

beforeAll(async () => {
  world = await AccountWorld.opens();
  const ann = await world.firstOwner('Ann');
  await ann.must('POST', '/api/documents', { id: ID, title: TITLE });
  await ann.must('PATCH', `${ADDRESS}/content`, { append: `Of ${WORD}.` });
  await ann.must('PATCH', ADDRESS, { tags: [TAG] });
  await vi.waitFor(async () => expect((await ann.must('GET', `/api/search?q=${WORD}`)).count).toBe(1), WAIT);

  const gives = async (name: string, role: SharedRole, expiresAt: number | null = null) => {
    const somebody = await world.member(name, ann);
    await ann.must('POST', `${ADDRESS}/access/people`, { email: emailOf(name), role, expiresAt });
    return somebody;
  };
  const guest = async (role: SharedRole, id = ID) => {
    const { token = '' } = await ann.must('POST', `/api/documents/${id}/access/links`, { role });
    return world.guest('Gus', token);
  };
  const program = async (of: Visitor, ...scopes: readonly Scope[]): Promise<Asking> => {
    const { token } = await of.must('POST', '/api/tokens', { name: 'A program', scopes });
    return (method, path, body) => world.somebody().asks(method, path, body, { authorization: `Bearer ${token}` });
  };
  await ann.must('POST', '/api/documents', { id: 'another' });
  const [viewer, editor] = [await gives('Vic', 'viewer'), await gives('Edna', 'editor')];
  const people: Readonly<Record<string, Visitor>> = {
    stranger: world.somebody(),
    outsider: await world.member('Olga', ann),
    administrator: await world.member('Adam', ann, true),
    'guest elsewhere': await guest('editor', 'another'),
    'editor until yesterday': await gives('Yvo', 'editor', 1),
    viewer,
    commenter: await gives('Cem', 'commenter'),
    editor,
    owner: ann,
    'guest who reads': await guest('viewer'),
    'guest who writes': await guest('editor'),
  };
  visitors = {
    ...Object.fromEntries(Object.entries(people).map(([who, visitor]) => [who, visitor.asks.bind(visitor)])),
    'program of a viewer': await program(viewer, 'read', 'write', 'share'),
    'program that reads': await program(ann, 'read'),
    'program that writes': await program(ann, 'read', 'write'),
    'program that shares': await program(ann, 'read', 'share'),
    'program of an editor': await program(editor, 'read', 'write', 'share'),
  };
}, 120_000);

afterAll(() => world.close());

const READERS = [
  ...['viewer', 'commenter', 'editor', 'owner', 'guest who reads', 'guest who writes', 'program of a viewer'],
  ...['program that reads', 'program that writes', 'program that shares', 'program of an editor'],
];
const FINDERS = READERS.filter((who) => !who.startsWith('guest'));
const WRITERS = ['editor', 'owner', 'guest who writes', 'program that writes', 'program of an editor'];
/** Whatever they copy is theirs, so they must be somebody who can have a document. */
const COPIERS = ['viewer', 'commenter', 'editor', 'owner'];
const COPYING_PROGRAMS = ['program of a viewer', 'program that writes', 'program of an editor'];
/** A guest by a link to write, too; a program for somebody who may, with the scope to write. */
const COMMENTERS = ['commenter', ...WRITERS];
const SHARERS = ['owner', 'program that shares'];
const DELETERS = ['owner', 'program that writes'];

interface Cell {
  readonly path?: string;
  readonly body?: unknown;
  readonly by: readonly string[];
}

/** Bodies that whoever may do it can do again and again, or that are refused for another reason than who asks. */
const ON_A_DOCUMENT: Readonly<Record<string, Cell | readonly Cell[]>> = {
  'GET /api/documents/:id': { by: READERS },
  'PATCH /api/documents/:id': [
    { body: { title: TITLE }, by: WRITERS },
    { body: { tags: [TAG] }, by: WRITERS },
    { body: { isTemplate: false }, by: WRITERS },
    { body: { isTrashed: false }, by: DELETERS },
    { body: { isFavourite: false }, by: READERS },
    { body: { isFavourite: true, isTrashed: false, title: TITLE }, by: DELETERS },
  ],
  'DELETE /api/documents/:id': { by: DELETERS },
  'POST /api/documents/:id/copies': { body: { title: 'A copy' }, by: [...COPIERS, ...COPYING_PROGRAMS] },
  'POST /api/documents/:id/visits': { by: READERS },
  'GET /api/documents/:id/content': [
    { by: READERS },
    ...['format=html', 'format=json', 'format=text', 'version=1', 'at=2030-01-01T00:00:00Z'].map((query) => ({
      path: `${ADDRESS}/content?${query}`,
      by: READERS,
    })),
  ],
  'PUT /api/documents/:id/content': { body: { no: 'document' }, by: WRITERS },
  'PATCH /api/documents/:id/content': { body: { append: '' }, by: WRITERS },
  'GET /api/documents/:id/versions': { by: READERS },
  'GET /api/documents/:id/comments': [{ by: READERS }, { path: `${ADDRESS}/comments?after=0`, by: READERS }],
  'PUT /api/documents/:id/comments/:thread': {
    ...{ path: `${ADDRESS}/comments/${THREAD}`, body: { no: 'comment' }, by: COMMENTERS },
  },
  'PATCH /api/documents/:id/comments/:thread': {
    ...{ path: `${ADDRESS}/comments/${THREAD}`, body: { isResolved: true }, by: COMMENTERS },
  },
  'DELETE /api/documents/:id/comments/:thread': { path: `${ADDRESS}/comments/${THREAD}`, by: COMMENTERS },
  'PUT /api/documents/:id/comments/:thread/replies/:comment': {
    ...{ path: `${ADDRESS}/comments/${THREAD}/replies/${THREAD}`, body: { text: 'x' }, by: COMMENTERS },
  },
  'DELETE /api/documents/:id/comments/:thread/replies/:comment': {
    ...{ path: `${ADDRESS}/comments/${THREAD}/replies/${THREAD}`, by: COMMENTERS },
  },
  'GET /api/documents/:id/access': { by: READERS },
  'PUT /api/documents/:id/access/reach': { body: { who: 'invited', role: 'viewer' }, by: SHARERS },
  'POST /api/documents/:id/access/people': { body: { email: emailOf('Nobody'), role: 'viewer' }, by: SHARERS },
  'PUT /api/documents/:id/access/people/:part': {
    ...{ path: `${ADDRESS}/access/people/nobody`, body: { role: 'viewer' }, by: SHARERS },
  },
  'DELETE /api/documents/:id/access/people/:part': { path: `${ADDRESS}/access/people/nobody`, by: SHARERS },
  'PUT /api/documents/:id/access/owner': { body: { person: 'nobody' }, by: SHARERS },
  'POST /api/documents/:id/access/links': { body: { role: 'viewer', expiresAt: 1 }, by: SHARERS },
  'DELETE /api/documents/:id/access/links/:part': { path: `${ADDRESS}/access/links/none`, by: SHARERS },
  'DELETE /api/documents/:id/access/requests/:part': { path: `${ADDRESS}/access/requests/nobody`, by: SHARERS },
};

/** Asking to be let in tells nobody anything. */
const OF_EVERYBODY: readonly string[] = ['POST /api/documents/:id/access/requests'];

const cells = Object.entries(ON_A_DOCUMENT).flatMap(([route, rows]) => {
  const [method = '', path = ''] = route.split(' ');
  return [rows].flat().map((row) => ({ path: path.replace(':id', ID), ...row, method, route }));
});

it('the table has every address of a document', () => {
  const described = OPERATIONS.map(({ route }) => route).filter((route) => route.includes('/documents/:id'));
  expect([...Object.keys(ON_A_DOCUMENT), ...OF_EVERYBODY].sort()).toEqual([...described].sort());
});

it('R5 R26 everybody x every address of a document: no wrong cell, and no word to whoever is refused', async () => {
  const wrong: string[] = [];
  let looked = 0;
  // Whoever may do the most comes last: what they do cannot help those before them.
  for (const { method, path, body, by, route } of cells) {
    for (const [who, asks] of Object.entries(visitors)) {
      const answer = await asks(method, path, body);
      const isRefused = answer.status === 401 || answer.status === 403;
      const tells = [TITLE, WORD, TAG].some((word) => JSON.stringify(answer).includes(word));
      looked += 1;
      if (isRefused === by.includes(who)) wrong.push(`${who}: ${route} ${JSON.stringify(body)} -> ${answer.status}`);
      else if (isRefused && tells) wrong.push(`${who}: ${route} told something`);
    }
  }
  expect(wrong).toEqual([]);
  expect(looked).toBe(cells.length * Object.keys(visitors).length);
});

it('R5 R26 who finds it: in every list, by its id, in the search, among tags, and who is in it', async () => {
  const owner = world.somebody();
  await owner.signsIn('Ann');
  const page = owner.opens(ID);
  await vi.waitFor(() => expect(page.received.length).toBeGreaterThan(0), WAIT);
  page.presents({ user: { name: 'Ann' } });
  await expect
    .poll(async () => JSON.stringify(await owner.must('GET', `/api/presence?documents=${ID}`)), { timeout: 20_000 })
    .toContain('Ann');
  const wrong: string[] = [];
  const places: readonly (readonly [path: string, word: string, by: readonly string[]])[] = [
    ['/api/documents', TITLE, FINDERS],
    ['/api/documents?view=recent', TITLE, READERS],
    [`/api/documents?tag=${TAG}`, TITLE, FINDERS],
    [`/api/documents?ids=${ID}`, TITLE, READERS],
    ['/api/documents?view=mine', TITLE, ['owner']],
    ['/api/documents?view=shared', TITLE, FINDERS.filter((who) => who !== 'owner')],
    [`/api/search?q=${WORD}`, TITLE, FINDERS],
    [
      `/api/search?q=${WORD}`,
      '"count":0',
      Object.keys(visitors).filter((who) => who !== 'stranger' && !FINDERS.includes(who)),
    ],
    ['/api/tags', TAG, FINDERS],
    [`/api/presence?documents=${ID}`, 'Ann', READERS],
  ];
  for (const who of READERS) await visitors[who]?.('POST', `${ADDRESS}/visits`);
  for (const [path, word, by] of places) {
    for (const [who, asks] of Object.entries(visitors)) {
      const { status, body } = await asks('GET', path);
      const tells = status === 200 && JSON.stringify(body).includes(word);
      if (tells !== by.includes(who)) wrong.push(`${who}: ${path} ${status} ${tells ? 'tells' : 'hides'}`);
    }
  }
  page.leaves();
  expect(wrong).toEqual([]);
});

it('R5 what tells of all documents is for administrators', async () => {
  const wrong: string[] = [];
  const routes = OPERATIONS.filter(({ scope, route }) => scope === 'admin' && /^GET (?!.api.tokens$)/.test(route));
  for (const { route } of routes) {
    for (const [who, asks] of Object.entries(visitors)) {
      const { status } = await asks('GET', (route.split(' ')[1] ?? '').replace(/:\w+/, 'none'));
      const isAdmin = ['administrator', 'owner'].includes(who);
      if ((status === 401 || status === 403) === isAdmin) wrong.push(`${who}: ${route} -> ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});
