/** `GET /metrics`, for Prometheus. */

import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../lib/metrics.ts';

export function metricsRoutes(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', async (_request, reply) => {
    const { text, contentType } = await metrics.read();
    return reply.type(contentType).header('cache-control', 'no-store').send(text);
  });
}
