/** How much room a long document takes that was typed key by key (P7). */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskBytes, settled } from '../disk-bytes.ts';
import { writeUpdates } from '../load/retyping.ts';
import type { Target } from '../targets/target.ts';
import { type LongDocument, typeLongDocument } from './long-document.ts';
import type { Case, Measure, Scenario, Size, Stage, Values } from './scenario.ts';

const DOCUMENT = 'typed';
/** Faster than anybody types, and slower than every server here can take. */
const EDITS_PER_S = 4_000;
/** Longer than any of them waits before it tidies up: ten seconds, twice. */
const IDLE_MS = 25_000;
const TINY_IDLE_MS = 3_000;
/** What this product keeps in its data directory and the others do not have. */
const BESIDE_DOCUMENTS = ['search', 'workspace'];

const MEASURES: readonly Measure[] = [
  { key: 'idle', what: 'KB on disk, idle: documents with all their history', digits: 0, atMost: 800 },
  { key: 'all', what: '- with all else that is kept beside them', digits: 0 },
  { key: 'reopened', what: 'after a restart, idle again: documents', digits: 0, atMost: 800 },
];

export const disk: Scenario = {
  name: 'disk',
  title: 'Room on the disk',
  isTimeless: true,
  method:
    `A document of about 259,000 made-up edits is typed, one update each, ${EDITS_PER_S} a second, while somebody else has it open; both ` +
    `leave, and all files are added up when their size has not changed for ${IDLE_MS / 1000} s. Then the server is stopped and started ` +
    'again, the document is opened, and its text compared, as far as it came within 15 s. What this product keeps of documents includes ' +
    'their history, also of what was deleted; beside them it keeps an index for search, and who may do what. The others keep neither.',
  async cases(size, targets) {
    const path = join(tmpdir(), `scriptorium-bench-${process.pid}.update`);
    const document = await typeLongDocument(size, path);
    const typedPath = `${path}.typed`;
    await writeUpdates(typedPath, document.updates);
    const keeping = targets.filter((target) => target.keepsDocuments);
    return [caseOf(document, typedPath, size, keeping)];
  },
};

function caseOf(document: LongDocument, typedPath: string, size: Size, targets: readonly Target[]): Case {
  const label = `P7 ${document.updates.length} edits typed`;
  const idleMs = size === 'tiny' ? TINY_IDLE_MS : IDLE_MS;
  return { label, measures: MEASURES, targets, run: (stage) => run(stage, document, typedPath, idleMs) };
}

async function run(stage: Stage, { hash }: LongDocument, path: string, idleMs: number): Promise<Values> {
  const { target, load, start, fault, directory } = stage;
  const { dialect } = target;
  const first = await start();
  await load.run('retype', { port: first.port, dialect, document: DOCUMENT, path, perSecond: EDITS_PER_S });
  await settled(directory, idleMs);
  const all = await diskBytes(directory);
  const idle = all - (await besideDocuments(directory));
  await first.stop();
  const { port } = await start();
  const opened = await load.run('open', { port, dialect, document: DOCUMENT, clients: 1 });
  if (opened.hash !== hash) fault(`the document came back with ${opened.characters} other characters`);
  await settled(directory, idleMs);
  const reopened = (await diskBytes(directory)) - (await besideDocuments(directory));
  return { idle: idle / 1000, all: all / 1000, reopened: reopened / 1000 };
}

async function besideDocuments(directory: string): Promise<number> {
  const sizes = await Promise.all(BESIDE_DOCUMENTS.map((name) => diskBytes(join(directory, name))));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
