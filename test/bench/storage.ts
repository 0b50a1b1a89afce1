/**
 * `npm run bench -- storage`: what the log costs. Group commit against single writes, time to confirmed, CPU of many
 * documents (P3), a document of 260,000 edits typed live: its compactions, its room on the disk (P7), its cold open
 * (P5), and what the main loop feels of all that.
 */

import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as Y from 'yjs';

import { COMPACT_IDLE_MS, COMPACT_RECORDS, TIDY_INTERVAL_MS } from '../../server/contract/limits.ts';
import { systemClock } from '../../server/lib/clock.ts';
import type { LogRecord, Snapshot } from '../../server/storage/document-log.ts';
import { EVERY_KEY, parseKey } from '../../server/storage/level-keys.ts';
import { openLevelLog } from '../../server/storage/level-log.ts';
import { openLevelStore } from '../../server/storage/level-store.ts';
import { createWorkerCompactor } from '../../server/storage/worker-compactor.ts';
import { buildServer } from '../crash/crash-server.ts';
import { ManualClock } from '../support/clock.ts';
import { must } from '../support/document-log-contract.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { diskBytes } from './disk-bytes.ts';
import { type Figure, kilobytes, milliseconds, percentile } from './report.ts';
import { benchServerStalls } from './server-stalls.ts';
import { StallMeter } from './stall-meter.ts';
import { madeUpTrace, recordedTrace, type TraceEdit } from './trace.ts';

const OPEN_ONCE = fileURLToPath(new URL('./open-once.mjs', import.meta.url));
const SEED = 20_261_120;
const LETTER = Uint8Array.from({ length: 24 }, (_, index) => index);
const note = (text: string) => process.stdout.write(`${text}\n`);

export interface StorageBenchOptions {
  /** A recorded trace instead of the made-up one. */
  readonly trace?: string;
}

export async function benchStorage({ trace }: StorageBenchOptions): Promise<Figure[]> {
  await buildServer();
  const directory = await temporaryDirectory('bench-storage');
  try {
    note('writes ...');
    const writes = await benchWrites(join(directory.path, 'writes'));
    note('many documents ...');
    const many = await benchManyDocuments(join(directory.path, 'many'));
    note('typing a long document ...');
    const edits = trace === undefined ? madeUpTrace(seededRandom(SEED)) : await recordedTrace(trace);
    const long = await benchLongDocument(directory.path, edits);
    return [...writes, ...many, ...long];
  } finally {
    await directory.remove();
  }
}

async function benchWrites(path: string): Promise<Figure[]> {
  const log = must(await openLevelLog({ directory: path, clock: systemClock }));
  const append = async (index: number) => must(await log.append(`d${index % 100}`, [{ user: 'ann', bytes: LETTER }]));
  const single = await rate(1_000, 1, append);
  const grouped = await rate(60_000, 256, append);
  await log.close();
  return [
    { what: 'synced writes a second, one at a time', value: String(Math.round(single.perSecond)) },
    { what: '- time to confirmed p50 / p99', value: `${milliseconds(single.p50)} / ${milliseconds(single.p99)}` },
    { what: 'synced writes a second, 256 waiting, group commit', value: String(Math.round(grouped.perSecond)) },
    { what: '- time to confirmed p50 / p99', value: `${milliseconds(grouped.p50)} / ${milliseconds(grouped.p99)}` },
  ];
}

async function rate(count: number, waiting: number, write: (index: number) => Promise<unknown>) {
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const writer = async () => {
    while (next < count) {
      const begun = performance.now();
      await write(next++);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: waiting }, writer));
  const perSecond = (count / (performance.now() - start)) * 1000;
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** P3: 10,000 updates a second over 1,000 documents, as 10 in each millisecond. */
async function benchManyDocuments(path: string): Promise<Figure[]> {
  const log = must(await openLevelLog({ directory: path, clock: systemClock }));
  for (let index = 0; index < 1_000; index++) log.follow(`d${index}`, 0, () => {});
  const seconds = 10;
  const total = seconds * 10_000;
  const times: number[] = [];
  let sent = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  await new Promise<void>((resolve) => {
    const tick = () => {
      const due = Math.min(total, Math.floor((performance.now() - start) * 10));
      for (; sent < due; sent++) {
        const begun = performance.now();
        const last = sent === total - 1;
        void log.append(`d${(sent * 7) % 1_000}`, [{ user: 'ann', bytes: LETTER }]).then(() => {
          times.push(performance.now() - begun);
          if (last) resolve();
        });
      }
      if (sent < total) setTimeout(tick, 1);
    };
    tick();
  });
  const { user, system } = process.cpuUsage(cpu);
  await log.close();
  return [
    {
      what: '1,000 documents, 10,000 updates/s, the log alone: CPU an update (P3)',
      value: `${((user + system) / total).toFixed(1)} us`,
      target: '<= 40 us for the whole server',
    },
    {
      what: '- time to confirmed p50 / p99',
      value: `${milliseconds(percentile(times, 0.5))} / ${milliseconds(percentile(times, 0.99))}`,
    },
  ];
}

async function benchLongDocument(folder: string, edits: Iterable<TraceEdit>): Promise<Figure[]> {
  const path = join(folder, 'long');
  const records: LogRecord[] = [];
  const typed = await typeLive(path, edits, records);
  const figures = [
    {
      what: 'records typed',
      value: `${records.length}, ${kilobytes(records.reduce((sum, { bytes }) => sum + bytes.length, 0))}`,
    },
    { what: 'text at the end', value: kilobytes(typed.text.length) },
    { what: 'compactions while typing', value: String(typed.compactions.length) },
    {
      what: '- each, p50 / longest',
      value: `${milliseconds(percentile(typed.compactions, 0.5))} / ${milliseconds(Math.max(...typed.compactions))}`,
    },
    {
      what: '- longest stall of the main loop meanwhile, in its own CPU time',
      value: milliseconds(typed.stallMs),
      target: '<= 50 ms',
    },
    ...(await sizes(folder, path)),
    ...(await coldOpens(folder, path, typed.text, records)),
    ...(await benchServerStalls(folder, typed.state)),
  ];
  return figures;
}

