/** What a load process can be told, and what it answers: the only thing it shares with the process that measures. */

import type { DialectName } from './dialect.ts';

export interface Commands {
  readonly connect: { readonly parameters: ConnectParameters; readonly result: { readonly elapsedMs: number } };
  readonly type: { readonly parameters: TypeParameters; readonly result: TypeResult };
  readonly present: { readonly parameters: PresentParameters; readonly result: PresentResult };
  readonly stall: { readonly parameters: StallParameters; readonly result: StallResult };
  readonly open: { readonly parameters: OpenParameters; readonly result: OpenResult };
  readonly hand: { readonly parameters: HandParameters; readonly result: null };
  readonly retype: { readonly parameters: RetypeParameters; readonly result: null };
  readonly leave: { readonly parameters: null; readonly result: null };
}

export interface ConnectParameters {
  readonly port: number;
  readonly dialect: DialectName;
  /** The name of a document is this and its index. */
  readonly documentPrefix: string;
  readonly documents: number;
  readonly clientsPerDocument: number;
  /** The first so many clients of each document type. */
  readonly writersPerDocument: number;
}

export interface TypeParameters {
  readonly seconds: number;
  readonly pace:
    | { readonly kind: 'rate'; readonly perSecond: number }
    /** Each writer keeps so many updates on the way and sends the next when a colleague has one of them. */
    | { readonly kind: 'window'; readonly updates: number };
  /** Ends as soon as connections are cut, without complaint: the server is about to be killed. */
  readonly untilCut?: boolean;
}

export interface TypeResult {
  readonly sent: number;
  /** Markers that reached a client other than their writer. */
  readonly delivered: number;
  readonly missing: number;
  readonly repeated: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly elapsedMs: number;
}

export interface PresentParameters {
  readonly seconds: number;
  readonly perSecondAndClient: number;
  /** Characters of the state beside what tells it from the one before. */
  readonly stateLength: number;
}

export interface PresentResult {
  readonly sent: number;
  /** Entries that reached a client other than their own, each the newest that client had seen. */
  readonly delivered: number;
  readonly expected: number;
  /** Pairs of clients of which one did not know the other's last state in the end. */
  readonly stale: number;
}

export interface StallParameters extends PresentParameters {
  readonly typedPerSecond: number;
}

export interface StallResult {
  readonly typed: number;
  /** What the client that had stopped reading lacks after it has caught up; null when it was closed meanwhile. */
  readonly missing: number | null;
  /** The same of everybody else. */
  readonly missingElsewhere: number;
  readonly closeCode: number | null;
  /** Presence that each of the others was sent meanwhile. */
  readonly presenceBytes: number;
}

export interface OpenParameters {
  readonly port: number;
  readonly dialect: DialectName;
  readonly document: string;
  /** So many at once. */
  readonly clients: number;
}

export interface OpenResult {
  readonly elapsedMs: readonly number[];
  readonly bytes: number;
  /** The text of the document as the first client has it: its length, and a hash. */
  readonly characters: number;
  readonly hash: string;
  /** Markers of writer 0 in its text: numbers below `end`, less those missing; and how many stand there twice. */
  readonly markers: { readonly end: number; readonly missing: number; readonly doubled: number };
}

export interface HandParameters {
  readonly port: number;
  readonly dialect: DialectName;
  readonly document: string;
  /** Files with one update each, in order. */
  readonly paths: readonly string[];
}

export interface RetypeParameters {
  readonly port: number;
  readonly dialect: DialectName;
  readonly document: string;
  /** A file of `writeUpdates`. */
  readonly path: string;
  readonly perSecond: number;
}

type CommandName = keyof Commands;

export interface Request {
  readonly command: CommandName;
  readonly parameters: Commands[CommandName]['parameters'];
}

export type Answer =
  | { readonly ok: true; readonly result: Commands[CommandName]['result'] }
  | { readonly ok: false; readonly error: string };
