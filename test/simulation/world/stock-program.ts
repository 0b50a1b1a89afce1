/**
 * A program with the stock y-websocket client, which knows nothing of this project: it keeps notes of its own in
 * somebody's document, cannot be told what is saved, and comes back by itself as that client does.
 */

import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { Fates, Visit } from './fates.ts';
import { Cable, type Network } from './network.ts';
import { Life } from './schedule.ts';
import { NOTES } from './texts.ts';

/** Who it is for the server. */
export const STOCK_NAME = 'zoe';

/** From here on the stock client does not come back. */
const STOPS_FROM = 4_400;

export interface StockProgramParts {
  readonly network: Network;
  readonly fates: Fates;
  /** It has ended, and what only it had is gone. */
  readonly onLeft: () => void;
}

export class StockProgram {
  readonly documentId: string;
  readonly doc = new Y.Doc();
  readonly cable: Cable;
  readonly #network: Network;
  readonly #fates: Fates;
  readonly #onLeft: () => void;
  readonly #life: Life;
  readonly #visit: Visit;
  readonly #provider: WebsocketProvider;
  #hasLeft = false;

  constructor(documentId: string, number: number, { network, fates, onLeft }: StockProgramParts) {
    this.documentId = documentId;
    this.#network = network;
    this.#fates = fates;
    this.#onLeft = onLeft;
    this.#life = new Life(`program ${number}`, STOCK_NAME);
    this.cable = new Cable(this.#life);
    this.#visit = { who: this.#life.name, documentId, isLost: false, isReadOnly: false };
    this.#provider = network.schedule.as(
      this.#life,
      () =>
        new WebsocketProvider('ws://world/sync', documentId, this.doc, {
          WebSocketPolyfill: network.socketClassFor(this.cable),
          disableBc: true,
        }),
    );
    this.#provider.on('connection-close', (event) => {
      if (event === null || event.code < STOPS_FROM || event.code >= STOPS_FROM + 100) return;
      network.trace.cover(`a stock program stopped with ${event.code}`);
      this.leaves();
    });
  }

  get isHere(): boolean {
    return !this.#hasLeft;
  }

  get isConnected(): boolean {
    return this.#provider.wsconnected;
  }

  get isAtRest(): boolean {
    return this.#hasLeft || (this.#provider.synced && this.cable.isQuiet);
  }

  /** For a sentence about what is wrong. */
  get state(): string {
    const { wsconnected, synced } = this.#provider;
    return `${this.#life.name}: ${JSON.stringify({ wsconnected, synced, isQuiet: this.cable.isQuiet })}`;
  }

  writes(random: SeededRandom): void {
    this.#does(() => {
      const notes = this.doc.getText(NOTES);
      const character = this.#fates.type(this.#visit, false);
      this.#network.trace.tell(`${this.#life.name} notes ${character}`);
      notes.insert(random.below(notes.length + 1), character);
    });
  }

  /** What it had not sent is gone with it. */
  leaves(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#visit.isLost = true;
    this.#network.schedule.as(this.#life, () => this.#provider.destroy());
    this.#onLeft();
  }

  #does(action: () => void): void {
    this.#network.schedule.at(this.#life, 0, 'program', () => {
      if (!this.#hasLeft) action();
    });
  }
}
