/**
 * Opens one document of a data directory with the built server's log, in a process that did nothing before, and prints
 * how long that took and what it shows: `node open-once.mjs DIRECTORY ID`.
 */

import * as Y from 'yjs';

const [, , directory, id] = process.argv;
const built = (path) => import(new URL(`../../dist/server/${path}`, import.meta.url).href);
const [{ openLevelLog }, { systemClock }] = await Promise.all([built('storage/level-log.js'), built('lib/clock.js')]);

const log = await openLevelLog({ directory, clock: systemClock });
if (!log.ok) throw new Error(log.error.message);
const start = performance.now();
const before = process.cpuUsage();
const opened = await log.value.open(id);
const elapsedMs = performance.now() - start;
const { user, system } = process.cpuUsage(before);
if (!opened.ok || opened.value.damage !== null) throw new Error('the document is not whole');
const { snapshot, tail } = opened.value;
const document = new Y.Doc();
document.transact(() => {
  if (snapshot !== null) Y.applyUpdate(document, snapshot.bytes);
  for (const { bytes } of tail) Y.applyUpdate(document, bytes);
});
await log.value.close();
const text = document.getText('body').toString();
process.stdout.write(JSON.stringify({ elapsedMs, cpuMs: (user + system) / 1_000, text }));
