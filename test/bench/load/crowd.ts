/** The clients that one load process plays, and what each has seen of the others' typing. */

import { LoadClient } from './client.ts';
import type { ConnectParameters } from './commands.ts';
import type { ServerMessage } from './dialect.ts';
import { MarkerLedger } from './ledger.ts';
import { scanMarkers } from './markers.ts';
import { PresenceView } from './presence.ts';
import { Typist } from './typist.ts';

/** Connections being opened at once: more would measure the queue of the listening socket. */
const DIALLING_MAX = 50;

export interface Person {
  readonly client: LoadClient;
  /** Index of the person in the crowd; presence entries carry it. */
  readonly index: number;
  readonly document: number;
  /** Null for one who only reads. */
  readonly typist: Typist | null;
  readonly writer: number;
  readonly ledger: MarkerLedger;
  readonly presence: PresenceView;
  presenceBytes: number;
  /** How often the cursor moved: the clock of the presence entry. */
  moves: number;
}

/** Told of each marker that reached somebody else for the first time. */
export type OnMarker = (person: Person, writer: number, bytes: Buffer, sentAt: number) => void;

export class Crowd {
  readonly people: readonly Person[];
  readonly writers: readonly Person[];
  readonly #peoplePerDocument: number;
  /** Markers that reached somebody other than their writer, each once a person. */
  delivered = 0;
  /** Presence entries that were news to somebody other than their owner. */
  presenceDelivered = 0;
  onMarker: OnMarker | null = null;

  constructor(parameters: ConnectParameters) {
    const { documents, clientsPerDocument } = parameters;
    this.#peoplePerDocument = clientsPerDocument;
    this.people = Array.from({ length: documents * clientsPerDocument }, (_, index) =>
      createPerson(parameters, index, (person, message) => this.#onMessage(person, message)),
    );
    this.writers = this.people.filter(({ typist }) => typist !== null);
  }

  /** Lets everybody in, a few at a time. */
  async connect(): Promise<void> {
    const dialling = new Set<Promise<unknown>>();
    for (const { client } of this.people) {
      if (dialling.size >= DIALLING_MAX) await Promise.race(dialling);
      const synced = client.dial().finally(() => dialling.delete(synced));
      dialling.add(synced);
    }
    await Promise.all(dialling);
  }

  leave(): void {
    for (const { client } of this.people) client.leave();
  }

  /** People whom the server has sent away. */
  closed(): readonly Person[] {
    return this.people.filter(({ client }) => client.closeCode !== null);
  }

  sent(): number {
    return this.writers.reduce((sum, { typist }) => sum + (typist?.typed ?? 0), 0);
  }

  /** How many deliveries there will be once everything sent has reached everybody else. */
  expected(): number {
    return this.sent() * (this.#peoplePerDocument - 1);
  }

  repeated(): number {
    return this.people.reduce((sum, { ledger }) => sum + ledger.repeated, 0);
  }

  /** Markers that others of the same document have sent and this person does not have. */
  missing(person: Person): number {
    const colleagues = this.writers.filter((other) => other.document === person.document && other !== person);
    return colleagues.reduce((sum, { typist, writer }) => sum + person.ledger.missing(writer, typist?.typed ?? 0), 0);
  }

  /** The next person in the same document. */
  witnessOf({ index, document }: Person): Person | undefined {
    const first = document * this.#peoplePerDocument;
    return this.people[first + ((index - first + 1) % this.#peoplePerDocument)];
  }

  #onMessage(person: Person, message: ServerMessage): void {
    switch (message.kind) {
      case 'update':
      case 'sync-step-2':
        this.#onUpdate(person, message.body);
        break;
      case 'awareness':
        person.presenceBytes += message.body.length;
        this.presenceDelivered += person.presence.read(message.body, person.index);
        break;
      default:
    }
  }

  #onUpdate(person: Person, update: Buffer): void {
    scanMarkers(update, (writer, number, sentAt) => {
      if (person.typist !== null && writer === person.writer) return;
      if (!person.ledger.see(writer, number)) return;
      this.delivered += 1;
      this.onMarker?.(person, writer, update, sentAt);
    });
  }
}

function createPerson(
  parameters: ConnectParameters,
  index: number,
  onMessage: (person: Person, message: ServerMessage) => void,
): Person {
  const { port, dialect, documentPrefix, clientsPerDocument, writersPerDocument } = parameters;
  const document = Math.floor(index / clientsPerDocument);
  const seat = index % clientsPerDocument;
  const firstWriter = document * writersPerDocument;
  const writer = firstWriter + seat;
  const person: Person = {
    client: new LoadClient({
      ...{ port, dialect, document: `${documentPrefix}${document}` },
      onMessage: (message) => onMessage(person, message),
    }),
    ...{ index, document, writer },
    typist: seat < writersPerDocument ? new Typist(writer) : null,
    ledger: new MarkerLedger(firstWriter, writersPerDocument),
    presence: new PresenceView(),
    presenceBytes: 0,
    moves: 0,
  };
  return person;
}
