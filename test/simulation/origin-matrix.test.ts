/**
 * R4, every cell: kind of server x Origin of the page x what it brings to be let in, over the WebSocket and over HTTP.
 * The real server. A page that is not trusted gets nowhere, whatever it brings; one that is gets what it brings it for.
 */

import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { WireClient } from '../support/wire-client.ts';

const LISTED = 'https://docs.example.org';

const SERVERS = {
  'open on loopback': {},
  'open, with a listed origin': { ALLOWED_ORIGINS: LISTED },
  'tokens on loopback': { ACCESS: 'token', TOKEN_SECRET },
  'tokens, with a listed origin': { ACCESS: 'token', TOKEN_SECRET, ALLOWED_ORIGINS: LISTED },
  'tokens on every address': { ACCESS: 'token', TOKEN_SECRET, HOST: '0.0.0.0' },
} as const;

type Kind = keyof typeof SERVERS;

/** @returns the Origin header, null for none, and whether a server of this kind should trust it. */
interface Page {
  readonly what: string;
  origin(own: string): string | null;
  isTrusted(kind: Kind): boolean;
}

const always = () => true;
const never = () => false;

const PAGES: readonly Page[] = [
  { what: 'no page but a program', origin: () => null, isTrusted: always },
  { what: 'its own', origin: (own) => own, isTrusted: always },
  { what: 'a listed one', origin: () => LISTED, isTrusted: (kind) => kind.endsWith('listed origin') },
  { what: 'a foreign one', origin: () => 'https://evil.example', isTrusted: never },
  { what: 'a sandboxed one', origin: () => 'null', isTrusted: never },
  { what: 'an empty one', origin: () => '', isTrusted: never },
  { what: 'a look-alike', origin: (own) => `${own}.evil.example`, isTrusted: never },
  { what: 'a look-alike of the listed one', origin: () => `${LISTED}.evil.example`, isTrusted: never },
  { what: 'its own address on another port', origin: () => 'http://127.0.0.1:1', isTrusted: never },
  {
    what: 'the listed one without encryption',
    origin: () => LISTED.replace('https', 'http'),
    isTrusted: never,
  },
  { what: 'two at once', origin: (own) => `${own}, https://evil.example`, isTrusted: never },
];

const CREDENTIALS = ['nothing', 'a token', 'a cookie', 'a token that ended'] as const;
type Credential = (typeof CREDENTIALS)[number];

let servers: ReadonlyMap<Kind, ServerProcess>;
const headersBy = new Map<Credential, Readonly<Record<string, string>>>();

beforeAll(async () => {
  const kinds = Object.keys(SERVERS) as Kind[];
  servers = new Map(
    await Promise.all(
      kinds.map(async (kind) => [kind, await ServerProcess.start({ env: { ...SERVERS[kind] } })] as const),
    ),
  );
  headersBy.set('nothing', {});
  headersBy.set('a token', { authorization: `Bearer ${await tokenFor({})}` });
  headersBy.set('a cookie', { cookie: `scriptorium-session=${await tokenFor({})}` });
  headersBy.set('a token that ended', { authorization: `Bearer ${await tokenFor({ exp: 1 })}` });
});

afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.close()));
});

const CELLS = (Object.keys(SERVERS) as Kind[]).flatMap((kind) =>
  PAGES.flatMap((page) => CREDENTIALS.map((credential) => ({ kind, page, credential, what: page.what }))),
);

describe('R4 a server that is', () => {
  it.each(CELLS)('$kind, asked by $what with $credential', async ({ kind, page, credential }) => {
    const server = servers.get(kind) as ServerProcess;
    const origin = page.origin(server.url);
    const headers = { ...headersBy.get(credential), ...(origin === null ? {} : { origin }) };
    const knowsThem = kind.startsWith('open') || credential === 'a token' || credential === 'a cookie';
    const seen = { overHttp: await creates(server, headers), overWebSocket: await dials(server, headers) };
    if (!page.isTrusted(kind)) expect(seen).toEqual({ overHttp: 403, overWebSocket: 403 });
    else if (knowsThem) expect(seen).toEqual({ overHttp: 201, overWebSocket: 'let in' });
    else expect(seen).toEqual({ overHttp: 401, overWebSocket: CLOSE.signIn.code });
  });
});

/** @returns the status of the answer to something that changes the server. */
async function creates({ port }: ServerProcess, headers: Readonly<Record<string, string>>): Promise<number> {
  const body = '{}';
  const asked = request({
    ...{ host: '127.0.0.1', port, path: '/api/documents', method: 'POST' },
    headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
  });
  asked.end(body);
  return await new Promise((resolve, reject) => {
    asked.once('error', reject);
    asked.once('response', (answer: IncomingMessage) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
  });
}

let dialled = 0;

/** @returns the status that refused the upgrade, the code that closed the connection, or that it was let in. */
async function dials(server: ServerProcess, headers: Readonly<Record<string, string>>): Promise<number | 'let in'> {
  // Nobody comes back here: each is somebody else.
  dialled += 1;
  const client = WireClient.dials(server, `matrix?cell=${dialled}`, headers);
  // Who is let in is asked first of all what they have.
  const isAsked = () => client.received.some(([channel, step]) => channel === 0 && step === 0);
  await vi.waitFor(() => expect(isAsked() || client.isOver).toBe(true), { timeout: 20_000, interval: 5 });
  const { refusedWith } = client;
  const closed = isAsked() ? null : await client.isClosed();
  client.leaves();
  return refusedWith ?? closed?.code ?? 'let in';
}
