/** JSON of what whoever looks after the server is told by the HTTP API. Times are milliseconds since 1970 in UTC. */

import type { NamedPerson } from './account-api.ts';
import type { Health } from './api.ts';

/** `GET /api/admin`: how the server is doing. */
export interface ServerReport {
  /** Processes that the documents are spread over. */
  readonly workers: number;
  /** Those of them that are being started again: what follows is without them. */
  readonly workersAway: number;
  readonly connections: number;
  /** Documents that somebody has open, or had a moment ago. */
  readonly openDocuments: number;
  readonly storage: StorageReport;
  readonly backup: BackupState;
}

/** `ok` and `detail` as `GET /healthz` says. */
export interface StorageReport extends Health {
  /** How often writing stopped since the processes started, and why the last time. */
  readonly stops: number;
  readonly lastStop: { readonly at: number; readonly detail: string } | null;
  /** Age of the oldest change that is not on the disk yet. */
  readonly oldestUnwrittenMs: number;
  /** Of the disk that the data lies on; null where it cannot be told. */
  readonly freeBytes: number | null;
}

export interface FinishedBackup {
  /** Its path on the machine of the server. */
  readonly file: string;
  readonly bytes: number;
  readonly at: number;
}

/** Of the backups that the server made of itself; it knows nothing of others. */
export interface BackupState {
  /** Null while none is being made. */
  readonly running: RunningBackup | null;
  readonly last: FinishedBackup | null;
  /** Why the newest attempt came to nothing. */
  readonly failure: { readonly at: number; readonly sentence: string } | null;
  /** Where they lie, on the machine of the server. */
  readonly directory: string;
}

export type RunningBackup = BackupProgress & { readonly since: number };

/** First everything is written, nobody knows yet how much; then it is read again; then images are copied. */
export type BackupProgress =
  | { readonly step: 'writing'; readonly bytes: number }
  | { readonly step: 'proving'; readonly entries: number; readonly entriesInAll: number }
  | { readonly step: 'images' };

/** `GET /api/admin/documents?from=&limit=`: the largest first, as they were when they were last measured. */
export interface DocumentSizes {
  readonly documents: readonly SizedDocument[];
  /** `?from=` of the next page; null on the last. */
  readonly next: number | null;
  /** Of all documents. */
  readonly count: number;
  readonly bytes: number;
  /** Null before the first measuring is done. */
  readonly measuredAt: number | null;
  /** They are being measured now: ask again. */
  readonly isMeasuring: boolean;
}

export interface SizedDocument {
  readonly id: string;
  /** Null for whoever may not read it. Looking after a server opens nobody's documents. */
  readonly title: string | null;
  /** Null where nobody owns documents, and of a document that is nobody's. */
  readonly owner: NamedPerson | null;
  /** What it says now, and what was written since that was last put together. */
  readonly textBytes: number;
  readonly historyBytes: number;
  /** Set aside because it could not be loaded. */
  readonly asideBytes: number;
}

/**
 * The first message of `/sync/.self-test`, as JSON; from then on each binary message comes back as it was, and after each
 * pong of the browser another message says how long it took.
 */
export interface SeenBySelfTest {
  readonly kind: 'seen';
  /** Whom limits by address count. */
  readonly address: string;
  /** Whether something in between names an address of its own accord, and whether that is believed. */
  readonly isForwarded: boolean;
  readonly isBelieved: boolean;
  /** What the server believes it was asked by; cookies are Secure with https. */
  readonly protocol: 'http' | 'https';
}

export interface PongOfSelfTest {
  readonly kind: 'pong';
  readonly ms: number;
}
