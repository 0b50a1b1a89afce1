/** Gives back the room of compacted records once the store is idle: LevelDB by itself keeps them for long. */

import { TIDY_BYTES, TIDY_INTERVAL_MS, TIDY_SHARE, TIDY_WHOLE_BYTES_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { StoreLog } from './store-log.ts';

export class Tidier {
  readonly #timer: Timer;
  readonly #logger: Logger;
  #dirtyBytes = 0;
  #bytesAtLastLook = 0;
  #working: Promise<void> = Promise.resolve();

  constructor(clock: Clock, logger: Logger, log: () => StoreLog) {
    this.#logger = logger;
    this.#timer = clock.every(TIDY_INTERVAL_MS, () => this.#look(log()));
  }

  written(bytes: number): void {
    this.#dirtyBytes += bytes;
  }

  /** Idempotent; waits for work under way. */
  async close(): Promise<void> {
    this.#timer.cancel();
    await this.#working;
  }

  #look(log: StoreLog): void {
    const isIdle = this.#dirtyBytes === this.#bytesAtLastLook;
    this.#bytesAtLastLook = this.#dirtyBytes;
    if (!isIdle || this.#dirtyBytes < TIDY_BYTES) return;
    this.#working = this.#tidy(log).catch((error) => {
      this.#logger.warn({ error: String(error) }, 'the store could not be tidied');
    });
  }

  async #tidy(log: StoreLog): Promise<void> {
    const dirtyBytes = this.#dirtyBytes;
    if (dirtyBytes < TIDY_SHARE * (await log.bytes())) return;
    this.#dirtyBytes -= dirtyBytes;
    this.#bytesAtLastLook = this.#dirtyBytes;
    await log.tidy(TIDY_WHOLE_BYTES_MAX);
  }
}
