/** Programs read and write whole documents over HTTP while people type in them. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ContentSaved, Problem, VersionList } from '../../../server/contract/api.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { StockClient } from '../../support/stock-client.ts';
import { until } from '../../support/until.ts';

const leaving: (() => unknown)[] = [];

afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
});

let server: AppServer;

beforeAll(async () => {
  server = await startApp();
});

afterAll(() => server.close());

async function asks(server: AppServer, path: string, init: RequestInit = {}): Promise<Response> {
  return await fetch(`${server.url}/api/documents${path}`, init);
}

async function creates(server: AppServer, id: string, markdown: string): Promise<ContentSaved> {
  const headers = { 'content-type': 'application/json' };
  await asks(server, '', { method: 'POST', headers, body: JSON.stringify({ id }) });
  return await puts(server, id, markdown);
}

async function puts(server: AppServer, id: string, body: string, query = '', type = 'text/markdown') {
  const answer = await asks(server, `/${id}/content${query}`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body,
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as ContentSaved;
}

async function reads(server: AppServer, id: string, query = '', accept = 'text/markdown'): Promise<string> {
  const answer = await asks(server, `/${id}/content${query}`, { headers: { accept } });
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.text();
}

async function readsVersion(
  server: AppServer,
  id: string,
): Promise<{ readonly now: string; readonly version: string }> {
  const answer = await asks(server, `/${id}/content`);
  return { now: await answer.text(), version: answer.headers.get('etag')?.replaceAll('"', '') ?? '' };
}

async function edits(server: AppServer, id: string): Promise<StockClient> {
  const client = StockClient.opens(server, id);
  leaving.push(() => client.leaves());
  await client.isSynced();
  return client;
}

/** Types a word, letter by letter, behind the first occurrence of another. */
function typesBehind(client: StockClient, anchor: string, letter: string): void {
  const body = client.doc.getText('body');
  const text = (body.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ' '))
    .join('');
  body.insert(text.indexOf(anchor) + anchor.length, letter);
}

