/** The maxima and intervals of history: how it is cut, listed and shown. See limits.ts. */

/** Somebody who pauses for longer starts a new run of history. */
export const RUN_PAUSE_MS = 60_000;

/** And so does whoever goes on after so long while somebody else wrote: the moment between is one to go back to. */
export const RUN_TURN_MS = 5_000;

/** And so do all at every full ten minutes of the clock: the past can be shown at least in steps of this. */
export const RUN_SPAN_MS = 10 * 60_000;

/** Runs of the same people with no longer a pause between them are one version in the list of versions ... */
export const VERSION_PAUSE_MS = 5 * 60_000;

/** ... which ends at every full half hour: who wrote all day has a list of 48, and each is a stretch that one remembers. */
export const VERSION_SPAN_MS = 30 * 60_000;

/** People named as authors of one version; beyond it only how many they were. */
export const VERSION_AUTHORS_MAX = 20;

/**
 * A page of the list of versions looks at so many runs and bytes of history, and ends early where that is not enough: a
 * document with 100,000 runs opens its list as fast as a small one.
 */
export const HISTORY_PAGE_RUNS_MAX = 4_000;
export const HISTORY_PAGE_BYTES_MAX = 16 * 1024 * 1024;

/** Lists of versions that wait for their turn, one being made at a time; more are told to come back. */
export const HISTORY_PAGES_WAITING_MAX = 64;

/** History that is read to show one past state: all of it is in memory for that time. A document of 50 MB has some 20 MB. */
export const PAST_BYTES_MAX = 256 * 1024 * 1024;

/** Past states that wait for their turn, one being made at a time; more are told to come back. */
export const PAST_WAITING_MAX = 16;

/** After so many compactions of a document the small runs they left are joined. */
export const JOIN_COMPACTIONS = 32;
