/** What a room does for one of the people in it beyond passing on what they write. */

/**
 * Answers that one connection may have cut out of a document for itself: one in this interval, and so many at once. Each takes
 * up to a tenth of a second. A page asks once a connection, and every RESYNC_MS; whoever asks more often gets all of it.
 */
export const DIFFERENCE_INTERVAL_MS = 1_000;
export const DIFFERENCES_AT_ONCE_MAX = 3;

/**
 * When those of all connections have taken so long, everybody else has a turn that is as long as they took: no longer than the
 * second figure, whatever is done to the clock meanwhile.
 */
export const DIFFERENCES_A_TURN_MS = 10;
export const DIFFERENCES_REST_MS_MAX = 1_000;

/**
 * Bytes of one connection that build on something that never came, and for how long: whoever is asked for it (SyncStep1)
 * answers within a moment. They lie in the log, of no use to anybody, until it comes.
 */
export const PENDING_BYTES_MAX = 1024 * 1024;
export const PENDING_MS = 30_000;

/** And so many of them: what is missing is asked for with the first, and a person types a thousand in more than that time. */
export const PENDING_UPDATES_MAX = 1_000;
