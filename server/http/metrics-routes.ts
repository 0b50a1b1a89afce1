/** `GET /metrics`, for Prometheus. */

import type { FastifyInstance } from 'fastify';
import { METRICS_CONTENT_TYPE } from '../lib/metrics.ts';
import type { Shard } from '../shards/shard.ts';

export function metricsRoutes(app: FastifyInstance, shard: Pick<Shard, 'metricsText'>): void {
  app.get('/metrics', async (_request, reply) =>
    reply
      .type(METRICS_CONTENT_TYPE)
      .header('cache-control', 'no-store')
      .send(await shard.metricsText()),
  );
}
