/**
 * A server over a long time: people who write in two documents, visitors who open others and leave, and somebody who
 * misbehaves, a different way each time. What must not grow is sampled; what must not be lost is counted at the end.
 */

import { EventEmitter, on } from 'node:events';
import type { Attack } from '../attack/attack.ts';
import { CATALOGUE } from '../attack/catalogue.ts';
import { percentile } from '../bench/report.ts';
import { readMetric } from '../support/metrics.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { until } from '../support/until.ts';
import { EchoMeter } from './echo-meter.ts';
import { MISCHIEF } from './mischief.ts';

export interface Sample {
  readonly atMs: number;
  readonly rssMegabytes: number;
  /** Of the main thread: objects that live or wait for the collector, and buffers outside its heap. */
  readonly heapMegabytes: number;
  readonly openFiles: number;
  readonly connections: number;
  readonly documents: number;
  /** From a checkpoint to its echo, since the sample before. */
  readonly p99Ms: number;
  /** Longest time the server's main loop was not turning, since the sample before. */
  readonly stallMs: number;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  readonly words: number;
  /** Written and not there at the end, or there more than once: in the documents, and again after a restart. */
  readonly wrong: readonly string[];
  /** People who did nothing wrong and were sent away. */
  readonly sentAway: number;
  /** Mischief whose end was not the promised one. */
  readonly broken: readonly string[];
  readonly mischief: number;
}

export interface SoakOptions {
  readonly seed: number;
  /** Milliseconds between two words of one person; the rest keeps step with it. */
  readonly paceMs: number;
  /** Asked after each step of that length. */
  isOver(steps: number): boolean;
  onSample?(sample: Sample): void;
  readonly stepsASample: number;
}

const WRITERS = 4;

/** What an attack of the catalogue may cost this process, too, to be tried every few seconds. */
const LIGHT: readonly Attack[] = CATALOGUE.filter(
  ({ rule, growthMegabytesMax }) => growthMegabytesMax <= 32 && !['R1', 'R6', 'R7', 'R9'].includes(rule),
);

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const server = await ServerProcess.start();
  const random = seededRandom(options.seed);
  const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(server, index));
  const meter = await EchoMeter.open(`${server.syncUrl}/metered`);
  const samples: Sample[] = [];
  const broken: string[] = [];
  let misbehaving: Promise<void> = Promise.resolve();
  let mischief = 0;
  const startedAt = performance.now();
  let step = -1;
  const beats = new EventEmitter();
  const metronome = setInterval(() => beats.emit('beat'), options.paceMs);
  for await (const _ of on(beats, 'beat')) {
    step += 1;
    if (options.isOver(step)) break;
    for (const writer of writers) writer.writes();
    if (step % 4 === 0) {
      const act = actOf(mischief, random);
      mischief += 1;
      misbehaving = misbehaving.then(async () => {
        const seen = await act.run(server).catch(String);
        if (seen !== act.promise) broken.push(`${act.what}: ${seen}`);
      });
    }
    if (step % 8 === 0) await visit(server, `visited-${step}`);
    if (step % options.stepsASample !== options.stepsASample - 1) continue;
    const sample = await sampleOf(server, meter, performance.now() - startedAt);
    samples.push(sample);
    options.onSample?.(sample);
  }
  clearInterval(metronome);
  await misbehaving;
  meter.close();
  const wrong = [...(await missing(server, writers)), ...(await afterRestart(server, writers))];
  const sentAway = writers.reduce((sum, { sentAway: times }) => sum + times, 0);
  const words = writers.reduce((sum, writer) => sum + writer.words, 0);
  for (const writer of writers) writer.leaves();
  await server.close();
  return { samples, words, wrong, sentAway, broken, mischief };
}

/** Every one in turn at first, then any. */
function actOf(count: number, random: SeededRandom): Pick<Attack, 'what' | 'promise' | 'run'> {
  const acts = [...MISCHIEF, ...LIGHT];
  return acts[count] ?? random.pick(acts);
}

class Writer {
  readonly id: string;
  readonly #client: StockClient;
  readonly #name: string;
  words = 0;

  constructor(server: ServerProcess, index: number) {
    this.id = `shared-${index % 2}`;
    this.#name = `w${index}`;
    this.#client = StockClient.opens(server, this.id);
  }

  /** Of the codes it was closed with, those that a server in good order has no reason for. */
  get sentAway(): number {
    return this.#client.closeCodes.filter((code) => code !== 1012 && code !== 1006).length;
  }

  writes(): void {
    this.#client.types(`${this.#name}-${this.words} `);
    this.words += 1;
  }

  /** Words that are not there exactly once. */
  wrongIn(text: string): string[] {
    const countByWord = new Map<string, number>();
    for (const word of text.split(' ')) countByWord.set(word, (countByWord.get(word) ?? 0) + 1);
    const own = Array.from({ length: this.words }, (_, n) => `${this.#name}-${n}`);
    return own.filter((word) => countByWord.get(word) !== 1);
  }

  leaves(): void {
    this.#client.leaves();
  }
}

async function visit(server: ServerProcess, id: string): Promise<void> {
  const visitor = StockClient.opens(server, id);
  visitor.types('was here');
  await visitor.isSynced();
  visitor.leaves();
}

async function missing(server: ServerProcess, writers: readonly Writer[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const id of new Set(writers.map((writer) => writer.id))) {
    const own = writers.filter((writer) => writer.id === id);
    const reader = StockClient.opens(server, id);
    const wrongNow = () => own.flatMap((writer) => writer.wrongIn(reader.text));
    await until(() => wrongNow().length === 0, 'every word is there').catch(() => undefined);
    wrong.push(...wrongNow());
    reader.leaves();
  }
  return wrong;
}

/** Without the writers, who would bring along what the disk lacks. */
async function afterRestart(server: ServerProcess, writers: readonly Writer[]): Promise<string[]> {
  for (const writer of writers) writer.leaves();
  await server.stops();
  await server.startsAgain();
  return missing(server, writers);
}

async function sampleOf(server: ServerProcess, meter: EchoMeter, atMs: number): Promise<Sample> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const value = (name: string) => readMetric(metrics, name);
  return {
    atMs,
    rssMegabytes: value('process_resident_memory_bytes') / 2 ** 20,
    heapMegabytes: (value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes')) / 2 ** 20,
    openFiles: value('process_open_fds'),
    connections: value('connections'),
    documents: value('documents'),
    p99Ms: percentile(meter.takeDelaysMs(), 0.99),
    stallMs: value('nodejs_eventloop_lag_max_seconds') * 1_000,
  };
}

/** Growth in megabytes an hour: the straight line through the second half, when everything is warm. */
export function slopeOf(samples: readonly Sample[], megabytesOf: (sample: Sample) => number): number {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [atMean, sizeMean] = [mean(half.map(({ atMs }) => atMs)), mean(half.map(megabytesOf))];
  const covariance = mean(half.map((sample) => (sample.atMs - atMean) * (megabytesOf(sample) - sizeMean)));
  const variance = mean(half.map(({ atMs }) => (atMs - atMean) ** 2));
  return (covariance / variance) * 3_600_000;
}
