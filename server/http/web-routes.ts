/** The built web app: files by name, and the page itself for every address that a person may open. */

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problems.ts';

/** Addresses of the server itself; an unknown one among them is an error, not a page. */
const SERVER_PATHS = /^\/(api|sync|healthz|readyz|metrics|assets)(\/|$)/;

const FOR_EVER = 'public, max-age=31536000, immutable';

export async function webRoutes(app: FastifyInstance, directory: string): Promise<void> {
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
  app.setNotFoundHandler((request, reply) => {
    const [path = '/'] = request.url.split('?', 1);
    if (request.method !== 'GET' || SERVER_PATHS.test(path)) {
      return sendProblem(reply, 404, `There is nothing at ${path}.`);
    }
    return reply.sendFile('index.html');
  });
}
