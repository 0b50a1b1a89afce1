/**
 * Whole documents for programs: as they are, as they were, and a change of them as one update, which takes the way of
 * every update through the room. The work on them is the content desk's; nothing here holds a document.
 */

import type { ContentDesk, DeskError } from '../content/content-desk.ts';
import type { ContentChange, Unwritable, Updates } from '../content/content-messages.ts';
import { CONTENT_GIVEN_BYTES_MAX, FIRST_TEXT_STATE_BYTES_MAX } from '../contract/api-limits.ts';
import type { ContentKind } from '../contract/document/file-reader.ts';
import { HISTORY_PAGES_WAITING_MAX, PAST_WAITING_MAX } from '../contract/limits.ts';
import { randomClientId } from '../lib/random.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { Turns } from '../lib/turns.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Historian } from '../storage/compactor.ts';
import type { DocumentLog, Sequence } from '../storage/document-log.ts';
import { type Moment, readPast } from '../storage/past.ts';
import { listVersions, type PageRequest, type VersionPage } from '../storage/versions.ts';

/** A state of a document in a format. */
export interface DocumentContent {
  /** The last record that is inside. */
  readonly version: Sequence;
  /** When that was written; null for the newest state, of which this was not asked. */
  readonly at: number | null;
  readonly title: string;
  readonly content: string;
}

export interface ContentWrite {
  readonly format: ContentKind;
  readonly change: ContentChange;
  /** How the log names whoever writes. */
  readonly author: string;
  /** Write only while this is the newest version; null for any. */
  readonly ifVersion: Sequence | null;
  /** The version that the program had read: the change is against it, and merges with what was written since. */
  readonly base: Sequence | null;
}

export interface ContentWritten {
  readonly version: Sequence;
  /** Length of the update; 0 when nothing had to be written. */
  readonly updateBytes: number;
}

export type ContentErrorKind =
  | DeskError['kind']
  | Unwritable['kind']
  /** There is no such document. */
  | 'missing'
  /** That version is not kept by itself, but as a part of a longer stretch of history. */
  | 'no-version'
  /** Somebody has written since. */
  | 'outdated'
  /** The disk, or this document on it, cannot be read or written. */
  | 'disk';

export interface ContentError {
  readonly kind: ContentErrorKind;
  /** What happened and what to do. */
  readonly sentence: string;
}

export type ContentResult<Value> = Result<Value, ContentError>;

export interface DocumentContentsParts {
  readonly log: DocumentLog;
  readonly historian: Pick<Historian, 'replay'>;
  readonly rooms: Rooms;
  readonly desk: ContentDesk;
}

interface State {
  readonly version: Sequence;
  readonly at: number | null;
  readonly updates: Updates;
}

const MISSING: ContentError = { kind: 'missing', sentence: 'There is no such document.' };
const BUSY: ContentError = {
  kind: 'busy',
  sentence: 'Many people are looking at the history of documents. Try again in a moment.',
};
const OUTDATED: ContentError = { kind: 'outdated', sentence: 'Somebody has written since. Read the document again.' };

export class DocumentContents {
  readonly #parts: DocumentContentsParts;
  /** States that were read lately, oldest first. */
  readonly #given = new Map<string, State>();
  #givenBytes = 0;
  readonly #pasts = new Turns(PAST_WAITING_MAX);
  readonly #pages = new Turns(HISTORY_PAGES_WAITING_MAX);

  constructor(parts: DocumentContentsParts) {
    this.#parts = parts;
  }

  async read(id: string, format: ContentKind, moment: Moment): Promise<ContentResult<DocumentContent>> {
    if (moment.kind !== 'latest')
      return this.#inPastTurn(async () => this.#writtenAs(await this.#past(id, moment), format));
    const newest = await this.#newest(id);
    if (newest.ok) this.#remember(id, newest.value);
    return this.#writtenAs(newest, format);
  }

