/**
 * A part of the documents together with all that serves them: sockets, rooms, a log of its own. The HTTP side speaks
 * to documents through this port only, so that it does not matter whether they live in its own process or in others.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessNews } from '../accounts/access-book.ts';
import type { Bearer } from '../accounts/identity.ts';
import type { ServerReport, StorageReport } from '../contract/admin-api.ts';
import type { Health, PresentPeople } from '../contract/api.ts';
import type { ContentKind } from '../contract/document/file-reader.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry } from '../storage/document-log.ts';
import type { Moment } from '../storage/past.ts';
import type { StoreUse } from '../storage/store-use.ts';
import type { PageRequest, VersionPage } from '../storage/versions.ts';
import type { ContentResult, ContentWrite, ContentWritten, DocumentContent } from './document-contents.ts';

export interface ShardReport extends Omit<ServerReport, 'storage' | 'backup'> {
  readonly storage: Omit<StorageReport, 'freeBytes'>;
}

/** What a shard tells by itself. */
export interface ShardWatcher {
  /** A document has come, or was compacted, and says this now. */
  onChange(change: DocumentChange): void;
  /** Changes may have been missed: a process ended and is back. */
  onGap(): void;
}

export interface Shard {
  /** @returns a function that ends it. */
  watch(watcher: ShardWatcher): () => void;
  /** Every document that has a record. @throws Error while a disk cannot be read. */
  entries(): AsyncIterable<DocumentEntry>;
  /** A document and its past, as if it had just been compacted for the first time; null when there is none to be read. */
  describe(documentId: string): Promise<DocumentChange | null>;
  /** Writes in the name of `user`. @returns whether it is on the disk. */
  write(documentId: string, update: Uint8Array, user: string): Promise<boolean>;
  /** @returns whether it has that title, on the disk. */
  retitle(documentId: string, title: string, user: string): Promise<boolean>;
  /** All that it says now, as the first update of another one. @param title of that one; null for the same. */
  copy(documentId: string, title: string | null): Promise<Uint8Array | null>;
  /** For good, with its history. @returns whether it is gone from the disk. */
  remove(documentId: string): Promise<boolean>;
  /** Who is in these documents; those with nobody are left out. */
  present(documentIds: readonly string[]): Promise<PresentPeople>;
  /** Listener of the HTTP server's `upgrade` event: a connection, or a refusal. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Makes a document with one empty paragraph; one that exists is left as it is. @returns whether it is on the disk. */
  create(documentId: string): Promise<boolean>;
  /** Whether a document holds nothing, and is not known to: false when that cannot be said. */
  isUnwritten(documentId: string): Promise<boolean>;
  /** Whether it was deleted for good; false when that cannot be said. */
  isGone(documentId: string): Promise<boolean>;
  /** A document as text in a format, at a moment. */
  readContent(documentId: string, format: ContentKind, moment: Moment): Promise<ContentResult<DocumentContent>>;
  /** How it begins, as HTML; null where that cannot be said soon. */
  firstText(documentId: string): Promise<string | null>;
  /** Its history without the text: a page, newest first. */
  versions(documentId: string, request: PageRequest): Promise<ContentResult<VersionPage>>;
  /** Changes what a document says, as the smallest update that does. */
  writeContent(documentId: string, write: ContentWrite): Promise<ContentResult<ContentWritten>>;
  /** R26: looks again at the connections that it concerns, and forgets what it remembered. */
  accessChanged(news: AccessNews): void;
  /** Tells whoever has the document open, with a client of ours, that its comments have this revision now. */
  commentsChanged(documentId: string, revision: number): void;
  /** Ends the connections that this token opened. */
  signedOut(bearer: Bearer): void;
  /** Whether writes work. */
  health(): Promise<Health>;
  /** How the documents' side is doing. */
  report(): Promise<ShardReport>;
  /** What each document takes on the disk: reads all of it. @throws while that cannot be read. */
  use(): Promise<readonly StoreUse[]>;
  /** For Prometheus, in its text format. */
  metricsText(): Promise<string>;
  /** Lets nobody in, waits for what was sent to be on disk, sends everybody away with 1012. Idempotent. */
  close(): Promise<void>;
}
