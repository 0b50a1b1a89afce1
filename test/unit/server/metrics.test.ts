/** What an operator sees: the figures by which one notices that saving is slow before anybody complains. */

import { expect, it } from 'vitest';
import { createMetrics } from '../../../server/lib/metrics.ts';

it('R42 the metrics carry time to durable, what waits, what was refused, and the process itself', async () => {
  const metrics = createMetrics();
  metrics.measure(() => ({
    connections: 3,
    documents: 2,
    bufferedBytes: 10,
    unconfirmedBytes: 20,
    oldestUnconfirmedS: 1.5,
    isFailing: true,
  }));
  metrics.durable(3);
  metrics.refused(4400);
  metrics.delivered(7);
  const text = await metrics.text();
  for (const line of [
    'scriptorium_connections 3',
    'scriptorium_documents 2',
    'scriptorium_buffered_bytes 10',
    'scriptorium_unconfirmed_bytes 20',
    'scriptorium_oldest_unconfirmed_seconds 1.5',
    'scriptorium_storage_failing 1',
    'scriptorium_refused_total{code="4400"} 1',
    'scriptorium_deliveries_total 7',
    'scriptorium_time_to_durable_seconds_bucket{le="0.002"} 0',
    'scriptorium_time_to_durable_seconds_bucket{le="0.005"} 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toMatch(/scriptorium_nodejs_eventloop_lag_seconds \d/);
  expect(text).toMatch(/scriptorium_process_resident_memory_bytes \d/);
});
