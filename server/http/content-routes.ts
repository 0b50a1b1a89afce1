/**
 * `/api/documents/:id/content`: a document as text for programs, now or at a moment in its history, and a change of it,
 * which merges with what people write at that moment. `/api/documents/:id/versions`: its history without the text.
 *
 * A version is the number of the last record that is inside; it is the ETag of what is read.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AccessBook, decide } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import { authorOf, type Identity, STRANGER } from '../accounts/identity.ts';
import type { ContentChange } from '../content/content-messages.ts';
import type { Version, VersionList } from '../contract/api.ts';
import { CONTENT_BYTES_MAX, PAGE_ROWS_MAX } from '../contract/api-limits.ts';
import { CONTENT_KINDS, type ContentKind } from '../contract/document/file-reader.ts';
import { DOCUMENT_ID_PATTERN, VERSION_AUTHORS_MAX } from '../contract/limits.ts';
import type { Action } from '../contract/roles.ts';
import { ANONYMOUS } from '../lib/authors.ts';
import type { Clock } from '../lib/clock.ts';
import type { ContentError } from '../shards/document-contents.ts';
import type { Shard } from '../shards/shard.ts';
import type { Moment } from '../storage/past.ts';
import type { StoredVersion } from '../storage/versions.ts';
import { refuse, uncached } from './document-answers.ts';
import { flawIn, sendProblem } from './problems.ts';

export const TYPES: Readonly<Record<ContentKind, string>> = {
  markdown: 'text/markdown',
  html: 'text/html',
  json: 'application/json',
  text: 'text/plain',
};

const momentSchema = z.union([
  z.coerce.number().int().min(0),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);
const versionSchema = z.coerce.number().int().min(1);

export const readQuerySchema = z
  .object({
    format: z.enum(CONTENT_KINDS).optional(),
    at: momentSchema.optional(),
    version: versionSchema.optional(),
  })
  .strict()
  .refine(({ at, version }) => at === undefined || version === undefined, 'say ?at= or ?version=, not both');

export const writeQuerySchema = z
  .object({ format: z.enum(CONTENT_KINDS).optional(), base: versionSchema.optional() })
  .strict();

export const partsSchema = z
  .object({
    title: z.string().optional(),
    prepend: z.string().optional(),
    append: z.string().optional(),
    replace: z
      .array(z.object({ find: z.string().min(1), with: z.string() }).strict())
      .max(1_000)
      .optional(),
  })
  .strict();

export const versionsQuerySchema = z
  .object({
    /** Versions before this record: `next` of the page before. */
    cursor: z.coerce.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
    limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(50),
  })
  .strict();

export interface ContentRouteParts {
  readonly shard: Pick<Shard, 'readContent' | 'writeContent' | 'versions'>;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly clock: Clock;
  /** What somebody is called whom the log names so; null where nobody knows. */
  readonly nameOf: (author: string) => string | null;
}

const CONTENT = '/api/documents/:id/content';

/** Somebody's page, on this server's own address: shown, never run. */
const NEVER_RUN = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox";

type DocumentRequest = FastifyRequest<{ Params: { id: string } }>;

