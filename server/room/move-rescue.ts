/**
 * When text that a move left behind (contract/document/moves.ts) is taken home: soon after a move arrives, soon after
 * somebody who was away hands over their work, and whenever a compaction or the opening of a document finds some. The
 * document is loaded for it in the worker, never here; it rests between two looks, and stops looking after some seconds.
 *
 * What always holds: it is done once. One process owns a store, in it one room a document, and in that one rescue at a
 * time, which begins only when all that the one before wrote is confirmed and part of what is looked at.
 */

import { MOVED_FROM } from '../contract/document/names.ts';
import { COMPACT_REST_FACTOR, MOVE_LOOK_MS, MOVE_REST_MS_MAX, MOVE_WATCH_MS } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { checkUpdate } from '../lib/strict-update.ts';
import type { CheckedUpdate } from '../lib/update-ranges.ts';
import type { Compactor } from '../storage/compactor.ts';
import type { LogError } from '../storage/document-log.ts';
import type { Contents } from './contents.ts';

interface RescueParts {
  readonly compactor: Pick<Compactor, 'rescue'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Writes in the server's own name; resolves when it is confirmed. */
  readonly write: (update: Uint8Array) => Promise<LogError | null>;
}

const MOVE = Buffer.from(MOVED_FROM);

export class MoveRescue {
  readonly #id: string;
  readonly #contents: Contents;
  readonly #parts: RescueParts;
  #timer: Timer | null = null;
  #running: Promise<void> | null = null;
  #isClosed = false;
  /** Until then every change is followed by a look: people who have not seen the move yet may still write. */
  #watchUntil = 0;
  #restUntil = 0;
  /** What was written last. */
  #written: CheckedUpdate | null = null;

  constructor(id: string, contents: Contents, parts: RescueParts) {
    this.#id = id;
    this.#contents = contents;
    this.#parts = parts;
  }

  /** @param isArrival whether it is the first from somebody who has just come: all that they wrote while they were away. */
  noticed(update: Uint8Array, isArrival: boolean): void {
    const now = this.#parts.clock.now();
    if (mentionsMove(update) || (isArrival && this.#contents.some(mentionsMove)))
      this.#watchUntil = now + MOVE_WATCH_MS;
    if (now < this.#watchUntil) this.#lookLater();
  }

  /** The document was opened, or a compaction found something. */
  look(): void {
    if (this.#contents.some(mentionsMove)) this.#lookLater();
  }

  /** Waits for the one under way. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#running;
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    const delayMs = Math.max(MOVE_LOOK_MS, this.#restUntil - this.#parts.clock.now());
    this.#timer ??= this.#parts.clock.after(delayMs, () => {
      this.#timer = null;
      if (this.#running !== null || (this.#written !== null && !this.#contents.holds(this.#written))) this.#lookLater();
      else
        this.#running = this.#run().finally(() => {
          this.#running = null;
        });
    });
  }

  async #run(): Promise<void> {
    const startedAt = this.#parts.clock.now();
    const { snapshot, tail } = this.#contents;
    const found = await this.#parts.compactor.rescue({
      snapshot,
      note: null,
      tail: tail.map(({ sequence, at, user, bytes }) => ({ sequence, at, user, bytes })),
    });
    const now = this.#parts.clock.now();
    this.#restUntil = now + Math.min(COMPACT_REST_FACTOR * (now - startedAt), MOVE_REST_MS_MAX);
    if (!found.ok) this.#parts.logger.warn({ document: this.#id, failure: found.error }, 'a look for moves failed');
    if (!found.ok || found.value === null || this.#isClosed) return;
    this.#written = checkUpdate(found.value);
    const error = await this.#parts.write(found.value);
    if (error !== null) this.#written = null;
  }
}

function mentionsMove({ buffer, byteOffset, length }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, length).includes(MOVE);
}
