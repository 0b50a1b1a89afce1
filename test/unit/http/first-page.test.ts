/** The page of a document with the beginning of its text: who gets it, and that nothing else comes later for it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_TEXT_MS_MAX, FIRST_TEXT_STATE_BYTES_MAX } from '../../../server/contract/api-limits.ts';
import { FirstTexts, withFirstText } from '../../../server/http/first-page.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { ManualClock } from '../../support/clock.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';
import { until } from '../../support/until.ts';

const servers: AppServer[] = [];

async function starts(environment: Readonly<Record<string, string>> = {}): Promise<AppServer> {
  const server = await startApp(environment);
  servers.push(server);
  return server;
}

afterAll(() => Promise.all(servers.map((server) => server.close())));

async function writes(server: AppServer, id: string, markdown: string, headers: Record<string, string> = {}) {
  const create = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
  await fetch(`${server.url}/api/documents`, { ...create, body: JSON.stringify({ id }) });
  const put = { method: 'PUT', headers: { ...headers, 'content-type': 'text/markdown' }, body: markdown };
  expect((await fetch(`${server.url}/api/documents/${id}/content`, put)).ok).toBe(true);
}

async function opens(server: AppServer, id: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/d/${id}`, { headers: { 'sec-fetch-dest': 'document', ...headers } });
  expect(answer.status).toBe(200);
  return { page: await answer.text(), keeps: answer.headers.get('cache-control') };
}

/** The page with a text in it: a busy machine may be late with that, and then it is left out. */
async function opensToRead(server: AppServer, id: string, headers: Record<string, string> = {}) {
  let opened = await opens(server, id, headers);
  await until(async () => {
    if (!opened.page.includes('served-text')) opened = await opens(server, id, headers);
    return opened.page.includes('served-text');
  }, 'the text');
  return opened;
}

describe('a document that one opens', () => {
  let open: AppServer;
  let closed: AppServer;
  let reader: Record<string, string>;
  let writer: Record<string, string>;

  beforeAll(async () => {
    reader = { authorization: `Bearer ${await tokenFor({ role: 'viewer' })}` };
    writer = { authorization: `Bearer ${await tokenFor({})}` };
    [open, closed] = await Promise.all([starts(), starts({ ACCESS: 'token', TOKEN_SECRET })]);
    await writes(open, 'notes', '# Notes\n\nWhat it says & more\n');
    await writes(closed, 'notes', 'For us only\n', writer);
  });

  it('begins in the page, which nobody keeps', async () => {
    const { page, keeps } = await opensToRead(open, 'notes');
    expect(page).toContain('What it says &amp; more</p>');
    expect(keeps).toBe('no-store');
    expect(page).toContain('toolbar-opening');
    expect(page).toContain('data-document="notes"');
  });

  it('is the page alone where there is nothing to read', async () => {
    for (const id of ['no-such-document', 'not%20an%20id']) {
      expect((await opens(open, id)).page).not.toContain('served-text');
    }
  });

  it('is the page alone where the document is long', async () => {
    await writes(open, 'book', `${'A sentence that goes on and on. '.repeat(FIRST_TEXT_STATE_BYTES_MAX / 32 + 1)}\n`);
    expect((await opens(open, 'book')).page).not.toContain('served-text');
  });

  it('says nothing to whoever may not read it, and shows readers no bar', async () => {
    expect((await opensToRead(closed, 'notes', reader)).page).not.toContain('toolbar-opening');
    expect((await opensToRead(closed, 'notes', writer)).page).toContain('toolbar-opening');
    const { page, keeps } = await opens(closed, 'notes');
    expect(page).not.toContain('served-text');
    expect(keeps).toBe('no-cache');
  });
});

describe('a text for the page', () => {
  it('is waited for so long and no longer, and asked for one at a time', async () => {
    const clock = new ManualClock();
    const answers: ((text: string | null) => void)[] = [];
    const texts = new FirstTexts({ firstText: () => new Promise((resolve) => answers.push(resolve)) }, clock);
    const late = texts.of('a');
    expect(await texts.of('b')).toBeNull();
    clock.advance(FIRST_TEXT_MS_MAX);
    expect(await late).toBeNull();
    // What comes too late still has to end.
    expect(await texts.of('b')).toBeNull();
    expect(answers).toHaveLength(1);
    answers[0]?.('<p>late</p>');
    await until(async () => {
      const asked = texts.of('b');
      answers[1]?.('<p>in time</p>');
      return (await asked) === '<p>in time</p>';
    }, 'the next text');
    expect(clock.waiting).toBe(0);
  });

  it('fails without the page failing', async () => {
    const texts = new FirstTexts({ firstText: () => Promise.reject(new Error('away')) }, new ManualClock());
    expect(await texts.of('a')).toBeNull();
  });

  it('may hold what a replacement would read as a command', () => {
    const page = withFirstText('<head></head><div id="root"></div>', {
      ...{
        documentId: 'a',
        text: "<p>$& $' $1</p>",
        mayWrite: false,
        styles: ['/assets/a.css'],
        letters: '/assets/a.woff2',
      },
    });
    expect(page).toContain("<p>$& $' $1</p>");
    expect(page).toContain('<link rel="stylesheet" crossorigin href="/assets/a.css"></head>');
    expect(page).toContain('as="font" type="font/woff2" crossorigin href="/assets/a.woff2">');
  });
});
