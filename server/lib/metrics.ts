/**
 * What an operator wants to see, as Prometheus reads it. Counters and histograms are fed where things happen; sizes
 * are asked for when somebody reads them, so that nothing is counted twice.
 */

import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ENFORCED_LIMITS, type EnforcedLimit } from '../contract/limit-error.ts';

/** Sizes that are read at the moment of asking. */
export interface Sizes {
  readonly connections: number;
  readonly documents: number;
  /** Bytes that readers have not taken yet. */
  readonly bufferedBytes: number;
  /** Bytes that the disk has not confirmed yet. */
  readonly unconfirmedBytes: number;
  /** Bytes that build on something which never came. */
  readonly pendingBytes: number;
  /** Age of the oldest write that is not confirmed, in seconds; 0 when there is none. */
  readonly oldestUnconfirmedS: number;
  /** Whether writes fail. */
  readonly isFailing: boolean;
}

export interface Metrics {
  /** Updates were confirmed by the disk, the oldest so many milliseconds after it was received. */
  durable(ms: number): void;
  /** A frame or an upgrade was refused with this close code or HTTP status. */
  refused(code: number): void;
  /** A maximum of limits.ts ended a connection, kept one from beginning, or made one wait. */
  limited(limit: EnforcedLimit): void;
  /** Updates were sent to so many readers. */
  delivered(count: number): void;
  /** Where sizes come from; to be set once. */
  measure(sizes: () => Sizes): void;
  /** In the text format, see METRICS_CONTENT_TYPE. */
  text(): Promise<string>;
  /** As plain objects, for `mergeReadings`. */
  reading(): Promise<MetricsReading>;
}

/** The metrics of one process. */
export type MetricsReading = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** What HTTP refuses: counted by the process that listens, whichever processes the documents are in. */
export interface HttpMetrics {
  refused(status: number): void;
  text(): Promise<string>;
}

/** Those that mean something to an operator, from the start, so that a rate can be drawn of each. */
const HTTP_REFUSALS = [400, 401, 403, 404, 408, 409, 413, 429, 431, 500, 503];

export function createHttpMetrics(): HttpMetrics {
  const registry = new Registry();
  const refused = new Counter({
    name: 'scriptorium_http_refused_total',
    help: 'HTTP requests refused, by status.',
    labelNames: ['status'],
    registers: [registry],
  });
  for (const status of HTTP_REFUSALS) refused.inc({ status }, 0);
  return { refused: (status) => refused.inc({ status }), text: () => registry.metrics() };
}

/** The metrics of several processes added up, in the text format. */
export function mergeReadings(readings: readonly MetricsReading[]): Promise<string> {
  return AggregatorRegistry.aggregate([...readings]).metrics();
}

const DURABLE_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'scriptorium_' });
  const registers = [registry];
  const durable = new Histogram({
    name: 'scriptorium_time_to_durable_seconds',
    help: 'From receiving an update to having it on the disk, for the oldest update of each write.',
    buckets: DURABLE_BUCKETS_S,
    registers,
  });
  const refused = new Counter({
    name: 'scriptorium_refused_total',
    help: 'Frames and upgrades refused, by close code or HTTP status.',
    labelNames: ['code'],
    registers,
  });
  const limited = new Counter({
    name: 'scriptorium_limit_reached_total',
    help: 'Connections ended, kept from beginning, or made to wait by a maximum of limits.ts.',
    labelNames: ['limit'],
    registers,
  });
  // From the start, so that a rate can be drawn of each before it is reached.
  for (const limit of ENFORCED_LIMITS) limited.inc({ limit }, 0);
  const delivered = new Counter({
    name: 'scriptorium_deliveries_total',
    help: 'Updates sent to readers, one for each reader.',
    registers,
  });
  return {
    durable: oncePerTurn((ms) => durable.observe(ms / 1_000)),
    refused: (code) => refused.inc({ code }),
    limited: (limit) => limited.inc({ limit }),
    delivered: (count) => delivered.inc(count),
    measure: (sizes) => registerSizes(registers, sizes),
    // What this turn measured is counted at its end.
    text: async () => Promise.resolve().then(() => registry.metrics()),
    reading: async () => Promise.resolve().then(() => registry.getMetricsAsJSON()),
  };
}

/** Many documents are confirmed by one write, in one turn of the loop: the longest time speaks for all of them. */
function oncePerTurn(observe: (ms: number) => void): (ms: number) => void {
  let longestMs = -1;
  return (ms) => {
    if (longestMs === -1)
      queueMicrotask(() => {
        observe(longestMs);
        longestMs = -1;
      });
    longestMs = Math.max(longestMs, ms);
  };
}

function registerSizes(registers: Registry[], sizes: () => Sizes): void {
  const gauges: Readonly<Record<string, readonly [string, (sizes: Sizes) => number]>> = {
    connections: ['Open WebSocket connections.', ({ connections }) => connections],
    documents: ['Documents that are loaded.', ({ documents }) => documents],
    buffered_bytes: ['Bytes that readers have not taken yet.', ({ bufferedBytes }) => bufferedBytes],
    unconfirmed_bytes: ['Bytes that the disk has not confirmed yet.', ({ unconfirmedBytes }) => unconfirmedBytes],
    pending_bytes: ['Bytes of updates that wait for something they build on.', ({ pendingBytes }) => pendingBytes],
    oldest_unconfirmed_seconds: [
      'Age of the oldest unconfirmed write.',
      ({ oldestUnconfirmedS }) => oldestUnconfirmedS,
    ],
    storage_failing: ['1 while writes fail.', ({ isFailing }) => Number(isFailing)],
  };
  for (const [name, [help, value]] of Object.entries(gauges)) {
    new Gauge({
      name: `scriptorium_${name}`,
      help,
      registers,
      collect() {
        this.set(value(sizes()));
      },
    });
  }
}