/** Types the trace into a log as a room does: compacting at 500 records and after two quiet seconds of the trace's time. */
async function typeLive(path: string, edits: Iterable<TraceEdit>, records: LogRecord[]) {
  const clock = new ManualClock();
  const compactor = createWorkerCompactor();
  const log = must(await openLevelLog({ directory: path, clock }));
  const document = new Y.Doc();
  document.clientID = 1;
  const text = document.getText('body');
  const compactions: number[] = [];
  let tail: LogRecord[] = [];
  let snapshot: Snapshot | null = null;
  let writes: Promise<unknown>[] = [];
  document.on('update', (bytes: Uint8Array) => {
    const record = { sequence: records.length + 1, at: clock.now(), user: 'ann', bytes };
    records.push(record);
    tail.push(record);
    writes.push(log.append('long', [{ user: 'ann', bytes }]).then(must));
  });
  const stalls = new StallMeter();
  const compact = async () => {
    await Promise.all(writes);
    writes = [];
    const start = performance.now();
    stalls.begin();
    const output = await compactor.compact({ snapshot, note: null, tail });
    if (!output.ok) throw new Error(output.error);
    must(await log.compact('long', output.value));
    stalls.end();
    compactions.push(performance.now() - start);
    snapshot = { through: output.value.through, bytes: output.value.snapshot };
    tail = [];
  };
  for (const { position, deleted, inserted, afterMs } of edits) {
    if (tail.length >= COMPACT_RECORDS || (tail.length > 0 && afterMs > COMPACT_IDLE_MS)) await compact();
    clock.advance(afterMs);
    document.transact(() => {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted !== '') text.insert(position, inserted);
    });
    if (records.length % 20_000 === 0) note(`  ${records.length} edits, ${compactions.length} compactions`);
  }
  await compact();
  // Idle: the log joins history and gives back what is dead.
  clock.advance(TIDY_INTERVAL_MS * 3);
  await log.close();
  await compactor.close();
  return { compactions, text: text.toString(), state: Y.encodeStateAsUpdate(document), stallMs: stalls.longestMs };
}

async function sizes(folder: string, path: string): Promise<Figure[]> {
  const whole = join(folder, 'sizes-whole');
  await cp(path, whole, { recursive: true });
  const parts = await tidied(join(whole, 'log'), () => false);
  const withHistory = await diskBytes(join(whole, 'log'));
  await tidied(join(whole, 'log'), (kind) => kind === 'seg');
  const withoutHistory = await diskBytes(join(whole, 'log'));
  return [
    { what: 'data directory as it lies after typing', value: kilobytes(await diskBytes(path)) },
    { what: 'database, tidied, with all history (P7)', value: kilobytes(withHistory), target: '<= 800 KB' },
    { what: 'database, tidied, without history (P7)', value: kilobytes(withoutHistory), target: '<= 400 KB' },
    { what: '- snapshot, history, runs', value: `${kilobytes(parts.snap)}, ${kilobytes(parts.seg)}, ${parts.runs}` },
  ];
}

/** Removes what `isUnwanted`, lets LevelDB tidy up, and adds up what is left. */
async function tidied(path: string, isUnwanted: (kind: string) => boolean) {
  const store = await openLevelStore(path, false);
  const view = store.view();
  const sums = { snap: 0, seg: 0, runs: 0 };
  for await (const entries of view.entries(EVERY_KEY)) {
    for (const [key, value] of entries) {
      const kind = parseKey(key)?.kind ?? '';
      if (isUnwanted(kind)) await store.write([{ type: 'del', key }]);
      if (kind === 'snap') sums.snap += value.length;
      if (kind === 'seg') {
        sums.seg += value.length;
        sums.runs++;
      }
    }
  }
  await view.close();
  await store.tidy(EVERY_KEY);
  await store.close();
  return sums;
}

async function coldOpens(folder: string, path: string, text: string, records: readonly LogRecord[]): Promise<Figure[]> {
  const compacted = await openTime(path, text);
  const raw = join(folder, 'raw');
  const log = must(await openLevelLog({ directory: raw, clock: systemClock }));
  for (let start = 0; start < records.length; start += 1_000) {
    must(
      await log.append(
        'long',
        records.slice(start, start + 1_000).map(({ user, bytes }) => ({ user, bytes })),
      ),
    );
  }
  await log.close();
  const uncompacted = await openTime(raw, text);
  await rm(raw, { recursive: true });
  return [
    {
      what: 'cold open of it in the log, compacted (P5)',
      value: opening(compacted),
      target: '<= 15 ms to synced',
    },
    { what: 'cold open with all records uncompacted (P5)', value: opening(uncompacted), target: '<= 1,000 ms' },
  ];
}

interface Opening {
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

function opening({ elapsedMs, cpuMs }: Opening): string {
  return `${milliseconds(elapsedMs)}, ${milliseconds(cpuMs)} of CPU`;
}

/** In a process of its own, as after a start: what this one has kept of the typing would make it slower. */
async function openTime(path: string, text: string): Promise<Opening> {
  const { stdout } = await promisify(execFile)(process.execPath, [OPEN_ONCE, path, 'long'], { maxBuffer: 2 ** 26 });
  const { text: shown, ...times }: Opening & { readonly text: string } = JSON.parse(stdout);
  if (shown !== text) throw new Error('the text is not what was typed');
  return times;
}
