/** Every setting: read from the environment, checked at start, refused with a sentence. Nothing else reads `process.env`. */

import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { OidcSettings } from './accounts/oidc.ts';
import { jwksSchema, type TokenKeys, type TokenRules } from './accounts/tokens.ts';
import { WORKERS_MAX } from './contract/limits.ts';
import { failed, ok, type Result } from './lib/result.ts';
import { TRANSPORT_LIMIT_NAMES, TRANSPORT_LIMITS, type TransportLimits, usualLimits } from './lib/transport-limits.ts';
import { trustedProxies } from './socket/addresses.ts';
import { allowedAddresses } from './webhooks/public-address.ts';

export interface Config {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly dataDirectory: string;
  readonly access: Access;
  readonly allowedOrigins: readonly string[];
  readonly isLoopback: boolean;
  readonly trustedProxies: readonly string[];
  readonly limits: TransportLimits;
  /** Processes that the documents are spread over; 1 for this one alone. */
  readonly workers: number;
  /** Private networks that webhooks may reach. */
  readonly webhookNetworks: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Who is let in: whoever reaches the server, whoever brings a token that holds, or people with an account here. */
export type Access =
  | { readonly kind: 'open' }
  | { readonly kind: 'token'; readonly rules: TokenRules }
  | { readonly kind: 'accounts'; readonly oidc: OidcSettings | null };

export interface Setting {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** In the order `--help` lists them. */
export const SETTINGS: readonly Setting[] = [
  { name: 'HOST', fallback: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all.' },
  { name: 'PORT', fallback: '8080', meaning: 'Port for page, API and WebSocket; 0 for any free one.' },
  { name: 'DATA_DIR', fallback: './data', meaning: 'Where documents are kept; one server at a time.' },
  {
    name: 'ACCESS',
    fallback: 'open on a loopback HOST',
    meaning:
      'open: whoever reaches the server reads and writes everything; must be said on any other HOST. ' +
      'token: whoever brings a token signed by an application of yours. ' +
      'accounts: people sign in here and share documents; the first start prints a link for the first of them.',
  },
  {
    name: 'TOKEN_SECRET',
    fallback: '',
    meaning: 'ACCESS=token: what tokens are signed with (HS256); 32 bytes or more.',
  },
  {
    name: 'TOKEN_JWKS',
    fallback: '',
    meaning: 'ACCESS=token: instead of a secret, the public keys: the address of a JWKS, or the JSON itself.',
  },
  { name: 'TOKEN_ISSUER', fallback: '(any)', meaning: 'ACCESS=token: the "iss" that tokens must have.' },
  { name: 'TOKEN_AUDIENCE', fallback: '(any)', meaning: 'ACCESS=token: the "aud" that tokens must have.' },
  {
    name: 'OIDC_ISSUER',
    fallback: '(passwords only)',
    meaning: 'ACCESS=accounts: an identity provider that people may sign in with, e.g. https://login.example.org.',
  },
  { name: 'OIDC_CLIENT_ID', fallback: '', meaning: 'What the provider knows this server as.' },
  { name: 'OIDC_CLIENT_SECRET', fallback: '', meaning: 'And the secret it gave; none for a public client.' },
  {
    name: 'OIDC_DOMAINS',
    fallback: '(nobody new)',
    meaning: 'Domains of addresses for which the provider may bring new people, commas between; * for all.',
  },
  {
    name: 'ALLOWED_ORIGINS',
    fallback: '(only the server itself)',
    meaning: 'Further origins whose pages may connect, e.g. https://docs.example.org; commas between.',
  },
  {
    name: 'TRUSTED_PROXIES',
    fallback: '(none)',
    meaning: 'Proxies whose X-Forwarded-For and -Proto are believed: addresses, networks, or loopback; commas between.',
  },
  {
    name: 'WEBHOOK_NETWORKS',
    fallback: '(none)',
    meaning: 'Private networks that webhooks may reach, e.g. 10.1.0.0/16; commas between. Public addresses they may.',
  },
  {
    name: 'WORKERS',
    fallback: '1',
    meaning: 'Processes that the documents are spread over, for machines with several cores; kept by a data directory.',
  },
  { name: 'LOG_LEVEL', fallback: 'warn', meaning: 'debug, info, warn, error or silent; JSON lines on standard error.' },
];

/** Limits, in the order `--help` lists them after the settings. */
export const LIMIT_SETTINGS: readonly Setting[] = TRANSPORT_LIMIT_NAMES.map((name) => {
  const { least, most, meaning } = TRANSPORT_LIMITS[name];
  return { name, fallback: `${usualLimits()[name]}, from ${least} to ${most}`, meaning };
});

/** Where somebody on this machine opens a server that listens there: all addresses are none that a browser goes to. */
export function addressHere(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** A shorter one can be guessed faster than the signature is strong (RFC 7518, 3.2). */
const SECRET_BYTES_MIN = 32;

const listSchema = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

/** A whole number in digits: nothing at all is none, where JavaScript would read 0. */
function wholeNumber(least: number, most: number) {
  const sentence = `must be a number from ${least} to ${most}`;
  const number = z.number().min(least, sentence).max(most, sentence);
  return z.string().trim().regex(/^\d+$/, sentence).transform(Number).pipe(number);
}

const limitsSchema = z.object(
  Object.fromEntries(
    TRANSPORT_LIMIT_NAMES.map((name) => {
      const { least, most } = TRANSPORT_LIMITS[name];
      return [name, wholeNumber(least, most).optional()];
    }),
  ),
);

const environmentSchema = z.object({
  HOST: z.string().min(1, 'must be an address, such as 127.0.0.1').default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8080),
  DATA_DIR: z.string().min(1, 'must be a folder, such as ./data').default('./data'),
  ACCESS: z.enum(['open', 'token', 'accounts'], 'must be "open", "token" or "accounts"').optional(),
  TOKEN_SECRET: z
    .string()
    .refine((secret) => secret === '' || Buffer.byteLength(secret) >= SECRET_BYTES_MIN, 'must be 32 bytes or more')
    .default(''),
  TOKEN_JWKS: z.string().default(''),
  TOKEN_ISSUER: z.string().default(''),
  TOKEN_AUDIENCE: z.string().default(''),
  OIDC_ISSUER: z.string().refine(isIssuer, 'must be an https address; http only on this machine').default(''),
  OIDC_CLIENT_ID: z.string().default(''),
  OIDC_CLIENT_SECRET: z.string().default(''),
  OIDC_DOMAINS: listSchema.transform((domains) => domains.map((domain) => domain.toLowerCase())),
  TRUSTED_PROXIES: listSchema.refine(areProxies, 'takes addresses or networks such as 10.0.0.0/8, or loopback'),
  ALLOWED_ORIGINS: listSchema.refine(
    (origins) => origins.every(isOrigin),
    'takes origins such as https://docs.example.org',
  ),
  WEBHOOK_NETWORKS: listSchema.refine(areNetworks, 'takes networks such as 10.1.0.0/16'),
  WORKERS: wholeNumber(1, WORKERS_MAX).default(1),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('warn'),
});

/**
 * Reads the process's own environment.
 *
 * @param parameters of `serve`: `--workers N` wins over WORKERS.
 */
export function readConfig(parameters: readonly string[] = []): Result<Config, string> {
  try {
    const { values } = parseArgs({ args: [...parameters], options: { workers: { type: 'string' } } });
    const { workers: WORKERS = process.env.WORKERS } = values;
    return parseConfig({ ...process.env, WORKERS });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : String(error)}. Usage: scriptorium serve [--workers N]`);
  }
}

/** @returns the settings, or one sentence that names the setting and says what to do. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Result<Config, string> {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) return failed(sentenceOf(parsed.error));
  const limits = limitsSchema.safeParse(environment);
  if (!limits.success) return failed(sentenceOf(limits.error));
  const { HOST, PORT, DATA_DIR, ALLOWED_ORIGINS, TRUSTED_PROXIES, LOG_LEVEL } = parsed.data;
  const isLoopback = LOOPBACK_HOSTS.has(HOST);
  const access = accessOf(parsed.data, isLoopback);
  if (!access.ok) return access;
  return ok({
    host: HOST,
    port: PORT,
    dataDirectory: DATA_DIR,
    access: access.value,
    allowedOrigins: ALLOWED_ORIGINS,
    isLoopback,
    trustedProxies: TRUSTED_PROXIES,
    limits: { ...usualLimits(), ...limits.data },
    workers: parsed.data.WORKERS,
    webhookNetworks: parsed.data.WEBHOOK_NETWORKS,
    logLevel: LOG_LEVEL,
  });
}

type Environment = z.infer<typeof environmentSchema>;

function accessOf(environment: Environment, isLoopback: boolean): Result<Access, string> {
  const { HOST, ACCESS, TOKEN_SECRET, TOKEN_JWKS, TOKEN_ISSUER, TOKEN_AUDIENCE } = environment;
  if (environment.OIDC_ISSUER !== '' && ACCESS !== 'accounts') {
    return failed('OIDC_ISSUER means nothing without ACCESS=accounts. Set that too, or remove it.');
  }
  if (ACCESS !== 'token') {
    if (TOKEN_SECRET !== '' || TOKEN_JWKS !== '') {
      return failed('TOKEN_SECRET and TOKEN_JWKS mean nothing without ACCESS=token. Set that too, or remove them.');
    }
    if (ACCESS === 'accounts') return accountsOf(environment);
    if (ACCESS === 'open' || isLoopback) return ok({ kind: 'open' });
    return failed(
      `HOST=${HOST} can be reached from other machines. Set ACCESS=open to let everybody who reaches it read and ` +
        'write every document, ACCESS=accounts to have people sign in, ACCESS=token to let in whoever brings a signed ' +
        'token, or leave HOST at 127.0.0.1.',
    );
  }
  if ((TOKEN_SECRET === '') === (TOKEN_JWKS === '')) {
    return failed('ACCESS=token needs one of TOKEN_SECRET and TOKEN_JWKS: what tokens are checked against.');
  }
  const keys = TOKEN_SECRET === '' ? publicKeysIn(TOKEN_JWKS) : ok(secretOf(TOKEN_SECRET));
  if (!keys.ok) return keys;
  return ok({
    kind: 'token',
    rules: { keys: keys.value, issuer: TOKEN_ISSUER || null, audience: TOKEN_AUDIENCE || null },
  });
}

function accountsOf(environment: Environment): Result<Access, string> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_DOMAINS } = environment;
  if (OIDC_ISSUER === '') return ok({ kind: 'accounts', oidc: null });
  if (OIDC_CLIENT_ID === '') {
    return failed('OIDC_ISSUER needs OIDC_CLIENT_ID: what the provider knows this server as.');
  }
  const oidc = {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET || null,
    domains: OIDC_DOMAINS,
  };
  return ok({ kind: 'accounts', oidc });
}

/** Tokens travel from there: never over a network without TLS. */
function isIssuer(text: string): boolean {
  if (text === '') return true;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
}

function secretOf(secret: string): TokenKeys {
  return { kind: 'secret', secret: new TextEncoder().encode(secret) };
}

function publicKeysIn(text: string): Result<TokenKeys, string> {
  if (URL.canParse(text) && /^https?:/.test(text)) return ok({ kind: 'jwks-url', url: new URL(text) });
  const keys = jwksSchema.safeParse(parsedJson(text));
  if (keys.success) return ok({ kind: 'jwks', keys: keys.data });
  return failed('TOKEN_JWKS must be the address of a JSON Web Key Set, or the set itself: {"keys": [...]}.');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function areProxies(proxies: readonly string[]): boolean {
  try {
    trustedProxies(proxies);
    return true;
  } catch {
    return false;
  }
}

function areNetworks(networks: readonly string[]): boolean {
  try {
    allowedAddresses(networks);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function sentenceOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `Setting ${path.join('.')}: ${message}.`).join(' ');
}
