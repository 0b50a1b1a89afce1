/**
 * SIGKILL of the real server under load, again and again, over one data directory. Before anybody who was writing comes
 * back, somebody new reads what the server has; that is compared with what was confirmed.
 */

import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { readFromServer } from './crash-client.ts';
import { buildServer, CrashServer } from './crash-server.ts';
import { WritersOfDocument } from './writers.ts';

export interface KillOptions {
  readonly cycles: number;
  readonly seed: number;
  readonly onCycle?: (totals: KillTotals) => void;
}

export interface KillTotals {
  readonly cycles: number;
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly gaps: readonly string[];
}

export const NOTHING_YET: KillTotals = { cycles: 0, acknowledged: 0, lost: [], gaps: [] };

const DOCUMENTS = 2;
const WRITERS_A_DOCUMENT = 3;
/** Documents are replaced by new ones now and then, so that a run tests many small ones and some long ones. */
const CYCLES_A_DOCUMENT = 8;
const LOAD_MS_MIN = 40;
const LOAD_MS_MAX = 700;

export async function runKillCycles({ cycles, seed, onCycle }: KillOptions): Promise<KillTotals> {
  await buildServer();
  const random = seededRandom(seed);
  const directory = await temporaryDirectory('kill');
  const server = new CrashServer(directory.path);
  let documents: WritersOfDocument[] = [];
  let totals = NOTHING_YET;
  try {
    await server.start();
    for (let cycle = 0; cycle < cycles; cycle++) {
      if (cycle % CYCLES_A_DOCUMENT === 0) documents = newDocuments(`kill-${cycle}`, random);
      for (const document of documents) await document.join(server.syncUrl);
      for (const document of documents) document.begin();
      await elapsed(LOAD_MS_MIN + random.below(LOAD_MS_MAX - LOAD_MS_MIN));
      await server.kill();
      for (const document of documents) document.end();
      await server.start();
      totals = { ...(await addVerdicts(server, documents, totals)), cycles: cycle + 1 };
      onCycle?.(totals);
      if (totals.lost.length > 0) break;
    }
    return totals;
  } finally {
    for (const document of documents) document.end();
    await server.kill();
    await directory.remove();
  }
}

export function newDocuments(name: string, random: SeededRandom): WritersOfDocument[] {
  return Array.from(
    { length: DOCUMENTS },
    (_, index) => new WritersOfDocument(`${name}-${index}`, WRITERS_A_DOCUMENT, random),
  );
}

/** Reads every document as somebody new would, and adds what is found to the totals. */
export async function addVerdicts(
  server: CrashServer,
  documents: readonly WritersOfDocument[],
  before: KillTotals,
): Promise<KillTotals> {
  const lost = [...before.lost];
  const gaps = [...before.gaps];
  let { acknowledged } = before;
  for (const document of documents) {
    const state = await readFromServer(server.syncUrl, document.id).catch(String);
    if (typeof state === 'string') {
      lost.push(`${document.id}: all of it (${state}), ${server.output}`);
      continue;
    }
    const verdict = document.judge(state);
    acknowledged += verdict.acknowledged;
    lost.push(...verdict.lost.map((word) => `${document.id}: ${word}`));
    gaps.push(...verdict.gaps.map((word) => `${document.id}: ${word}`));
  }
  return { ...before, acknowledged, lost, gaps };
}

/** The load runs for as long as the dice say: a moment to kill at, not something to wait for. */
export function elapsed(ms: number): Promise<void> {
  const end = performance.now() + ms;
  return new Promise((resolve) => {
    const look = () => (performance.now() >= end ? resolve() : setTimeout(look, 1));
    look();
  });
}
