/** The real server while ten people type in one long document and it is compacted again and again: what its main loop feels. */

import { join } from 'node:path';
import * as Y from 'yjs';

import { systemClock } from '../../server/lib/clock.ts';
import { openLevelLog } from '../../server/storage/level-log.ts';
import { CrashClient } from '../crash/crash-client.ts';
import { CrashServer } from '../crash/crash-server.ts';
import { must } from '../support/document-log-contract.ts';
import { repeat } from './load/pacing.ts';
import { type Figure, milliseconds } from './report.ts';
import { longestStallSince, witnessed } from './stall-notes.ts';

const PEOPLE = 10;
/** Long enough for several compactions: each is followed by nine times its own length of rest. */
const TYPED_MS = 60_000;
const KEY_INTERVAL_MS = 20;

/** @param state the document they type in, as one update. */
export async function benchServerStalls(folder: string, state: Uint8Array): Promise<Figure[]> {
  if (process.platform !== 'linux') return [];
  const notes = join(folder, 'stalls');
  const directory = join(folder, 'served');
  const server = new CrashServer(directory, witnessed(notes));
  await server.start();
  const people = Array.from({ length: PEOPLE }, () => new CrashClient('long'));
  const [first] = people as [CrashClient];
  await first.join(server.syncUrl);
  Y.applyUpdate(first.document, state);
  await first.confirmed();
  for (const person of people.slice(1)) await person.join(server.syncUrl);
  const began = Date.now();
  const edits = await typeTogether(people, began + TYPED_MS);
  for (const person of people) await person.confirmed();
  const stallMs = await longestStallSince(notes, began);
  for (const person of people) person.leave();
  await server.stop();
  const log = must(await openLevelLog({ directory, clock: systemClock }));
  const { snapshot } = must(await log.open('long'));
  await log.close();
  return [
    {
      what: `the real server, ${PEOPLE} people typing in that document: edits in ${TYPED_MS / 1_000} s, of which compacted meanwhile`,
      value: `${edits}, ${(snapshot?.through ?? 0) - 1}`,
    },
    {
      what: '- longest stall of its main loop, in its own CPU time',
      value: milliseconds(stallMs),
      target: '<= 50 ms',
    },
  ];
}

async function typeTogether(people: readonly CrashClient[], end: number): Promise<number> {
  let edits = 0;
  await repeat(KEY_INTERVAL_MS, () => {
    for (const { document } of people) {
      const body = document.getText('body');
      body.insert((edits * 7_919) % (body.length + 1), 'x');
      edits += 1;
    }
    return Date.now() >= end;
  });
  return edits;
}
