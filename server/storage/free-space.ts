/** Warns while there is still time: a disk that is full stops all writing, so its operator hears of it before. */

import { FREE_SPACE_LOOK_MS, FREE_SPACE_WARN_BYTES } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';

export class FreeSpaceGuard {
  readonly #timer: Timer;
  readonly #freeBytes: () => Promise<number>;
  readonly #logger: Logger;
  #isLow = false;
  #looking: Promise<void>;

  constructor(clock: Clock, logger: Logger, freeBytes: () => Promise<number>) {
    this.#freeBytes = freeBytes;
    this.#logger = logger;
    this.#looking = this.#look();
    this.#timer = clock.every(FREE_SPACE_LOOK_MS, () => {
      this.#looking = this.#look();
    });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#timer.cancel();
    await this.#looking;
  }

  /** Speaks when it becomes low and when it is well again, not in between. */
  async #look(): Promise<void> {
    const freeBytes = await this.#freeBytes().catch(() => Number.POSITIVE_INFINITY);
    const isLow = freeBytes < FREE_SPACE_WARN_BYTES;
    if (isLow === this.#isLow) return;
    this.#isLow = isLow;
    if (isLow) this.#logger.warn({ freeBytes }, 'the disk is almost full: free some space, or writing will stop');
    else this.#logger.info({ freeBytes }, 'the disk has room again');
  }
}
