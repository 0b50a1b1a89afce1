/** `GET /healthz`: true while writes work. */

import type { FastifyInstance } from 'fastify';
import type { Health } from '../contract/api.ts';
import type { DocumentLog } from '../storage/document-log.ts';

export function healthRoutes(app: FastifyInstance, log: DocumentLog): void {
  app.get('/healthz', async (_request, reply) => {
    const failure = log.failure();
    const health: Health = { ok: failure === null, detail: failure?.message ?? 'Everything is written to disk.' };
    return reply
      .code(health.ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
}
