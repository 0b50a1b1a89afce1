/** `/api/openapi.json` and `/api/docs`: what the API can do, for programs and for people. */

import type { FastifyInstance } from 'fastify';
import { docsPage, openApiDocument } from './openapi.ts';

/** Ends of a problem's type; those that are not here are named by their status. */
const EXPLANATIONS = [
  ['bad-request', '400: a field is missing, unknown or out of range; the sentence says which.'],
  ['unauthorized', '401: no token or session, or one that has ended.'],
  ['forbidden', '403: known, and not allowed; or asked by a page of another site.'],
  ['not-found', '404: there is nothing at this address. 409: the text to replace stands nowhere, or twice.'],
  ['missing', '404: there is no such document, or there was none at that time.'],
  ['gone', '410: the document of that id was deleted for good, or that thread of comments was removed.'],
  ['no-version', '409: that version is kept only as a part of a longer run. Read the document again.'],
  ['too-many', '409: as many as the server keeps. Remove one.'],
  ['running', '409: the same is being done already.'],
  ['outdated', '412: somebody has written since the version in If-Match.'],
  ['other-person', '412: somebody else is signed in than the request says to be from.'],
  ['too-large', '413: the document would become too large.'],
  ['payload-too-large', '413: the request is too large.'],
  ['unsupported-media-type', '415: the type of the body is none that this address takes.'],
  ['unreadable', '422: the content is not what its type says.'],
  ['failed', '422: the document, or what was sent, is more than can be worked on in time.'],
  ['too-many-requests', '429: wait as long as Retry-After says.'],
  ['busy', '503: many documents are being worked on. Wait as long as Retry-After says.'],
  ['disk', '503: the disk cannot be read or written at present. Nothing was changed.'],
] as const;

export function openApiRoutes(app: FastifyInstance): void {
  const description = JSON.stringify(openApiDocument());
  const page = docsPage(EXPLANATIONS);
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json').header('cache-control', 'no-cache').send(description),
  );
  app.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
  );
}
