/** The maxima and intervals of the HTTP API for programs: whole documents, tokens, webhooks. See limits.ts. */

/** What a program may send as the content of a document: a book of a thousand pages has 3 MB. */
export const CONTENT_BYTES_MAX = 8 * 1024 * 1024;

/** Reading or writing a whole document takes this long at most; a book of a thousand pages takes two seconds. */
export const CONTENT_DEADLINE_MS = 15_000;

/** The thread for it loads the readers of all formats first; a busy machine takes seconds. */
export const CONTENT_START_MS_MAX = 30_000;

/** Memory of that thread. */
export const CONTENT_HEAP_MEGABYTES_MAX = 768;

/** Requests for whole documents that wait for their turn; more are told to come back. */
export const CONTENT_WAITING_MAX = 64;

/** Entries on a page of a list of the API, unless it says less. */
export const PAGE_ROWS_MAX = 200;

/** Tokens for programs that are kept; each is some 300 bytes. */
export const API_TOKENS_MAX = 10_000;

/** Its last use is noted again after this time. */
export const API_TOKEN_USED_MS = 60_000;

/** Requests to the API that one token, or one address without a token, may make in a minute. */
export const API_REQUESTS_PER_MINUTE = 600;

/** Senders of requests that are counted at once; the oldest are forgotten. */
export const API_SENDERS_REMEMBERED_MAX = 10_000;

/** States that programs read lately, so that they can write against them; beyond this the oldest is forgotten. */
export const CONTENT_GIVEN_BYTES_MAX = 32 * 1024 * 1024;

/** Webhooks that are kept. */
export const WEBHOOKS_MAX = 100;

/** Messages that wait for webhooks; beyond it nothing is queued until some were delivered or given up. */
export const WEBHOOK_QUEUE_MAX = 100_000;

/** Deliveries of each webhook that are remembered. */
export const WEBHOOK_LOG_ROWS_MAX = 200;

/** Deliveries under way at once, and how long each may take. */
export const WEBHOOKS_AT_ONCE = 8;
export const WEBHOOK_ANSWER_MS = 10_000;

/** After each failed attempt it waits longer, 34 hours in all; after the last it is given up. */
export const WEBHOOK_RETRIES_S: readonly number[] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 57_600];

/** The queue is looked at as often as this at least. */
export const WEBHOOK_LOOK_MS_MAX = 60_000;
