/**
 * Backups taken from the running server under load, restored elsewhere. The restored server holds at least what was
 * confirmed before the backup began, verifies clean, and when everybody who was writing comes back to it, all states
 * are equal and nothing anybody has is missing.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as Y from 'yjs';

import { seededRandom } from '../support/seeded-random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { readFromServer } from './crash-client.ts';
import { buildServer, CrashServer, runCommand } from './crash-server.ts';
import { elapsed, type KillOptions, type KillTotals, NOTHING_YET, newDocuments } from './kill-cycles.ts';
import type { WritersOfDocument } from './writers.ts';

export async function runBackupRounds({ cycles, seed, onCycle }: KillOptions): Promise<KillTotals> {
  await buildServer();
  const random = seededRandom(seed);
  const directory = await temporaryDirectory('backup');
  const server = new CrashServer(join(directory.path, 'live'));
  let totals = NOTHING_YET;
  let documents: WritersOfDocument[] = [];
  try {
    await server.start();
    for (let cycle = 0; cycle < cycles; cycle++) {
      for (const document of documents) document.end();
      documents = newDocuments(`backup-${cycle}`, random);
      for (const document of documents) await document.join(server.syncUrl);
      for (const document of documents) document.begin();
      await elapsed(100 + random.below(400));
      const { owed, lost } = await backUpAndRestore(server, documents, join(directory.path, `round-${cycle}`));
      totals = {
        ...totals,
        cycles: cycle + 1,
        acknowledged: totals.acknowledged + owed,
        lost: [...totals.lost, ...lost],
      };
      onCycle?.(totals);
    }
    return totals;
  } finally {
    for (const document of documents) document.end();
    await server.kill();
    await directory.remove();
  }
}

/** One round. @returns how many edits were confirmed before it, and what was lost. */
async function backUpAndRestore(
  server: CrashServer,
  documents: readonly WritersOfDocument[],
  path: string,
): Promise<{ readonly owed: number; readonly lost: readonly string[] }> {
  const owed = documents.map(({ writers }) => writers.map((writer) => writer.acknowledged));
  const backup = `${path}.backup`;
  const lost = [
    ...(await failureOf(['backup', backup], server.dataDirectory)),
    ...(await failureOf(['restore', backup], path)),
    ...(await failureOf(['verify'], path)),
  ];
  for (const document of documents) document.end();
  const restored = new CrashServer(path);
  await restored.start();
  try {
    for (const [index, document] of documents.entries()) {
      const text = bodyOf(await readFromServer(restored.syncUrl, document.id));
      for (const [place, writer] of document.writers.entries()) {
        lost.push(...writer.judge(text, owed[index]?.[place] ?? 0).lost);
      }
      lost.push(...(await differencesAfterReturn(document, restored.syncUrl)));
    }
    return { owed: owed.flat().reduce((sum, edits) => sum + edits, 0), lost };
  } finally {
    await restored.kill();
    await rm(path, { recursive: true });
    await rm(backup);
  }
}

async function failureOf(parameters: readonly string[], dataDirectory: string): Promise<string[]> {
  const { code, output } = await runCommand(parameters, dataDirectory);
  return code === 0 ? [] : [`${parameters[0]} ended with ${code}: ${output}`];
}

/** Everybody is newer than the backup; they come back, one after the other, twice, so that each has what all have. */
async function differencesAfterReturn(document: WritersOfDocument, syncUrl: string): Promise<string[]> {
  const together = new Y.Doc();
  for (const { client } of document.writers) Y.applyUpdate(together, Y.encodeStateAsUpdate(client.document));
  for (const { client } of [...document.writers, ...document.writers]) {
    await client.join(syncUrl);
    await client.confirmed();
    client.leave();
  }
  const wanted = bodyOf(together);
  const states = [await readFromServer(syncUrl, document.id), ...document.writers.map(({ client }) => client.document)];
  return states.every((state) => bodyOf(state) === wanted) ? [] : [`${document.id}: states differ after the return`];
}

function bodyOf(document: Y.Doc): string {
  return document.getText('body').toString();
}
