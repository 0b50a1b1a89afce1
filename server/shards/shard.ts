/**
 * A part of the documents together with all that serves them: sockets, rooms, a log of its own. The HTTP side speaks
 * to documents through this port only, so that it does not matter whether they live in its own process or in others.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessNews } from '../accounts/access-book.ts';
import type { Bearer, Identity } from '../accounts/identity.ts';
import type { DocumentSummary, Health } from '../contract/api.ts';

export interface Shard {
  /** Listener of the HTTP server's `upgrade` event: a connection, or a refusal. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What somebody may read, newest change first; null while the disk cannot be read. */
  documents(identity: Identity): Promise<readonly DocumentSummary[] | null>;
  /** Makes a document with one empty paragraph; one that exists is left as it is. @returns whether it is on the disk. */
  create(documentId: string): Promise<boolean>;
  /** Whether a document holds nothing, and is not known to: false when that cannot be said. */
  isUnwritten(documentId: string): Promise<boolean>;
  /** R26: looks again at the connections that it concerns, and forgets what it remembered. */
  accessChanged(news: AccessNews): void;
  /** Ends the connections that this token opened. */
  signedOut(bearer: Bearer): void;
  /** Whether writes work. */
  health(): Promise<Health>;
  /** For Prometheus, in its text format. */
  metricsText(): Promise<string>;
  /** Lets nobody in, waits for what was sent to be on disk, sends everybody away with 1012. Idempotent. */
  close(): Promise<void>;
}
