/**
 * Sharing: who changes what was given for a document, and how. Whether they may is asked before, of `authorize`; what
 * changes is told, so that open connections and the catalogue follow.
 */

import { ACCESS_REQUESTS_MAX, GRANT_PEOPLE_MAX, LINK_COUNT_MAX } from '../contract/limits.ts';
import type { SharedRole } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import {
  type AccessRecord,
  type ShareLink,
  withLink,
  withLinkOpened,
  withOwner,
  withoutLink,
  withoutPerson,
  withoutRequest,
  withPerson,
  withReach,
  withRequest,
} from '../workspace/access-record.ts';
import type { AccessStore, Asking } from '../workspace/access-store.ts';
import type { People } from '../workspace/people.ts';
import { newSecret, secretHash } from '../workspace/secrets.ts';
import type { AccessNews } from './access-book.ts';

/** `unknown`: no such person. `full`: as many as there may be. */
export type SharingRefusal = 'unknown' | 'full';

export interface SharingParts {
  readonly store: AccessStore;
  readonly people: People;
  readonly clock: Clock;
  onNews(news: AccessNews): void;
}

export class Sharing {
  readonly #parts: SharingParts;

  constructor(parts: SharingParts) {
    this.#parts = parts;
  }

  of(documentId: string): AccessRecord {
    return this.#parts.store.of(documentId);
  }

  /** The first one has it: a document that somebody owns stays theirs. */
  claim(documentId: string, person: string): Promise<AccessRecord> {
    return this.#change(documentId, (record) => (record.owner === null ? withOwner(record, person) : record));
  }

  async give(
    documentId: string,
    to: { readonly person: string; readonly role: SharedRole; readonly expiresAt: number | null },
  ): Promise<Result<AccessRecord, SharingRefusal>> {
    const { person, role, expiresAt } = to;
    if (this.#parts.people.get(person) === undefined) return failed('unknown');
    const record = this.of(documentId);
    if (record.owner === person) return ok(record);
    const isNew = !record.grants.some((grant) => grant.person === person);
    if (isNew && record.grants.length >= GRANT_PEOPLE_MAX) return failed('full');
    return ok(await this.#change(documentId, (before) => withPerson(before, person, role, expiresAt)));
  }

  takeFrom(documentId: string, person: string): Promise<AccessRecord> {
    return this.#change(documentId, (record) => withoutPerson(record, person));
  }

  async giveAway(documentId: string, person: string): Promise<Result<AccessRecord, SharingRefusal>> {
    if (this.#parts.people.get(person) === undefined) return failed('unknown');
    return ok(
      await this.#change(documentId, (record) => (record.owner === person ? record : withOwner(record, person))),
    );
  }

  reach(documentId: string, reach: AccessRecord['reach']): Promise<AccessRecord> {
    return this.#change(documentId, (record) => withReach(record, reach));
  }

  /** @returns the link with the token that opens it, which is told this once. */
  async addLink(
    documentId: string,
    { role, expiresAt }: { readonly role: SharedRole; readonly expiresAt: number | null },
  ): Promise<Result<{ readonly link: ShareLink; readonly token: string }, SharingRefusal>> {
    if (this.of(documentId).links.length >= LINK_COUNT_MAX) return failed('full');
    const token = newSecret();
    const tokenHash = secretHash(token) as string;
    const link = { id: randomId(), tokenHash, role, expiresAt, createdAt: this.#parts.clock.now() };
    await this.#change(documentId, (record) => withLink(record, link));
    return ok({ link, token });
  }

  removeLink(documentId: string, linkId: string): Promise<AccessRecord> {
    return this.#change(documentId, (record) => withoutLink(record, linkId));
  }

  /** What a token opens; null for one that opens nothing any more. */
  opened(token: string): { readonly documentId: string; readonly link: ShareLink } | null {
    const hash = secretHash(token);
    const place = hash === null ? undefined : this.#parts.store.byLink(hash);
    if (place === undefined) return null;
    const link = this.of(place.documentId).links.find(({ id }) => id === place.linkId);
    const isOpen = link !== undefined && (link.expiresAt === null || link.expiresAt > this.#parts.clock.now());
    return isOpen ? { documentId: place.documentId, link } : null;
  }

  /** Somebody with an account opened a link: it stays among theirs for as long as the link. */
  keepLink(documentId: string, link: ShareLink, person: string): Promise<AccessRecord> {
    return this.#change(documentId, (record) =>
      record.links.some(({ id }) => id === link.id) ? withLinkOpened(record, link, person) : record,
    );
  }

  /** Asks the owner. There is no telling whether there is such a document. */
  async ask(documentId: string, person: string): Promise<void> {
    const now = this.#parts.clock.now();
    await this.#change(documentId, (record) => {
      const mayAsk = record.owner !== null && record.owner !== person && record.requests.length < ACCESS_REQUESTS_MAX;
      return mayAsk ? withRequest(record, person, now) : record;
    });
  }

  decline(documentId: string, person: string): Promise<AccessRecord> {
    return this.#change(documentId, (record) => withoutRequest(record, person));
  }

  async askingFor(owner: string): Promise<readonly Asking[]> {
    const asking: Asking[] = [];
    for await (const one of this.#parts.store.askingFor(owner)) asking.push(one);
    return asking;
  }

  async #change(documentId: string, make: (record: AccessRecord) => AccessRecord): Promise<AccessRecord> {
    const after = await this.#parts.store.change(documentId, make);
    this.#parts.onNews({ kind: 'document', documentId });
    return after;
  }
}