  async #writtenAs(state: ContentResult<State>, format: ContentKind): Promise<ContentResult<DocumentContent>> {
    if (!state.ok) return state;
    const { version, at, updates } = state.value;
    const read = await this.#parts.desk.read({ kind: 'read', updates, format });
    return read.ok ? ok({ version, at, ...read.value }) : read;
  }

  /** All that one took is given back before the next is read. */
  #inPastTurn<Value>(work: () => Promise<ContentResult<Value>>): Promise<ContentResult<Value>> {
    return this.#pasts.take(work) ?? Promise.resolve(failed(BUSY));
  }

  /**
   * How it begins, for a page whose program is still on its way; null where that cannot be said soon. The line of that
   * page comes next and finds the document open.
   */
  async firstText(id: string): Promise<string | null> {
    const room = await this.#parts.rooms.open(id);
    const updates = room.ok ? room.value.updatesWithin(FIRST_TEXT_STATE_BYTES_MAX) : null;
    if (updates === null || updates.length === 0) {
      // Who begins a document has readers soon.
      this.#parts.desk.wake();
      return null;
    }
    const read = await this.#parts.desk.read({ kind: 'read', updates, format: 'first-text' });
    return read.ok ? read.value.content : null;
  }

  /** Who wrote what when: a page, newest first. */
  async versions(id: string, request: PageRequest): Promise<ContentResult<VersionPage>> {
    const page = await (this.#pages.take(() => listVersions(this.#parts.log, id, request)) ?? null);
    if (page === null) return failed(BUSY);
    if (!page.ok) return this.#unusable(id, page.error);
    return page.value.versions.length === 0 && (await this.#isMissing(id)) ? failed(MISSING) : page;
  }

  async #isMissing(id: string): Promise<boolean> {
    const opened = await this.#parts.log.open(id);
    return opened.ok ? opened.value.head === 0 : opened.error.code === 'gone';
  }

  async write(
    id: string,
    { format, change, author, ifVersion, base }: ContentWrite,
  ): Promise<ContentResult<ContentWritten>> {
    const newest = await this.#newest(id);
    if (!newest.ok) return newest;
    const { version } = newest.value;
    if (ifVersion !== null && ifVersion !== version) return failed(OUTDATED);
    const state = base === null || base === version ? newest : await this.#exactly(id, base);
    if (!state.ok) return state;
    const clientId = randomClientId();
    const update = await this.#parts.desk.write({
      kind: 'write',
      updates: state.value.updates,
      format,
      change,
      clientId,
    });
    if (!update.ok) return update;
    if (update.value === null) return ok({ version, updateBytes: 0 });
    const room = await this.#parts.rooms.open(id);
    if (!room.ok) return this.#unusable(id, room.error.message);
    if (ifVersion !== null && !room.value.isAt(ifVersion)) return failed(OUTDATED);
    const written = await room.value.writeAs(author, update.value);
    if (!written.ok) return this.#unusable(id, written.error.message);
    return ok({ version: written.value, updateBytes: update.value.length });
  }

  async #newest(id: string): Promise<ContentResult<State>> {
    const opened = await this.#parts.log.open(id);
    if (!opened.ok) return this.#unusable(id, opened.error.message);
    const { head, snapshot, tail } = opened.value;
    if (head === 0) return failed(MISSING);
    const updates = [...(snapshot === null ? [] : [snapshot.bytes]), ...tail.map(({ bytes }) => bytes)];
    return ok({ version: head, at: null, updates });
  }

  async #past(id: string, moment: Moment): Promise<ContentResult<State>> {
    const { log, historian } = this.#parts;
    const past = await readPast(log, historian, id, moment);
    if (!past.ok) return past.error.kind === 'disk' ? this.#unusable(id, past.error.sentence) : failed(past.error);
    const { through, at, bytes } = past.value;
    if (through === 0) return failed({ kind: 'missing', sentence: 'There was no such document then.' });
    return ok({ version: through, at, updates: [bytes] });
  }

  /** One that was deleted for good is no fault of the disk, and trying again does not help. */
  async #unusable(id: string, sentence: string): Promise<ContentResult<never>> {
    const opened = await this.#parts.log.open(id);
    return failed(!opened.ok && opened.error.code === 'gone' ? MISSING : { kind: 'disk', sentence });
  }

  /** What a program reads it may write against: history keeps that moment only as a part of somebody's run. */
  #remember(id: string, state: State): void {
    const key = `${id}!${state.version}`;
    if (this.#given.has(key)) return;
    this.#given.set(key, state);
    this.#givenBytes += sizeOf(state);
    for (const [oldest, { updates }] of this.#given) {
      if (this.#givenBytes <= CONTENT_GIVEN_BYTES_MAX) break;
      this.#given.delete(oldest);
      this.#givenBytes -= sizeOf({ updates });
    }
  }

  async #exactly(id: string, version: Sequence): Promise<ContentResult<State>> {
    const given = this.#given.get(`${id}!${version}`);
    if (given !== undefined) return ok(given);
    const past = await this.#inPastTurn(() => this.#past(id, { kind: 'sequence', sequence: version }));
    if (!past.ok || past.value.version === version) return past;
    const sentence = `Version ${version} is not kept by itself any more. Read the document again and make the change in that.`;
    return failed({ kind: 'no-version', sentence });
  }
}

function sizeOf({ updates }: Pick<State, 'updates'>): number {
  return updates.reduce((bytes, update) => bytes + update.length, 0);
}