export function contentRoutes(app: FastifyInstance, parts: ContentRouteParts): void {
  // In a scope of its own: elsewhere a body that is not JSON is refused.
  app.register(async (scope) => {
    const identities = new WeakMap<FastifyRequest, Identity>();
    const askerOf = (request: FastifyRequest): Identity => identities.get(request) ?? STRANGER;
    // Before a byte of the body is read.
    scope.addHook('onRequest', async (request, reply) => {
      const identity = await parts.identify(request.headers);
      identities.set(request, identity);
      return await refusalOf(parts, identity, request, reply);
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    const large = { bodyLimit: CONTENT_BYTES_MAX };

    scope.get(CONTENT, (request: DocumentRequest, reply) => read(parts, request, reply));

    scope.put(CONTENT, large, async (request: DocumentRequest, reply) => {
      const sent = sentFormat(request.headers['content-type']);
      if (sent === null) return sendProblem(reply, 415, `Send one of ${Object.values(TYPES).join(', ')}.`);
      const change = { kind: 'whole', content: String(request.body ?? '') } as const;
      return await write(parts, request, reply, { sent, change, by: askerOf(request) });
    });

    scope.patch(CONTENT, large, async (request: DocumentRequest, reply) => {
      const body = partsSchema.safeParse(parsedJson(request.body));
      if (!body.success) return sendProblem(reply, 400, `${flawIn(body.error)} Send JSON.`);
      const change = { kind: 'parts', ...body.data } as const;
      return await write(parts, request, reply, { sent: 'markdown', change, by: askerOf(request) });
    });

    scope.get('/api/documents/:id/versions', (request: DocumentRequest, reply) =>
      listVersions(parts, request, reply, askerOf(request)),
    );
  });
}

/** Nothing for whoever may do it. */
async function refusalOf(
  parts: ContentRouteParts,
  identity: Identity,
  { params, method }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const { id } = params as { readonly id: string };
  if (!DOCUMENT_ID_PATTERN.test(id)) return sendProblem(reply, 404, 'There is no such document.');
  const action: Action = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  const decision = await decide(parts, identity, id, action);
  return decision.allowed ? undefined : refuse(reply, decision.refusal);
}

async function read(
  { shard }: ContentRouteParts,
  request: DocumentRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const query = readQuerySchema.safeParse(request.query);
  if (!query.success) return sendProblem(reply, 400, flawIn(query.error));
  const { format = acceptedFormat(request.headers.accept) } = query.data;
  if (format === null) return sendProblem(reply, 406, `Accept one of ${Object.values(TYPES).join(', ')}.`);
  const content = await shard.readContent(request.params.id, format, momentIn(query.data));
  if (!content.ok) return declined(reply, content.error);
  const { version, at, content: text } = content.value;
  const etag = `"${version}"`;
  reply
    .header('etag', etag)
    .header('vary', 'accept, authorization, cookie')
    .header('cache-control', 'private, no-cache');
  if (at !== null) reply.header('last-modified', new Date(at).toUTCString());
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  reply.type(`${TYPES[format]}; charset=utf-8`).header('content-security-policy', NEVER_RUN);
  return reply.send(text);
}

interface Writing {
  /** What the Content-Type says; `?format=` wins over it. */
  readonly sent: ContentKind;
  readonly change: ContentChange;
  readonly by: Identity;
}

async function write(
  { shard }: ContentRouteParts,
  request: DocumentRequest,
  reply: FastifyReply,
  { sent, change, by }: Writing,
): Promise<FastifyReply> {
  const query = writeQuerySchema.safeParse(request.query);
  if (!query.success) return sendProblem(reply, 400, flawIn(query.error));
  const { format = sent, base = null } = query.data;
  const ifVersion = versionIn(request.headers['if-match']);
  if (ifVersion === undefined) return sendProblem(reply, 400, 'If-Match is a version as ETag gives it, e.g. "12".');
  const author = authorOf(by);
  const written = await shard.writeContent(request.params.id, { format, change, author, ifVersion, base });
  if (!written.ok) return declined(reply, written.error);
  return reply.header('etag', `"${written.value.version}"`).send(written.value);
}

async function listVersions(
  { shard, nameOf }: ContentRouteParts,
  request: DocumentRequest,
  reply: FastifyReply,
  asker: Identity,
): Promise<FastifyReply> {
  const query = versionsQuerySchema.safeParse(request.query);
  if (!query.success) return sendProblem(reply, 400, flawIn(query.error));
  const { cursor, limit } = query.data;
  const page = await shard.versions(request.params.id, { before: cursor, limit });
  if (!page.ok) return declined(reply, page.error);
  const { versions, next } = page.value;
  const list: VersionList = {
    versions: versions.map((version) => seenBy(asker, version, nameOf)),
    next: next === null ? null : String(next),
  };
  return uncached(reply).send(list);
}

function seenBy(
  identity: Identity,
  { users, ...version }: StoredVersion,
  nameOf: ContentRouteParts['nameOf'],
): Version {
  const who = authorOf(identity);
  const authors = users.slice(0, VERSION_AUTHORS_MAX).map((user) => {
    const isYou = user === who && user !== ANONYMOUS;
    return { user, name: isYou && 'name' in identity ? identity.name : nameOf(user), isYou };
  });
  return { ...version, authors, authorCount: users.length };
}

function momentIn({ at, version }: z.infer<typeof readQuerySchema>): Moment {
  if (version !== undefined) return { kind: 'sequence', sequence: version };
  return at === undefined ? { kind: 'latest' } : { kind: 'time', at };
}

/** Statuses of what can go wrong; the type of the problem is the kind. */
const STATUS: Readonly<Record<ContentError['kind'], number>> = {
  missing: 404,
  'no-version': 409,
  'not-found': 409,
  outdated: 412,
  'too-large': 413,
  unreadable: 422,
  failed: 422,
  busy: 503,
  disk: 503,
};

function declined(reply: FastifyReply, { kind, sentence }: ContentError): FastifyReply {
  if (kind === 'busy' || kind === 'disk') reply.header('retry-after', '5');
  return sendProblem(uncached(reply), STATUS[kind], sentence, kind);
}

/** By Accept; Markdown where anything will do; null where nothing of ours will. */
function acceptedFormat(accept: string | undefined): ContentKind | null {
  const wanted = (accept ?? '*/*').split(',').map((part) => {
    const [type = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find((q) => q !== undefined);
    return { type: type.trim(), quality: quality === undefined ? 1 : Number(quality) };
  });
  for (const { type, quality } of wanted.sort((one, other) => other.quality - one.quality)) {
    if (quality === 0) continue;
    const found = CONTENT_KINDS.find(
      (kind) => TYPES[kind] === type || type === '*/*' || type === `${TYPES[kind].split('/')[0]}/*`,
    );
    if (found !== undefined) return found;
  }
  return null;
}

function sentFormat(contentType: string | undefined): ContentKind | null {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';', 1);
  return CONTENT_KINDS.find((kind) => TYPES[kind] === type.trim()) ?? null;
}

/** Null without the header; undefined for one that names no version. */
function versionIn(ifMatch: string | undefined): number | null | undefined {
  if (ifMatch === undefined || ifMatch === '*') return null;
  const [, version] = /^"(\d{1,15})"$/.exec(ifMatch) ?? [];
  return version === undefined ? undefined : Number(version);
}

function parsedJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
