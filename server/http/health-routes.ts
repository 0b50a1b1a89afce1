/** `GET /healthz`: true while writes work. */

import type { FastifyInstance } from 'fastify';
import type { Shard } from '../shards/shard.ts';

export function healthRoutes(app: FastifyInstance, shard: Pick<Shard, 'health'>): void {
  app.get('/healthz', async (_request, reply) => {
    const health = await shard.health();
    return reply
      .code(health.ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
}
