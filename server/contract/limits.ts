/**
 * Every maximum and interval that server and browser share or that a reader would look for. The unit is the last
 * word of each name; the reason stands beside it.
 */

export * from './account-limits.ts';
export * from './comment-limits.ts';
export * from './history-limits.ts';
export * from './room-limits.ts';

/** Document ids: anything else is refused before a byte is allocated for it. */
export const DOCUMENT_ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** Largest WebSocket message the transport accepts: a client's answer to our first sync (its whole offline work). */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024;

/** Pieces a message may come in: browsers send one, and a thousand pieces of one byte cost as much as a thousand frames. */
export const FRAGMENTS_MAX = 64;

/** Frames a second that one connection may send for long: a person makes about 30, a program that pastes some hundred. */
export const FRAMES_PER_S = 1_000;

/** Seconds' worth of frames that may come at once. */
export const FRAMES_BURST_S = 5;

/** Of a connection that has sent more than this at once, so many are looked at before everybody else has a turn: some 5 ms. */
export const FRAMES_A_TURN_MAX = 250;

/** And so many bytes of what it sent: presence of some thousand people is read at ten megabytes a second. */
export const FRAME_BYTES_A_TURN_MAX = 64 * 1024;

/** Upgrades that are looked at before everybody else has a turn; letting 500 people in at once takes 100 ms. */
export const UPGRADES_A_TURN_MAX = 20;

/** Whoever sends faster than that for so long, although read more slowly, is closed with 4529. */
export const FLOOD_MS = 1_000;

/** Connections from one address: an office behind one address has some hundred people with some tabs each. */
export const CONNECTIONS_PER_ADDRESS = 500;

/** Connections of one person, wherever from: somebody with fifty tabs on three devices has room, a leaked token has not. */
export const CONNECTIONS_PER_PERSON = 200;

/** Connections to one document: an update is written to each, and a lecture hall is some hundred. */
export const CONNECTIONS_PER_DOCUMENT = 5_000;

/** Upgrades of one address that are being looked at; each may load a document. */
export const PENDING_PER_ADDRESS_MAX = 20;

/** A client that was sent away so often within so long is refused before the upgrade for the rest of that time. */
export const RETURNS_MAX = 3;
export const RETURNS_MS = 10_000;

/** Of so many at once; a tenth of a kilobyte each. */
export const RETURNS_REMEMBERED_MAX = 10_000;

/** A request that has not arrived within this (its headers, or all of it) is a silent or dripping socket. */
export const REQUEST_ARRIVES_MS = 10_000;

/** An image has longer: the largest over a line of half a megabit a second. */
export const IMAGE_ARRIVES_MS = 5 * 60_000;

/** How often it is looked for such requests. */
export const REQUEST_LOOK_MS = 2_000;

/** Clients in one update or state vector: a document has one for every time that somebody opened it and wrote. */
export const UPDATE_CLIENTS_MAX = 100_000;

/** Structs and deletions in one update: an offline week is some thousand; a million takes a browser seconds to apply. */
export const UPDATE_STRUCTS_MAX = 1_000_000;
export const UPDATE_DELETIONS_MAX = 1_000_000;

/** Characters one client can ever have typed: beyond 2^32 other implementations of Yjs count differently. */
export const CLOCK_MAX = 2 ** 32;

/** Values inside values: deeper ones end the stack of whoever walks them. */
export const NESTING_MAX = 100;

/** Largest presence frame: a name, a colour and two relative positions are about 300 bytes. */
export const PRESENCE_BYTES_MAX = 4 * 1024;

/** Entries in one presence frame: a stock client repeats those of everybody in the room. */
export const PRESENCE_ENTRIES_MAX = 2_000;

/** Client ids that one connection speaks for: a page has one, and a stock client repeats for a while those who left. */
export const PRESENCE_CLIENTS_MAX = 64;

/** Largest presence clock: beyond this a 32-bit clock would overflow and the entry could never be replaced. */
export const PRESENCE_CLOCK_MAX = 2 ** 31 - 1;

/**
 * Largest presence clock that is shown to others; nobody counts so far. Whoever hears a clock repeats it, or goes on from
 * it, and must not be driven beyond the one above, for which they would be sent away.
 */
export const PRESENCE_CLOCK_SHOWN_MAX = 2 ** 30;

/** One combined presence frame a room in this interval: faster than an eye follows a caret. */
export const PRESENCE_TICK_MS = 50;

/** Up to so many deliveries a second a room sends at once; beyond it, gathering for a moment saves most of the work. */
export const FAN_OUT_EAGER_PER_S = 10_000;

