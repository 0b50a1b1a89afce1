/** What is kept in memory: for a connection that does nothing, and for a long document that is open (P4). */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settled } from '../disk-bytes.ts';
import { repeat } from '../load/pacing.ts';
import type { RunningServer } from '../targets/running-server.ts';
import type { Target } from '../targets/target.ts';
import { type LongDocument, typeLongDocument } from './long-document.ts';
import { type Case, cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

const IDLE: readonly Measure[] = [
  { key: 'kilobytes', what: 'KB of RSS a connection', digits: 1, atMost: 13 },
  { key: 'connectMs', what: 'ms to let everybody in', digits: 0 },
  { key: 'cpu', what: 'CPU of keeping them, % of a core', digits: 1 },
];

const OPEN: readonly Measure[] = [{ key: 'kilobytes', what: 'KB of RSS a document', digits: 0, atMost: 1_000 }];

const CLIENTS_A_DOCUMENT = 100;

export const memory: Scenario = {
  name: 'memory',
  title: 'Memory',
  method:
    'Growth of RSS after so many idle connections, 100 to a document; and after opening so many copies of the long document that the ' +
    'server had on its disk, one client each, once RSS has not moved by more than 1 % for 40 s: what a server gives back by itself ' +
    'counts as given back.',
  async cases(size, targets) {
    const tiny = size === 'tiny';
    const document = await typeLongDocument(size, join(tmpdir(), `scriptorium-bench-${process.pid}.update`));
    const keeping = targets.filter((target) => target.keepsDocuments);
    const durable = targets.filter((target) => target.isDurable);
    return [
      idleCase(tiny ? 100 : 2_000, tiny ? 1 : 10, targets),
      ...(tiny ? [] : [idleCase(10_000, 20, durable)]),
      openCase(document, tiny ? 3 : 20, keeping),
    ];
  },
};

function idleCase(connections: number, seconds: number, targets: readonly Target[]): Case {
  const label = `P4 ${connections} idle connections`;
  return { label, measures: IDLE, targets, run: (stage) => idle(stage, connections, seconds) };
}

async function idle({ target, load, start }: Stage, connections: number, seconds: number): Promise<Values> {
  const server = await start();
  const before = server.residentKilobytes();
  const { elapsedMs } = await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'idle-' },
    documents: connections / CLIENTS_A_DOCUMENT,
    clientsPerDocument: CLIENTS_A_DOCUMENT,
    writersPerDocument: 0,
  });
  await calm(server);
  const kilobytes = (server.residentKilobytes() - before) / connections;
  const { cpuSeconds } = await cpuOf(server, async () => {
    const end = performance.now() + seconds * 1000;
    await repeat(50, () => performance.now() >= end);
  });
  return { kilobytes, connectMs: elapsedMs, cpu: (cpuSeconds / seconds) * 100 };
}

function openCase(document: LongDocument, copies: number, targets: readonly Target[]): Case {
  const label = `P4 ${copies} long documents open`;
  return { label, measures: OPEN, targets, run: (stage) => openDocuments(stage, document, copies) };
}

async function openDocuments(stage: Stage, document: LongDocument, copies: number): Promise<Values> {
  const { target, load, start } = stage;
  const { dialect } = target;
  const first = await start();
  for (let copy = 0; copy < copies; copy++) {
    await load.run('hand', { port: first.port, dialect, document: `open-${copy}`, paths: [document.path] });
  }
  await settled(stage.directory);
  await first.stop();
  const server = await start();
  const before = server.residentKilobytes();
  await load.run('connect', {
    ...{ port: server.port, dialect, documentPrefix: 'open-', documents: copies },
    clientsPerDocument: 1,
    writersPerDocument: 0,
  });
  await calm(server);
  await rested(server);
  return { kilobytes: (server.residentKilobytes() - before) / copies };
}

/** Waits until a server has nothing left to do. */
async function calm(server: RunningServer): Promise<void> {
  let last = server.cpuSeconds();
  await repeat(1_000, () => {
    const now = server.cpuSeconds();
    const isCalm = now - last < 0.05;
    last = now;
    return isCalm;
  });
}

/** Longer than anything that a server keeps for a while in case it is needed again; one that never rests is measured as it is. */
const RESTED_MS = 40_000;
const RESTED_MS_MAX = 180_000;

/** Waits until what a server has in memory moves no more. */
async function rested(server: RunningServer): Promise<void> {
  const beganAt = performance.now();
  let kilobytes = 0;
  let since = beganAt;
  await repeat(1_000, () => {
    const now = performance.now();
    const present = server.residentKilobytes();
    if (Math.abs(present - kilobytes) > kilobytes / 100) [kilobytes, since] = [present, now];
    return now - since > RESTED_MS || now - beganAt > RESTED_MS_MAX;
  });
}