describe('a program', () => {
  it('reads what it wrote in every format, and writes nothing that is there already', async () => {
    await creates(server, 'plan', '---\ntitle: "The plan"\n---\n\n# First\n\nSome **bold** words\n\n- one\n- two\n');
    expect(await reads(server, 'plan')).toContain(
      'title: "The plan"\n---\n\n# First\n\nSome **bold** words\n\n- one\n- two\n',
    );
    expect(await reads(server, 'plan', '', 'text/html')).toContain('<strong>bold</strong>');
    expect(await reads(server, 'plan', '?format=text')).toContain('Some bold words');
    const json = JSON.parse(await reads(server, 'plan', '', 'application/json'));
    expect(json.title).toBe('The plan');
    expect((await puts(server, 'plan', JSON.stringify(json), '', 'application/json')).updateBytes).toBe(0);
    for (const [format, type] of [
      ['markdown', 'text/markdown'],
      ['html', 'text/html'],
      ['text', 'text/plain'],
    ] as const) {
      const said = await reads(server, 'plan', `?format=${format}`);
      expect((await puts(server, 'plan', said, '', type)).updateBytes, format).toBe(0);
    }
  });

  it('races ten people who type: nothing of anybody is lost, and the history names it', async () => {
    const paragraphs = Array.from({ length: 10 }, (_, i) => `Paragraph ${i} starts here${i} and ends somewhere.`);
    await creates(server, 'race', `${paragraphs.join('\n\n')}\n`);
    const people = await Promise.all(paragraphs.map(() => edits(server, 'race')));
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    let typed = 0;
    const typing = setInterval(() => {
      const letter = letters[typed % letters.length] as string;
      people.forEach((person, i) => {
        typesBehind(person, `here${i}`, typed < letters.length ? letter : '');
      });
      typed++;
    }, 20);
    const saved: ContentSaved[] = [];
    for (let round = 0; round < 10; round++) {
      const { now, version } = await readsVersion(server, 'race');
      const next = now
        .replace(`Paragraph ${round} `, `Section ${round} `)
        .replace(/somewhere[^\n]*\n$/, `somewhere ${round}\n`);
      saved.push(await puts(server, 'race', next, `?base=${version}`));
    }
    await until(() => typed > letters.length, 'everybody has typed the alphabet');
    clearInterval(typing);
    const all = [...letters].reverse().join('');
    await until(async () => {
      const text = await reads(server, 'race');
      return paragraphs.every((_, i) => text.includes(`Section ${i} starts here${i}${all} and ends`));
    }, 'everything that anybody wrote is there');
    for (const { updateBytes } of saved) expect(updateBytes).toBeLessThan(120);
  });

  it('writes against what it had read, however much was written since', async () => {
    const { version } = await creates(server, 'base', 'One line of the program\n\nA line of Ann\n');
    const ann = await edits(server, 'base');
    typesBehind(ann, 'Ann', ' and more');
    await until(async () => (await reads(server, 'base')).includes('Ann and more'), 'Ann is heard');
    await puts(server, 'base', 'One line of the program, changed\n\nA line of Ann\n', `?base=${version}`);
    expect(await reads(server, 'base')).toBe('One line of the program, changed\n\nA line of Ann and more\n');
  });

  it('shows the past by version and by time, and lists who made it', async () => {
    const first = await creates(server, 'past', 'As it was\n');
    const between = new Date().toISOString();
    await until(() => Date.now() > Date.parse(between), 'a millisecond has passed');
    const second = await puts(server, 'past', 'As it is\n');
    expect(await reads(server, 'past', `?version=${first.version}`)).toBe('As it was\n');
    expect(await reads(server, 'past', `?at=${encodeURIComponent(between)}`)).toBe('As it was\n');
    expect(await reads(server, 'past', `?version=${second.version}`)).toBe('As it is\n');
    const page = (await (await asks(server, '/past/versions?limit=1')).json()) as VersionList;
    expect(page.versions).toHaveLength(1);
    expect(page.versions[0]?.through).toBe(second.version);
    expect(page.next).toBeNull();
    const earlier = (await (await asks(server, `/past/versions?cursor=${second.version}`)).json()) as VersionList;
    expect(earlier.versions).toMatchObject([{ from: 1, through: first.version, authorCount: 1 }]);
    expect((await asks(server, '/nothing/versions')).status).toBe(404);
  });

  it('changes parts by name', async () => {
    await creates(server, 'parts', 'Dear Ann,\n\nsee you on Monday.\n');
    const patch = async (body: object) =>
      await asks(server, '/parts/content', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(
      (await patch({ title: 'A letter', append: 'Ben', replace: [{ find: 'Monday', with: 'Tuesday' }] })).status,
    ).toBe(200);
    expect(await reads(server, 'parts')).toBe(
      '---\ntitle: "A letter"\n---\n\nDear Ann,\n\nsee you on Tuesday.\n\nBen\n',
    );
    const refused = await patch({ replace: [{ find: 'Monday', with: 'Friday' }] });
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as Problem).type).toMatch(/#problem-not-found$/);
  });
});

it('what is wrong with a request is said in a sentence', async () => {
  const { version } = await creates(server, 'wrong', 'Text\n');
  const put = async (headers: Record<string, string>, body: string, id = 'wrong') =>
    await asks(server, `/${id}/content`, { method: 'PUT', headers, body });
  expect((await put({ 'content-type': 'text/markdown' }, 'x', 'nothing')).status).toBe(404);
  expect((await put({ 'content-type': 'image/png' }, 'x')).status).toBe(415);
  expect(
    (await put({ 'content-type': 'application/json' }, '{"document": {"type": "doc", "content": [{"type": "virus"}]}}'))
      .status,
  ).toBe(422);
  expect((await put({ 'content-type': 'application/json' }, '{')).status).toBe(422);
  expect((await put({ 'content-type': 'text/markdown', 'if-match': 'x' }, 'x')).status).toBe(400);
  expect((await put({ 'content-type': 'text/markdown', 'if-match': `"${version}"` }, 'Text 2\n')).status).toBe(200);
  expect((await put({ 'content-type': 'text/markdown', 'if-match': `"${version}"` }, 'Text 3\n')).status).toBe(412);
  expect((await put({ 'content-type': 'text/markdown' }, 'x'.repeat(9 * 1024 * 1024))).status).toBe(413);
  expect((await asks(server, '/wrong/content?format=pdf')).status).toBe(400);
  expect((await asks(server, '/wrong/content', { headers: { accept: 'image/png' } })).status).toBe(406);
  const etag = (await asks(server, '/wrong/content')).headers.get('etag') ?? '';
  expect((await asks(server, '/wrong/content', { headers: { 'if-none-match': etag } })).status).toBe(304);
});
