/**
 * The longest time that the main thread was busy between two turns of its loop, in CPU time of that thread alone: what
 * other processes of the machine, or worker threads, take is not its stall.
 */

import { readFileSync } from 'node:fs';

export class StallMeter {
  #timer: ReturnType<typeof setInterval> | null = null;
  #before = 0;
  longestMs = 0;

  begin(): void {
    this.#before = busyMs();
    this.#timer = setInterval(() => {
      const now = busyMs();
      this.longestMs = Math.max(this.longestMs, now - this.#before);
      this.#before = now;
    }, 1);
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** Linux tells it by thread; elsewhere the clock on the wall has to do. */
function busyMs(): number {
  if (process.platform !== 'linux') return performance.now();
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
