/**
 * How many connections a person and a document may have. Where the server cannot tell people apart (a program in open
 * access) only the document counts; how many come from one address is counted before, see addresses.ts.
 */

import { ANONYMOUS } from '../lib/authors.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import { Tally } from './tally.ts';

type SeatLimit = 'CONNECTIONS_PER_DOCUMENT' | 'CONNECTIONS_PER_PERSON';

export class Seats {
  readonly #people: Tally;
  readonly #documents: Tally;

  constructor(limits: Pick<TransportLimits, SeatLimit>) {
    this.#people = new Tally(limits.CONNECTIONS_PER_PERSON);
    this.#documents = new Tally(limits.CONNECTIONS_PER_DOCUMENT);
  }

  /** @returns the limit that is reached; null when there was room: `leave` gives it back. */
  take(person: string, documentId: string): SeatLimit | null {
    if (person !== ANONYMOUS && !this.#people.enter(person)) return 'CONNECTIONS_PER_PERSON';
    if (this.#documents.enter(documentId)) return null;
    if (person !== ANONYMOUS) this.#people.leave(person);
    return 'CONNECTIONS_PER_DOCUMENT';
  }

  leave(person: string, documentId: string): void {
    if (person !== ANONYMOUS) this.#people.leave(person);
    this.#documents.leave(documentId);
  }
}
