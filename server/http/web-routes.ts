/** The built web app: files by name, and the page itself for every address that a person may open. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AccessBook, decide } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import { DOCUMENT_ID_PATTERN } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { type FirstTextSource, FirstTexts, withFirstText } from './first-page.ts';
import { partsOf, readManifest } from './page-parts.ts';
import { sendProblem } from './problems.ts';

/** Addresses of the server itself; an unknown one among them is an error, not a page. */
const SERVER_PATHS = /^\/(api|sync|healthz|metrics|assets)(\/|$)/;

const FOR_EVER = 'public, max-age=31536000, immutable';

const PAGE = 'index.html';

export interface WebRouteParts {
  /** The built web app. */
  readonly directory: string;
  readonly shard: FirstTextSource;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly clock: Clock;
}

export async function webRoutes(app: FastifyInstance, parts: WebRouteParts): Promise<void> {
  const { directory } = parts;
  const partsAt = partsOf(await readManifest(directory));
  await app.register(fastifyStatic, {
    root: directory,
    cacheControl: false,
    // The build leaves a .br and a .gz beside each file that is worth it.
    preCompressed: true,
    setHeaders: (reply, path) => {
      // Names under assets/ carry a hash of what is inside; every other file must be asked for again.
      reply.header('cache-control', path.includes('/assets/') ? FOR_EVER : 'no-cache');
    },
  });
  const sendPage = (reply: FastifyReply, path: string) => {
    const { link } = partsAt(path);
    if (link !== null) reply.header('link', link);
    return reply.sendFile(PAGE);
  };
  app.get('/', (_request, reply) => sendPage(reply, '/'));
  const texts = new FirstTexts(parts.shard, parts.clock);
  app.get('/d/:id', async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    const { id } = request.params;
    const path = `/d/${id}`;
    const first = DOCUMENT_ID_PATTERN.test(id) ? await firstFor(parts, texts, request) : null;
    if (first === null) return sendPage(reply, path);
    const { styles, letters } = partsAt(path);
    const page = await readFile(join(directory, PAGE), 'utf8');
    // No link to the program of the editor: on a slow line the text would share it with half a megabyte.
    return (
      reply
        .type('text/html; charset=utf-8')
        // What stands in it is for whoever asked, and older tomorrow.
        .header('cache-control', 'no-store')
        .send(withFirstText(page, { ...first, styles, letters }))
    );
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = '/'] = request.url.split('?', 1);
    if (request.method !== 'GET' || SERVER_PATHS.test(path)) {
      return sendProblem(reply, 404, `There is nothing at ${path}.`);
    }
    return sendPage(reply, path);
  });
}

/** Nothing for whoever may not read it: the program says why when it has come. */
async function firstFor(
  parts: WebRouteParts,
  texts: FirstTexts,
  request: FastifyRequest<{ Params: { id: string } }>,
): Promise<{ documentId: string; text: string; mayWrite: boolean } | null> {
  const documentId = request.params.id;
  const identity = await parts.identify(request.headers);
  const may = async (action: 'read' | 'write') => (await decide(parts, identity, documentId, action)).allowed;
  if (!(await may('read'))) return null;
  const text = await texts.of(documentId);
  return text === null ? null : { documentId, text, mayWrite: await may('write') };
}
