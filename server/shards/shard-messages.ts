/** What the front process and a worker say to each other, over the channel that Node opens between them. */

import type { IncomingHttpHeaders } from 'node:http';
import type { AccessBook, AccessNews } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Bearer } from '../accounts/identity.ts';
import type { Health, PresentPeople } from '../contract/api.ts';
import type { ContentKind } from '../contract/document/file-reader.ts';
import type { MetricsReading } from '../lib/metrics.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry } from '../storage/document-log.ts';
import type { Moment } from '../storage/past.ts';
import type { StoreUse } from '../storage/store-use.ts';
import type { PageRequest, VersionPage } from '../storage/versions.ts';
import type { ContentResult, ContentWrite, ContentWritten, DocumentContent } from './document-contents.ts';
import type { ShardReport } from './shard.ts';

/** Everything the worker needs to know of an upgrade; the socket itself travels beside it. */
export interface HandedUpgrade {
  readonly kind: 'upgrade';
  readonly url: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Bytes that arrived behind the request. */
  readonly head: Uint8Array;
}

/** Questions, and what each is answered with. */
export interface Calls {
  entries(after: string | null, limit: number): readonly DocumentEntry[] | null;
  describe(documentId: string): DocumentChange | null;
  write(documentId: string, update: Uint8Array, user: string): boolean;
  retitle(documentId: string, title: string, user: string): boolean;
  copy(documentId: string, title: string | null): Uint8Array | null;
  remove(documentId: string): boolean;
  present(documentIds: readonly string[]): PresentPeople;
  create(documentId: string): boolean;
  isUnwritten(documentId: string): boolean;
  isGone(documentId: string): boolean;
  readContent(documentId: string, format: ContentKind, moment: Moment): ContentResult<DocumentContent>;
  firstText(documentId: string): string | null;
  versions(documentId: string, request: PageRequest): ContentResult<VersionPage>;
  writeContent(documentId: string, write: ContentWrite): ContentResult<ContentWritten>;
  health(): Health;
  report(): ShardReport;
  use(): readonly StoreUse[];
  metricsReading(): MetricsReading;
}

/** Calls whose answer is promised. */
export type CallHandlers = {
  readonly [Name in keyof Calls]: (...parameters: Parameters<Calls[Name]>) => Promise<ReturnType<Calls[Name]>>;
};

/** What a worker asks the front process, which has the workspace. */
export interface Questions extends AccessBook {
  readonly identify: Identify;
}

export interface AskMessage {
  readonly kind: 'ask';
  readonly number: number;
  readonly name: keyof Questions;
  readonly parameters: readonly unknown[];
}

/** An answer, to either side; `failure` when what was asked went wrong. */
export type AnswerMessage =
  | { readonly kind: 'answer'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly number: number; readonly message: string };

export interface CallMessage {
  readonly kind: 'call';
  readonly number: number;
  readonly name: keyof Calls;
  readonly parameters: readonly unknown[];
}

export type ToWorker =
  | HandedUpgrade
  | CallMessage
  | AnswerMessage
  | { readonly kind: 'access-changed'; readonly news: AccessNews }
  | { readonly kind: 'comments-changed'; readonly documentId: string; readonly revision: number }
  | { readonly kind: 'signed-out'; readonly bearer: Bearer }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'changed'; readonly change: DocumentChange }
  /** It cannot serve, for a reason that starting again will not change; a sentence for a person. */
  | { readonly kind: 'refused'; readonly sentence: string }
  | AnswerMessage
  | AskMessage;
