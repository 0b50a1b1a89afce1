/** What an update, a newcomer and a room cost as there is more of everything: the curves, and where they bend. */

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { settled } from '../disk-bytes.ts';
import type { Target } from '../targets/target.ts';
import { type Case, cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

const UPDATES_PER_S = 2_000;
const ROOM_UPDATES_PER_S = 50;
const AUTHOR = 1;
/** As many as fit under 20,000 open files, with two people each. */
const DOCUMENTS_MAX = 9_500;
/** A paste that an editor sends as one update. */
const PASTE_BYTES = 1_000_000;
const LINE = 'The quick brown fox jumps over the lazy dog, and then it does so again.\n';

const SPREAD: readonly Measure[] = [
  { key: 'cpu', what: 'CPU us an update', digits: 1 },
  { key: 'p50', what: 'p50 ms to the other', digits: 1 },
];
const ROOM: readonly Measure[] = [
  { key: 'cpu', what: 'CPU us an update', digits: 0 },
  { key: 'delivery', what: 'CPU us a delivery', digits: 2 },
  { key: 'p50', what: 'p50 ms to the others', digits: 1 },
];
const SYNC: readonly Measure[] = [
  { key: 'cold', what: 'from the disk: ms to synced', digits: 1 },
  { key: 'coldCpu', what: '- server CPU ms', digits: 0 },
  { key: 'warm', what: 'while it is open: ms to synced', digits: 1 },
  { key: 'warmCpu', what: '- server CPU ms', digits: 0 },
];

export const growth: Scenario = {
  name: 'growth',
  title: 'Cost as it grows',
  method:
    `${UPDATES_PER_S} updates a second over ever more documents of two people; ${ROOM_UPDATES_PER_S} updates a second in one document with ever more ` +
    'people; and the first sync of one newcomer to ever longer documents, pasted a megabyte at a time, compacted, the server restarted.',
  async cases(size, targets) {
    const durable = targets.filter(({ isDurable }) => isDurable);
    const keeping = targets.filter(({ keepsDocuments }) => keepsDocuments);
    const tiny = size === 'tiny';
    const documents = tiny ? [10] : [10, 100, 1_000, DOCUMENTS_MAX];
    const people = tiny ? [5] : [2, 20, 200, 2_000];
    const bytes = tiny ? [10_000] : [10_000, 100_000, 1_000_000, 10_000_000, 50_000_000];
    return [
      ...documents.map((count) => spreadCase(count, tiny ? 1 : 6, durable)),
      ...people.map((count) => roomCase(count, tiny ? 1 : 6, durable)),
      ...bytes.map((length) => syncCase(length, keeping)),
    ];
  },
};

function spreadCase(documents: number, seconds: number, targets: readonly Target[]): Case {
  const load = { documents, people: 2, writers: 2, seconds, perSecond: UPDATES_PER_S };
  return { label: `${documents} documents x 2`, measures: SPREAD, targets, run: (stage) => typing(stage, load) };
}

function roomCase(people: number, seconds: number, targets: readonly Target[]): Case {
  const load = { documents: 1, people, writers: Math.min(people, 20), seconds, perSecond: ROOM_UPDATES_PER_S };
  return { label: `one document, ${people} people`, measures: ROOM, targets, run: (stage) => typing(stage, load) };
}

interface Load {
  readonly documents: number;
  readonly people: number;
  readonly writers: number;
  readonly seconds: number;
  readonly perSecond: number;
}

async function typing({ target, load, start, fault }: Stage, crowd: Load): Promise<Values> {
  const { documents, people, writers, seconds, perSecond } = crowd;
  const server = await start();
  const pace = { kind: 'rate', perSecond } as const;
  await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'growth-', documents },
    ...{ clientsPerDocument: people, writersPerDocument: writers },
  });
  await load.run('type', { seconds: seconds / 3, pace });
  const { cpuSeconds, result } = await cpuOf(server, () => load.run('type', { seconds, pace }));
  if (result.missing > 0) fault(`${result.missing} deliveries never came`);
  if (result.repeated > 0) fault(`${result.repeated} deliveries came twice`);
  return {
    cpu: (cpuSeconds / result.sent) * 1e6,
    delivery: (cpuSeconds / result.delivered) * 1e6,
    p50: result.p50Ms,
  };
}

function syncCase(bytes: number, targets: readonly Target[]): Case {
  const label = `first sync of ${bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} KB`}`;
  return { label, measures: SYNC, targets, run: (stage) => firstSync(stage, bytes) };
}

async function firstSync(stage: Stage, bytes: number): Promise<Values> {
  const { target, load, start, fault, directory } = stage;
  const { dialect } = target;
  const folder = await mkdtemp(join(tmpdir(), 'scriptorium-bench-pastes-'));
  const { paths, hash } = await pastes(bytes, folder);
  const document = 'long';
  const first = await start();
  await load.run('hand', { port: first.port, dialect, document, paths });
  await rm(folder, { recursive: true });
  await settled(directory);
  await first.stop();
  const server = await start();
  const open = async () => {
    const { cpuSeconds, result } = await cpuOf(server, () =>
      load.run('open', { port: server.port, dialect, document, clients: 1 }),
    );
    if (result.hash !== hash) fault(`it came back with ${result.characters} other characters`);
    return { ms: Math.max(...result.elapsedMs), cpuMs: cpuSeconds * 1_000 };
  };
  const cold = await open();
  const warm = await open();
  return { cold: cold.ms, coldCpu: cold.cpuMs, warm: warm.ms, warmCpu: warm.cpuMs };
}

/** A text of so many bytes as the updates of somebody who pastes it, a file each; and a hash of all of it. */
async function pastes(bytes: number, folder: string): Promise<{ paths: string[]; hash: string }> {
  const document = new Y.Doc();
  document.clientID = AUTHOR;
  const updates: Uint8Array[] = [];
  document.on('update', (update: Uint8Array) => updates.push(update));
  const text = document.getText('body');
  for (let done = 0; done < bytes; done += PASTE_BYTES) {
    const length = Math.min(PASTE_BYTES, bytes - done);
    text.insert(text.length, LINE.repeat(Math.ceil(length / LINE.length)).slice(0, length));
  }
  const paths = updates.map((_, number) => join(folder, `${number}.update`));
  await Promise.all(updates.map((update, number) => writeFile(paths[number] ?? '', update)));
  return { paths, hash: createHash('sha256').update(text.toString()).digest('hex') };
}
