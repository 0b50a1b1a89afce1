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

/** How much of a document comes with the page, as HTML: three screens at a desk, and what a first answer of TCP carries. */
export const FIRST_TEXT_CHARACTERS_MAX = 8_000;

/** What is larger is not made into text: ten thousand words take the thread some ms, a book more than the page may wait. */
export const FIRST_TEXT_STATE_BYTES_MAX = 64 * 1024;

/** The page waits this long for it at most: only on a busy machine, or while the thread for it starts (some 400 ms). */
export const FIRST_TEXT_MS_MAX = 250;

/** Entries on a page of a list of the API, unless it says less. */
export const PAGE_ROWS_MAX = 200;

/** Tokens for programs that are kept; each is some 300 bytes. */
export const API_TOKENS_MAX = 10_000;

/** Its last use is noted again after this time. */
export const API_TOKEN_USED_MS = 60_000;

/** Requests to the API that one token, or one address without a token, may make in a minute. */
export const API_REQUESTS_PER_MINUTE = 600;

/** Those of all browsers at one address: home, which is looked at, asks some 30 times a minute, and an office has one address. */
export const API_REQUESTS_OF_BROWSERS_PER_MINUTE = 12_000;

/** Senders of requests that are counted at once; the oldest are forgotten. */
export const API_SENDERS_REMEMBERED_MAX = 10_000;

/** States that programs read lately, so that they can write against them; beyond this the oldest is forgotten. */
export const CONTENT_GIVEN_BYTES_MAX = 32 * 1024 * 1024;

/** Documents are measured anew for whoever looks after the server when they were measured so long ago. */
export const SIZES_FRESH_MS = 60_000;

/** The test of the way through a proxy: so many at once, of so many messages of so many bytes, for so long at most. */
export const SELF_TESTS_MAX = 4;
export const SELF_TEST_MESSAGES_MAX = 16;
export const SELF_TEST_MESSAGE_BYTES_MAX = 128 * 1024;
export const SELF_TEST_MS_MAX = 15_000;

/** Webhooks that are kept. */
export const WEBHOOKS_MAX = 100;

/** Messages that wait for webhooks; beyond it nothing is queued until some were delivered or given up. */
export const WEBHOOK_QUEUE_MAX = 100_000;

/** Deliveries of each webhook that are remembered. */
export const WEBHOOK_LOG_ROWS_MAX = 200;

/** How long a delivery may take; each webhook is sent one at a time. */
export const WEBHOOK_ANSWER_MS = 10_000;

/** After each failed attempt it waits longer, 34 hours in all; after the last it is given up. */
export const WEBHOOK_RETRIES_S: readonly number[] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 57_600];

/** The queue is looked at as often as this at least. */
export const WEBHOOK_LOOK_MS_MAX = 60_000;
