/**
 * Preloaded into a server that is measured: notes each time its main thread was busy for longer than a few
 * milliseconds between two turns of its loop, in CPU time of that thread alone, as lines "moment milliseconds".
 */

import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const NOTED_MS_MIN = 2;
const file = process.env.STALL_WITNESS;

if (isMainThread && file !== undefined) {
  const path = `/proc/self/task/${process.pid}/schedstat`;
  const busyMs = () => Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6;
  let before = busyMs();
  setInterval(() => {
    const now = busyMs();
    if (now - before >= NOTED_MS_MIN) appendFileSync(file, `${Date.now()} ${(now - before).toFixed(1)}\n`);
    before = now;
  }, 1).unref();
}
