/** What the compactor and its worker say to each other. */

import type { Result } from '../lib/result.ts';
import type { CompactionInput, CompactionOutput, Reading } from './compactor.ts';
import type { StoredSegment } from './document-log.ts';
import type { Piece } from './runs.ts';

export type WorkerRequest =
  | { readonly kind: 'compact'; readonly input: CompactionInput }
  /** Does the document load? Asked while searching for what hangs when no single record was being taken in. */
  | { readonly kind: 'check'; readonly input: CompactionInput }
  | { readonly kind: 'rescue'; readonly input: CompactionInput }
  | { readonly kind: 'read'; readonly input: CompactionInput }
  | { readonly kind: 'retitle'; readonly input: CompactionInput; readonly title: string }
  | { readonly kind: 'copy'; readonly input: CompactionInput; readonly title: string | null }
  | { readonly kind: 'replay'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'join'; readonly earlier: readonly StoredSegment[]; readonly segments: readonly StoredSegment[] };

export type WorkerReply =
  /** Loaded; the time of the first request counts from here. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'compacted'; readonly result: Result<CompactionOutput, string> }
  | { readonly kind: 'checked' }
  | { readonly kind: 'rescued'; readonly result: Result<Uint8Array | null, string> }
  | { readonly kind: 'was-read'; readonly result: Result<Reading, string> }
  | { readonly kind: 'retitled'; readonly result: Result<Uint8Array | null, string> }
  | { readonly kind: 'copied'; readonly result: Result<Uint8Array, string> }
  | { readonly kind: 'replayed'; readonly result: Result<Uint8Array, string> }
  | { readonly kind: 'joined'; readonly result: Result<StoredSegment[], string> };