/** The longest such moment, reached at thirty times that rate or where sending takes long: still far below what a reader notices. */
export const FAN_OUT_WINDOW_MS_MAX = 20;

/** A client sends at most one checkpoint in this interval, so that a keystroke does not become two frames. */
export const CHECKPOINT_INTERVAL_MS = 250;

/** And one in this interval even when nothing was typed: the echo proves the connection alive in both directions. */
export const CHECKPOINT_IDLE_MS = 15_000;

/** WebSocket ping interval; also how often a connection is looked at. */
export const PING_MS = 14_000;

/** A peer that left this many pings unanswered is gone at the next one: noticed within 3 x 14 s, under the promised 45. */
export const SILENT_PINGS_MAX = 2;

/** A connection silent for this long gets an empty presence frame: the stock client cannot see pings and gives up after 30 s. */
export const KEEP_ALIVE_MS = 10_000;

/** A client asks again (SyncStep1) in this interval, so that a frame lost on the way is healed. */
export const RESYNC_MS = 45_000;

/** A checkpoint unanswered for this long means a half-open connection: 15 s idle plus this is the 45 s of the promise. */
export const ECHO_TIMEOUT_MS = 30_000;

/** The same after a hint that the network changed (offline, waking up): the connection is probed, not trusted. */
export const PROBE_TIMEOUT_MS = 5_000;

/**
 * Reconnecting is full jitter: a random moment inside a window that doubles from the first to the last. 3 s spreads
 * the clients of a restarted server to under 3 % in any 50 ms; 15 s is as long as a person should wait.
 */
export const RECONNECT_WINDOW_FIRST_MS = 3_000;
export const RECONNECT_WINDOW_LAST_MS = 15_000;

/** While nothing is typed a client asks so often whether its document says what the server's says. */
export const COMPARE_MS = 60_000;

/** So often in a row a page gives itself another client id before it says that it cannot write here. */
export const REJOINS_MAX = 5;

/** A connection that was closed and does not answer the close frame is cut off after this. */
export const CLOSE_ANSWER_MS = 5_000;

/** Bytes buffered for a reader before it gets nothing more until it drains. */
export const SEND_BUFFER_BYTES_MAX = 4 * 1024 * 1024;

/** A longer update is sent to our clients in pieces of this size: half a second of a slow telephone line each. */
export const PIECE_BYTES = 64 * 1024;

/** A reader that has not drained by then is closed with 4508. */
export const SLOW_READER_MS = 30_000;

/** Bytes waiting for the log, of all documents; beyond it whoever writes is closed with 4529, and comes back. */
export const APPEND_QUEUE_BYTES_MAX = 64 * 1024 * 1024;

/** Bytes of one connection that wait for the log; beyond it that socket is not read until half are on disk. */
export const UNCONFIRMED_BYTES_MAX = 1024 * 1024;

/** Client ids that are named to a client which has to give them up. */
export const CONFLICTS_NAMED_MAX = 1_000;

/** Compaction triggers: a cold open reads at most this much tail. */
export const COMPACT_RECORDS = 500;
export const COMPACT_BYTES = 64 * 1024;
export const COMPACT_IDLE_MS = 2_000;

/** One compaction takes at most so many records, the next one the rest: neither copying them nor removing them stalls. */
export const COMPACT_RECORDS_MAX = 5_000;

/**
 * One step of a compaction - taking in one record - may take so long, and a step over a whole document so much longer
 * for each megabyte. It is looked at every 100 ms, so what hangs is cut off within a second and keeps no other document
 * waiting. It is tried again by itself with so many times the patience, before a record is set aside: a machine that is
 * slow or busy must never make sound text look bad.
 */
export const COMPACT_STEP_MS = 800;
export const COMPACT_STEP_MS_PER_MEGABYTE = 1_000;
export const COMPACT_LOOK_MS = 100;
export const COMPACT_PATIENCE = 30;

/** Memory of the compaction worker; a document that needs more fails there and not in the server. */
export const COMPACT_HEAP_MEGABYTES_MAX = 1_024;

/**
 * The compaction worker ends after resting so long, and with it the memory that it kept: some hundred megabytes after a
 * long document. Starting it takes about a tenth of a second, so one who writes with pauses should not start it each time.
 */
export const COMPACT_THREAD_REST_MS = 30_000;

/**
 * How often it is looked whether the store has been idle and has dead bytes worth removing: so many were written since the
 * last time, and so large a part of the store, since all of it is written anew.
 */
