/** `GET /healthz`: whether it takes what people write; not while writes fail, and not any more once it stops. */

import type { FastifyInstance } from 'fastify';
import type { Health } from '../contract/api.ts';
import type { Shard } from '../shards/shard.ts';

const STOPPING: Health = { ok: false, detail: 'The server is stopping.' };

export interface HealthRouteParts {
  readonly shard: Pick<Shard, 'health'>;
  readonly isStopping: () => boolean;
}

export function healthRoutes(app: FastifyInstance, { shard, isStopping }: HealthRouteParts): void {
  app.get('/healthz', async (_request, reply) => {
    const health = isStopping() ? STOPPING : await shard.health();
    return reply
      .code(health.ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
}
