/** One document of a floor: who is in it, and how what one sends reaches the others. */

import type { Duplex } from 'node:stream';
import { finishFrame } from '../../../server/lib/websocket-frame.ts';
import type { FloorLog } from './floor-log.ts';
import { PresenceTick } from './floor-presence.ts';

export type RoomStrength = 'frame' | 'batch' | 'batch+sync';

const SYNC = 0;
const AWARENESS = 1;
const STEP_1 = 0;
const EMPTY_STEP_2 = finishFrame(Uint8Array.of(0, 1, 2, 0, 0));
const STEP_1_OF_NOTHING = finishFrame(Uint8Array.of(0, 0, 1, 0));

interface Sent {
  readonly author: Duplex;
  readonly frame: Buffer;
}

export class FloorRoom {
  readonly #id: string;
  readonly #strength: RoomStrength;
  readonly #log: FloorLog | null;
  readonly #sockets = new Set<Duplex>();
  /** Everything stored, as the frames a newcomer gets. */
  readonly #history: Buffer[];
  readonly #presence = new PresenceTick((frame) => {
    for (const socket of this.#sockets) socket.write(frame);
  });
  /** Arrived and not sent yet. */
  readonly #waiting: Sent[] = [];

  private constructor(id: string, strength: RoomStrength, log: FloorLog | null, history: Buffer[]) {
    this.#id = id;
    this.#strength = strength;
    this.#log = log;
    this.#history = history;
  }

  static async open(id: string, strength: RoomStrength, log: FloorLog | null): Promise<FloorRoom> {
    const stored = (await log?.read(id)) ?? [];
    return new FloorRoom(id, strength, log, stored.map(finishFrame));
  }

  join(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.write(STEP_1_OF_NOTHING);
  }

  leave(socket: Duplex): void {
    this.#sockets.delete(socket);
  }

  receive(author: Duplex, message: Buffer): void {
    if (message[0] === AWARENESS) this.#present(author, message);
    else if (message[0] === SYNC && message[1] === STEP_1)
      author.write(Buffer.concat([...this.#history, EMPTY_STEP_2]));
    else if (message[0] === SYNC && message.length > 5) this.#relay(author, message);
  }

  #present(author: Duplex, message: Buffer): void {
    if (this.#strength !== 'frame') this.#presence.announce(message);
    else this.#send([{ author, frame: finishFrame(message) }]);
  }

  #relay(author: Duplex, message: Buffer): void {
    const sent = { author, frame: finishFrame(message) };
    if (this.#strength === 'frame') {
      this.#send([sent]);
      return;
    }
    this.#waiting.push(sent);
    if (this.#log !== null) this.#log.append(this.#id, message, this.#stored);
    else if (this.#waiting.length === 1) setImmediate(() => this.#send(this.#waiting.splice(0)));
  }

  readonly #stored = (count: number): void => {
    const turn = this.#waiting.splice(0, count);
    for (const { frame } of turn) this.#history.push(frame);
    this.#send(turn);
  };

  #send(turn: readonly Sent[]): void {
    const all = turn.length === 1 ? (turn[0] as Sent).frame : Buffer.concat(turn.map(({ frame }) => frame));
    const authors = new Set(turn.map(({ author }) => author));
    for (const socket of this.#sockets) {
      if (!authors.has(socket)) socket.write(all);
      else if (authors.size > 1) {
        socket.write(Buffer.concat(turn.filter(({ author }) => author !== socket).map(({ frame }) => frame)));
      }
    }
  }
}
