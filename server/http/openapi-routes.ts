/** `/api/openapi.json` and `/api/docs`: what the API can do, for programs and for people. */

import type { FastifyInstance } from 'fastify';
import { docsPage, openApiDocument } from './openapi.ts';
import { PROBLEM_TYPES } from './problems.ts';

export function openApiRoutes(app: FastifyInstance): void {
  const description = JSON.stringify(openApiDocument());
  const page = docsPage(Object.entries(PROBLEM_TYPES));
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json').header('cache-control', 'no-cache').send(description),
  );
  app.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
  );
}
