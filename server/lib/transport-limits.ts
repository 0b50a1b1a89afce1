/**
 * The limits that an operator may move: what one connection, one address, one person, one document and the whole
 * server may take. Each is a setting of the same name as its usual value in limits.ts, and is counted under that name.
 *
 * What always holds: a limit lies within its bounds. Below the least the product would not work, above the most it
 * would no longer be a limit.
 */

import * as limits from '../contract/limits.ts';

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Whose limit it is, and what happens at it, as `--help` says it. */
  readonly meaning: string;
}

export const TRANSPORT_LIMITS = {
  FRAME_BYTES_MAX: {
    least: MEGABYTE,
    most: 128 * MEGABYTE,
    meaning: 'Bytes of one message of a connection; whoever sends a longer one is closed with 4413.',
  },
  FRAGMENTS_MAX: { least: 1, most: 10_000, meaning: 'Pieces that one message may come in; more are closed with 4400.' },
  FRAMES_PER_S: {
    least: 10,
    most: 10_000_000,
    meaning: 'Messages a second that one connection may send for long; faster ones are read more slowly, then closed.',
  },
  UNCONFIRMED_BYTES_MAX: {
    least: 64 * KILOBYTE,
    most: 128 * MEGABYTE,
    meaning:
      'Bytes of one connection that wait for the disk; beyond it nothing more is read from it until half are written.',
  },
  SEND_BUFFER_BYTES_MAX: {
    least: 64 * KILOBYTE,
    most: 128 * MEGABYTE,
    meaning: 'Bytes that wait for one connection to read them; beyond it it gets no more until it has read them.',
  },
  SLOW_READER_MS: {
    least: 1_000,
    most: 600_000,
    meaning: 'Milliseconds that a connection may take to read them before it is closed with 4508.',
  },
  PENDING_BYTES_MAX: {
    least: 64 * KILOBYTE,
    most: 128 * MEGABYTE,
    meaning: 'Bytes of one connection that build on something which never came; more are closed with 4409.',
  },
  PENDING_MS: { least: 1_000, most: 600_000, meaning: 'And milliseconds that they may wait for it.' },
  CONNECTIONS_PER_ADDRESS: {
    least: 1,
    most: 1_000_000,
    meaning: 'Connections from one address; a loopback address is not counted.',
  },
  PENDING_PER_ADDRESS_MAX: {
    least: 1,
    most: 100_000,
    meaning: 'Connections from one address that are being let in at once; more are refused with 429.',
  },
  CONNECTIONS_PER_PERSON: {
    least: 1,
    most: 1_000_000,
    meaning: 'Connections of one person, in open access of one browser, wherever from.',
  },
  CONNECTIONS_PER_DOCUMENT: { least: 1, most: 1_000_000, meaning: 'Connections to one document.' },
  APPEND_QUEUE_BYTES_MAX: {
    least: MEGABYTE,
    most: 4_096 * MEGABYTE,
    meaning: 'Bytes of everybody that wait for the disk; beyond it whoever writes is closed with 4529.',
  },
  REQUEST_ARRIVES_MS: {
    least: 1_000,
    most: 600_000,
    meaning: 'Milliseconds within which a request or an upgrade has to have arrived; 408 after that.',
  },
} as const satisfies Readonly<Partial<Record<keyof typeof limits, Bounds>>>;

export type TransportLimit = keyof typeof TRANSPORT_LIMITS;

export type TransportLimits = Readonly<Record<TransportLimit, number>>;

export const TRANSPORT_LIMIT_NAMES = Object.keys(TRANSPORT_LIMITS) as TransportLimit[];

/** What holds when nobody says otherwise. */
export function usualLimits(): TransportLimits {
  const usual: TransportLimits = limits;
  const entries = TRANSPORT_LIMIT_NAMES.map((name) => [name, usual[name]]);
  return Object.fromEntries(entries) as TransportLimits;
}