export const TIDY_INTERVAL_MS = 10_000;
export const TIDY_BYTES = 256 * 1024;
export const TIDY_SHARE = 1 / 16;

/** A store up to this size is tidied as a whole, a larger one only where records come and go. */
export const TIDY_WHOLE_BYTES_MAX = 256 * 1024 * 1024;

/** Confirmations are noted in the ledger so much later, many in one line each; and a ledger file holds so much. */
export const LEDGER_FLUSH_MS = 50;
export const LEDGER_BYTES_MAX = 4 * 1024 * 1024;

/** Bytes in one synced write: a longer queue becomes several, so that the first of them is confirmed early. */
export const COMMIT_BYTES_MAX = 4 * 1024 * 1024;

/** First and longest wait before a failed store is opened again. */
export const REOPEN_MS_MIN = 250;
export const REOPEN_MS_MAX = 15_000;

/** The operator is warned below this much free space, which is looked at so often. */
export const FREE_SPACE_WARN_BYTES = 512 * 1024 * 1024;
export const FREE_SPACE_LOOK_MS = 30_000;

/** With less room than this left on the disk nothing is written: LevelDB needs some to tidy up after itself. */
export const FREE_BYTES_MIN = 16 * 1024 * 1024;

/** After a compaction a document rests this many times as long as it took: a tenth of the worker's time at most. */
export const COMPACT_REST_FACTOR = 9;

/** Longest rest between two documents that are compacted because they rest: a large one must not hold up small ones. */
export const COMPACT_TURN_REST_MS_MAX = 1_000;

/** Longer than it rests after the longest one: where the clock is set forth meanwhile, any seems to have taken a year. */
export const COMPACT_REST_MS_MAX = 600_000;

/** After a compaction that failed: soon enough to notice a repaired disk, seldom enough not to fill the log file. */
export const COMPACT_RETRY_MS = 30_000;

/** A room without anybody in it is unloaded after this, so that a reload finds it warm. */
export const ROOM_UNLOAD_MS = 30_000;

/** A shutdown takes 5 s at most: this long for the disk to confirm what was received ... */
export const DRAIN_MS = 3_500;

/** ... and this long for the others to answer the close frame. */
export const FAREWELL_MS = 1_000;

/** Largest body of an HTTP API request; documents travel over the WebSocket. */
export const REQUEST_BYTES_MAX = 64 * 1024;

/** Longest title shown in a list; the document's own title may be longer. */
export const TITLE_CHARACTERS_MAX = 200;

/** Of a document's text so much can be found by a search: some hundred pages. */
export const SEARCH_TEXT_CHARACTERS_MAX = 200_000;

/** Documents that a search finds are counted up to so many, and shown up to so many. */
export const SEARCH_COUNT_MAX = 1_000;
export const SEARCH_FOUND_MAX = 50;

/** Longest search; what is beyond is not looked at. */
export const SEARCH_QUERY_CHARACTERS_MAX = 200;

/** So often the thread of the search gets a successor; what ends more often than that would end again. */
export const SEARCH_DEATHS_MAX = 5;

/** Changes of documents wait so long for others, to be written to the catalogue together; after a failure longer. */
export const CATALOGUE_FLUSH_MS = 200;
export const CATALOGUE_RETRY_MS = 5_000;

/** Documents that are written to the catalogue at once: the search answers nobody meanwhile. */
export const CATALOGUE_BATCH_MAX = 100;

/** Rows of a page of a list: what is asked for when nobody says, and at most. */
export const LIST_ROWS = 50;
export const LIST_ROWS_MAX = 200;

/** Rows that are looked at for a page; who may see fewer than a page of them gets fewer, and a place to go on from. */
export const LIST_LOOKED_AT_MAX = 1_000;

/** Tags of a document, and the length of one. */
export const TAGS_MAX = 20;
export const TAG_CHARACTERS_MAX = 40;

/** People named as present in a document of a list; the document itself shows all. */
export const PRESENT_PEOPLE_MAX = 20;

/** Levels of containers around a block (lists in lists in quotes ...): deeper ones are not shown as levels. */
export const NESTING_LEVELS_MAX = 64;

/** Rows and columns of a table that are shown: a hostile marker must not make a browser build a million cells. */
export const TABLE_ROWS_MAX = 2_000;
export const TABLE_COLUMNS_MAX = 100;

/** And both together: 100,000 cells kept a browser busy for more than 20 s. */
export const TABLE_CELLS_MAX = 10_000;

/** Tables inside cells of tables. */
export const TABLE_NESTING_MAX = 4;

