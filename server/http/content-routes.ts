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
import { authorOf, type Identity } from '../accounts/identity.ts';
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
import { sendProblem } from './problems.ts';

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
  .refine(({ at, version }) => at === undefined || version === undefined, 'Say ?at= or ?version=, not both');

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
  /** What somebody is called whom the log names so; left out where nobody has a name. */
  readonly nameOf?: (author: string) => string | null;
}

type DocumentRequest = FastifyRequest<{ Params: { id: string } }>;

export function contentRoutes(app: FastifyInstance, parts: ContentRouteParts): void {
  const { shard } = parts;

  // In a scope of its own: elsewhere a body that is not JSON is refused.
  app.register(async (scope) => {
    const identities = new WeakMap<FastifyRequest, Identity>();
    // Before a byte of the body is read.
    scope.addHook('onRequest', async (request, reply) => {
      const { id } = request.params as { readonly id: string };
      if (!DOCUMENT_ID_PATTERN.test(id)) return sendProblem(reply, 404, 'There is no such document.');
      const identity = await parts.identify(request.headers);
      identities.set(request, identity);
      const action: Action = request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write';
      const decision = await decide(parts, identity, id, action);
      if (decision.allowed) return;
      return decision.refusal === 'sign-in'
        ? sendProblem(reply, 401, 'Sign in, or send a token: Authorization: Bearer scr_...')
        : sendProblem(reply, 403, `You may not ${action} this document.`);
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: CONTENT_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );

    scope.get('/api/documents/:id/content', async (request: DocumentRequest, reply) => {
      const query = readQuerySchema.safeParse(request.query);
      if (!query.success) return sendProblem(reply, 400, sentenceOf(query.error));
      const { format = acceptedFormat(request.headers.accept) } = query.data;
      if (format === null) return sendProblem(reply, 406, `Accept one of ${Object.values(TYPES).join(', ')}.`);
      const moment = momentIn(query.data);
      const read = await shard.readContent(request.params.id, format, moment);
      if (!read.ok) return refuse(reply, read.error);
      const etag = `"${read.value.version}"`;
      reply
        .header('etag', etag)
        .header('vary', 'accept, authorization, cookie')
        .header('cache-control', 'private, no-cache');
      if (read.value.at !== null) reply.header('last-modified', new Date(read.value.at).toUTCString());
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return (
        reply
          .type(`${TYPES[format]}; charset=utf-8`)
          // Somebody's page, on this server's own address: shown, never run.
          .header(
            'content-security-policy',
            "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox",
          )
          .send(read.value.content)
      );
    });

    scope.put('/api/documents/:id/content', async (request: DocumentRequest, reply) => {
      const format = sentFormat(request.headers['content-type']);
      if (format === null) return sendProblem(reply, 415, `Send one of ${Object.values(TYPES).join(', ')}.`);
      return await write(request, reply, format, { kind: 'whole', content: String(request.body ?? '') });
    });

    scope.patch('/api/documents/:id/content', async (request: DocumentRequest, reply) => {
      const body = partsSchema.safeParse(parsedJson(request.body));
      if (!body.success) return sendProblem(reply, 400, `Send JSON. ${sentenceOf(body.error)}`);
      return await write(request, reply, 'markdown', { kind: 'parts', ...body.data });
    });

    async function write(request: DocumentRequest, reply: FastifyReply, sent: ContentKind, change: ContentChange) {
      const query = writeQuerySchema.safeParse(request.query);
      if (!query.success) return sendProblem(reply, 400, sentenceOf(query.error));
      const ifVersion = versionIn(request.headers['if-match']);
      if (ifVersion === undefined) return sendProblem(reply, 400, 'If-Match is a version as ETag gives it, e.g. "12".');
      const written = await shard.writeContent(request.params.id, {
        format: query.data.format ?? sent,
        change,
        author: authorOf(identities.get(request) ?? { kind: 'stranger' }),
        ifVersion,
        base: query.data.base ?? null,
      });
      if (!written.ok) return refuse(reply, written.error);
      return reply.header('etag', `"${written.value.version}"`).send(written.value);
    }

    scope.get('/api/documents/:id/versions', async (request: DocumentRequest, reply) => {
      const query = versionsQuerySchema.safeParse(request.query);
      if (!query.success) return sendProblem(reply, 400, sentenceOf(query.error));
      const { cursor, limit } = query.data;
      const page = await shard.versions(request.params.id, { before: cursor, limit });
      if (!page.ok) return refuse(reply, page.error);
      const identity = identities.get(request) ?? { kind: 'stranger' };
      const { versions, next } = page.value;
      const list: VersionList = {
        versions: versions.map((version) => seenBy(identity, version, parts.nameOf)),
        next: next === null ? null : String(next),
      };
      return reply.header('cache-control', 'no-store').send(list);
    });
  });
}

function seenBy(
  identity: Identity,
  { users, ...version }: StoredVersion,
  nameOf: ContentRouteParts['nameOf'] = () => null,
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

function refuse(reply: FastifyReply, { kind, sentence }: ContentError): FastifyReply {
  if (kind === 'busy' || kind === 'disk') reply.header('retry-after', '5');
  return sendProblem(reply.header('cache-control', 'no-store'), STATUS[kind], sentence, kind);
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

function sentenceOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}.`)
    .join(' ');
}
