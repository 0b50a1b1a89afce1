/** An input that goes beyond a maximum, and which: so that an operator can see which limits are reached. */

/** Maxima of limits.ts that end a connection, keep one from beginning, or make one wait. Each is counted in `/metrics`. */
export const ENFORCED_LIMITS = [
  'APPEND_QUEUE_BYTES_MAX',
  'CLOCK_MAX',
  'CONNECTIONS_PER_ADDRESS',
  'CONNECTIONS_PER_DOCUMENT',
  'CONNECTIONS_PER_PERSON',
  'FRAGMENTS_MAX',
  'FRAMES_PER_S',
  'FRAME_BYTES_MAX',
  'NESTING_MAX',
  'PENDING_BYTES_MAX',
  'PENDING_MS',
  'PENDING_PER_ADDRESS_MAX',
  'PENDING_UPDATES_MAX',
  'PRESENCE_BYTES_MAX',
  'PRESENCE_CLOCK_MAX',
  'PRESENCE_ENTRIES_MAX',
  'RETURNS_MAX',
  'SEND_BUFFER_BYTES_MAX',
  'SILENT_PINGS_MAX',
  'SLOW_READER_MS',
  'UNCONFIRMED_BYTES_MAX',
  'UPDATE_CLIENTS_MAX',
  'UPDATE_DELETIONS_MAX',
  'UPDATE_STRUCTS_MAX',
] as const;

export type EnforcedLimit = (typeof ENFORCED_LIMITS)[number];

export class LimitError extends Error {
  readonly limit: EnforcedLimit;

  constructor(limit: EnforcedLimit, message: string) {
    super(message);
    this.limit = limit;
  }
}
