/**
 * What each document takes, the largest first: measured when somebody asks, never beside the writing, at most one
 * measuring at a time, and kept until it is asked for again later. It reads the whole store, in small steps.
 */

import { SIZES_FRESH_MS } from '../contract/api-limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { StoreUse } from '../storage/store-use.ts';
import type { Shard } from './shard.ts';

export interface Measured {
  readonly at: number;
  readonly bytes: number;
  /** The largest first. */
  readonly uses: readonly StoreUse[];
}

export interface MeasuringParts {
  readonly shard: Pick<Shard, 'use'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class MeasuredDocuments {
  readonly #parts: MeasuringParts;
  #measured: Measured | null = null;
  #measuring: Promise<void> | null = null;

  constructor(parts: MeasuringParts) {
    this.#parts = parts;
  }

  /** What is known now; begins to measure when that is nothing, or was long ago. */
  look(): { readonly measured: Measured | null; readonly isMeasuring: boolean } {
    const isOld = this.#measured === null || this.#parts.clock.now() - this.#measured.at >= SIZES_FRESH_MS;
    if (isOld) this.#measuring ??= this.#measure();
    return { measured: this.#measured, isMeasuring: this.#measuring !== null };
  }

  async #measure(): Promise<void> {
    const { shard, clock, logger } = this.#parts;
    try {
      const uses = [...(await shard.use())].sort((one, other) => bytesOf(other) - bytesOf(one));
      this.#measured = { at: clock.now(), bytes: uses.reduce((sum, use) => sum + bytesOf(use), 0), uses };
    } catch (error) {
      logger.warn({ error: String(error) }, 'documents could not be measured');
    } finally {
      this.#measuring = null;
    }
  }
}

function bytesOf({ logBytes, snapshotBytes, historyBytes, asideBytes }: StoreUse): number {
  return logBytes + snapshotBytes + historyBytes + asideBytes;
}
