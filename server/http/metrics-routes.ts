/** `GET /metrics`, for Prometheus: what the documents' side counts, and what is refused over HTTP. */

import type { FastifyInstance } from 'fastify';
import { createHttpMetrics, METRICS_CONTENT_TYPE } from '../lib/metrics.ts';
import type { Shard } from '../shards/shard.ts';

/** What Node itself answers to what is no request, before any route sees it. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

export function metricsRoutes(app: FastifyInstance, shard: Pick<Shard, 'metricsText'>): void {
  const metrics = createHttpMetrics();
  app.addHook('onResponse', async (_request, { statusCode }) => {
    if (statusCode >= 400) metrics.refused(statusCode);
  });
  app.server.on('clientError', (error: NodeJS.ErrnoException) =>
    metrics.refused(STATUS_BY_CODE[error.code ?? ''] ?? 400),
  );
  app.get('/metrics', async (_request, reply) => {
    const texts = await Promise.all([shard.metricsText(), metrics.text()]);
    return reply.type(METRICS_CONTENT_TYPE).header('cache-control', 'no-store').send(texts.join('\n'));
  });
}
