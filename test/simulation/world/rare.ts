/**
 * Rare branches, forced: a limit of the product is another one in this world, so that what else takes five hundred
 * records, a megabyte or an hour happens after a few letters. The product's limits are constants; the bundle of the
 * simulation alone makes them movable (`scripts/bundle-simulation.mjs`), so no branch here is one that only a test has.
 */

import * as limits from '../../../server/contract/limits.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';

/** What a limit may become. What must hold holds with each of them: they decide when something happens, never what. */
const VALUES = {
  PIECE_BYTES: [40, 300],
  COMPACT_RECORDS: [2, 20],
  COMPACT_BYTES: [100, 2_000],
  COMPACT_RECORDS_MAX: [1, 7],
  COMPACT_IDLE_MS: [1, 200],
  COMPACT_REST_FACTOR: [0, 1_000],
  COMPACT_RETRY_MS: [1, 500],
  JOIN_COMPACTIONS: [1, 2],
  RUN_PAUSE_MS: [1, 100],
  RUN_SPAN_MS: [1, 100],
  COMMIT_BYTES_MAX: [1, 200],
  FAN_OUT_EAGER_PER_S: [1, 5],
  FRAMES_A_TURN_MAX: [1, 2],
  FRAME_BYTES_A_TURN_MAX: [1, 100],
  UNCONFIRMED_BYTES_MAX: [1, 200],
  SEND_BUFFER_BYTES_MAX: [100, 1_000],
  DEVICE_COPY_ROWS_MAX: [1, 5],
  ROOM_UNLOAD_MS: [20, 500],
  RESYNC_MS: [3_000],
  CHECKPOINT_INTERVAL_MS: [1, 2_000],
  CHECKPOINT_IDLE_MS: [4_000],
  COMPARE_MS: [5_000],
  RECONNECT_WINDOW_FIRST_MS: [1],
  PRESENCE_TICK_MS: [1, 1_000],
  KEEP_ALIVE_MS: [2_000],
  REOPEN_MS_MIN: [1],
  MOVE_LOOK_MS: [1],
  MOVE_WATCH_MS: [100],
  DRAIN_MS: [1, 100],
  FAREWELL_MS: [1],
} as const satisfies Partial<Record<keyof typeof limits, readonly number[]>>;

export type RareLimit = keyof typeof VALUES;

export type RareLimits = Readonly<Partial<Record<RareLimit, number>>>;

const NAMES = Object.keys(VALUES) as RareLimit[];

const all: Readonly<Record<string, unknown>> = { ...limits };

const USUAL = Object.fromEntries(NAMES.map((name) => [name, Number(all[name])]));

const { moveLimit } = limits as unknown as { readonly moveLimit: (name: string, value: number) => void };

/** Up to so many at once; one alone tells better what it was. */
const MOVED_MAX = 5;

export function rareLimits(random: SeededRandom): RareLimits {
  const count = 1 + random.below(MOVED_MAX);
  const names = Array.from({ length: count }, () => random.pick(NAMES));
  return Object.fromEntries(names.map((name) => [name, random.pick<number>(VALUES[name])]));
}

/** From now on these, and the usual ones for the rest. */
export function setLimits(moved: RareLimits): void {
  for (const [name, value] of Object.entries({ ...USUAL, ...moved })) moveLimit(name, value);
}