/** Longest token that is looked at: those with a dozen claims and an RSA signature take 2 KB. */
export const TOKEN_BYTES_MAX = 8 * 1024;

/** Longest name of a person in a token (`sub`): it is kept with every record that person writes. */
export const SUBJECT_CHARACTERS_MAX = 128;

/** A browser is known as itself for so long after its last visit: the longest that browsers keep a cookie. */
export const BROWSER_SESSION_S = 400 * 24 * 60 * 60;

/** A connection whose token has ended is closed within so long. */
export const EXPIRY_LOOK_MS = 1_000;

/** Longest name a person shows beside a caret. */
export const NAME_CHARACTERS_MAX = 40;

/**
 * Names that a server keeps of people without an account, some 100 bytes each. Anybody may send some, so there is an end;
 * whoever comes after it is "someone".
 */
export const AUTHOR_NAMES_MAX = 100_000;

/** "Saving..." appears only when the echo takes longer, so that fast typing does not flicker. */
export const SAVING_WORD_MS = 600;

/** "Reconnecting in 4 s" appears only when the server stays away longer, so that a blip does not flicker. */
export const RECONNECT_WORD_MS = 5_000;

/** A first connection that takes longer is told as "the server is away": some networks never answer at all. */
export const OPENING_MS = 3_000;

/**
 * Documents a device keeps a copy of because they were opened lately; pinned ones, and those with text that the server
 * lacks, are kept beside them. A browser drops everything of a site that keeps too much.
 */
export const DEVICE_COPIES_MAX = 100;

/** Rows of the copy on a device before they are folded into one; reading 500 small rows takes some milliseconds. */
export const DEVICE_COPY_ROWS_MAX = 500;

/** So long after a move, or after somebody came back, it is looked for text that was left behind ... */
export const MOVE_LOOK_MS = 500;

/** Between two looks it rests nine times as long as one took, but no longer than this: meanwhile people write on. */
export const MOVE_REST_MS_MAX = 2_000;

/** ... and again after each change for so long: by then everybody who is here has seen the move. */
export const MOVE_WATCH_MS = 5_000;

/** Earlier places that a moved block remembers: whoever was offline for longer than so many moves finds text in the block before. */
export const MOVE_ORIGINS_MAX = 8;

/** Stretches of ids that a moved block remembers; one that was pieced together from more takes text at its beginning. */
export const MOVE_RUNS_MAX = 1_000;

/** Largest file that is imported: what it unfolds to is held in the memory of one browser tab. */
export const IMPORT_BYTES_MAX = 32 * 1024 * 1024;

/** Largest update that a file may become: one that a page could also send in one piece. */
export const IMPORT_UPDATE_BYTES_MAX = 16 * 1024 * 1024;

/** Largest image file: a photograph from a telephone has 3 to 8 MB. */
export const IMAGE_BYTES_MAX = 20 * 1024 * 1024;

/** Largest image in pixels, by its header: to show it a browser needs four bytes for each, however small the file. */
export const IMAGE_PIXELS_MAX = 64_000_000;

/** Images on their way into the server's memory at once; more are told to come back. */
export const IMAGE_UPLOADS_MAX = 8;

/** So long an image outlives the last document that spoke of it: whoever pasted it elsewhere may be offline meanwhile. */
export const IMAGE_REST_MS = 24 * 60 * 60 * 1000;

/** How often the server looks for images that nothing speaks of, and how many it then takes. */
export const IMAGE_SWEEP_MS = 60 * 60 * 1000;
export const IMAGE_SWEEP_MAX = 1_000;

/** Name of a stored image: what is in it (SHA-256), and its kind. */
export const IMAGE_NAME_PATTERN = /^[0-9a-f]{64}\.(?:png|jpeg|gif|webp|avif)$/;

/** Where images are fetched from, and sent to. */
export const IMAGE_PATH = '/api/images/';

/** Matches that a search shows: more are of no use to a person, and each is drawn. */
export const FIND_MATCHES_MAX = 5_000;

/** A regular expression that has not finished after this time is ended: some would run for years. */
export const FIND_PATTERN_MS_MAX = 1_500;

/** Most processes that documents are spread over: each has a database, a compaction thread and about 60 MB of its own. */
export const WORKERS_MAX = 64;

/** Before a worker that ended is started again; doubled each time it ends soon, up to the second figure. */
export const WORKER_RESTART_MS = 500;
export const WORKER_RESTART_MS_MAX = 30_000;

/** A worker that has not opened its database by then never will: after a crash a large one is read once. */
export const WORKER_START_MS_MAX = 120_000;
