/**
 * The lines between pages and the server. Each connection keeps its order, as TCP does; what goes over different ones
 * overtakes. A line can be slow, cut for a while (what is on its way waits), or dead (it is lost, and nobody is told).
 *
 * What always holds: bytes arrive in order, at most once, and whole as far as they arrive.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { PageSocket } from './page-socket.ts';
import { type Meddling, meddled, type Plant, UNPLANTED } from './plants.ts';
import { Life, type Schedule } from './schedule.ts';
import { ServerEnd } from './server-end.ts';
import type { Trace } from './trace.ts';

/** What a listening process does with a newcomer. */
export interface Listening {
  readonly life: Life;
  upgrade(request: IncomingMessage, socket: Duplex): void;
}

/** How somebody's line to the server is at present. */
export class Cable {
  owner: Life;
  readonly wires = new Set<Wire>();
  /** Usual time for one way, in milliseconds. */
  latencyMs = 10;
  isCut = false;
  /** Whether its owner takes nothing from the socket. */
  isStalled = false;
  /** Bytes that the system holds for it before the server's writes wait. */
  windowBytes = 64 * 1024;
  /** How much larger than it is the server believes its own backlog: so that little is already too much. */
  backlogScale = 1;

  constructor(owner: Life) {
    this.owner = owner;
  }

  /** Whether what is said here is heard there, and nothing is on its way. */
  get isQuiet(): boolean {
    const connected = [...this.wires].filter(({ isConnected }) => isConnected);
    return connected.length > 0 && connected.every(({ isEmpty }) => isEmpty);
  }
}

/** After this a browser gives up a connection that does not come about: the longest of those we know. */
const PATIENCE_TO_CONNECT_MS = 240_000;
const BROKEN = 1006;

export class Network {
  readonly schedule: Schedule;
  readonly trace: Trace;
  readonly random: SeededRandom;
  /** Who acts when it is nobody's turn. */
  readonly ether = new Life('world');
  /** Connections with a server's end. */
  readonly connected = new Set<Wire>();
  /** Frames on their way down, and up, where a mistake is planted. */
  readonly #down: Meddling | null;
  readonly #up: NonNullable<Plant['up']> | null;
  /** Null while no process listens. */
  listening: Listening | null = null;
  #wires = 0;

  constructor(schedule: Schedule, trace: Trace, random: SeededRandom, plant: Plant = UNPLANTED) {
    this.schedule = schedule;
    this.trace = trace;
    this.random = random;
    this.#down = plant.down?.() ?? null;
    this.#up = plant.up ?? null;
  }

  /** What a page sends becomes this. */
  meddledUp(payload: Buffer, answer: (finished: Buffer) => void): Buffer | null {
    return this.#up === null ? payload : this.#up(answer)(payload);
  }

  /** What the server writes becomes this. */
  meddledDown(chunk: Buffer): Buffer {
    return this.#down === null ? chunk : meddled(chunk, this.#down);
  }

  /** A WebSocket class for somebody's page. */
  socketClassFor(cable: Cable): typeof WebSocket {
    const network = this;
    // Not a class of its own, so that all sockets have one shape.
    function Opened(url: string): PageSocket {
      const wire = new Wire(network, cable, ++network.#wires);
      const socket = new PageSocket(wire);
      wire.open(socket, url);
      return socket;
    }
    return Opened as unknown as typeof WebSocket;
  }

  /** Time for one way, seldom many times the usual. */
  delayMs(cable: Cable): number {
    const { random } = this;
    const usual = cable.latencyMs * (0.5 + random.next());
    return random.chance(0.02) ? usual * (1 + random.below(20)) : usual;
  }

  cut(cable: Cable): void {
    cable.isCut = true;
  }

  heal(cable: Cable): void {
    cable.isCut = false;
    for (const wire of cable.wires) wire.flow();
  }

  stall(cable: Cable): void {
    cable.isStalled = true;
  }

  drain(cable: Cable): void {
    cable.isStalled = false;
    for (const wire of cable.wires) wire.flow();
  }

  /** Everything open is lost without a word to anybody. */
  kill(cable: Cable): void {
    for (const wire of cable.wires) wire.isDead = true;
  }

  /** The owner's program ended; its system says so for it. */
  hangUp(cable: Cable): void {
    for (const wire of [...cable.wires]) wire.endUp();
  }

  /** @param isTold whether the server's system lived on to say so. */
  serverDied(isTold: boolean): void {
    for (const wire of [...this.connected]) wire.serverDied(isTold);
  }

  /** Both ends learn at once, more or less, that the connection is gone. */
  reset(cable: Cable): void {
    for (const wire of cable.wires) wire.reset();
  }
}

/** One direction: what was sent arrives later, in order. Null is the end. */
class Pipe {
  readonly #wire: Wire;
  readonly #receiver: () => Life | null;
  readonly #deliver: (chunk: Buffer | null) => void;
  readonly #what: string;
  #held: (Buffer | null)[] = [];
  #lastAt = 0;
  #onItsWay = 0;

  constructor(wire: Wire, what: string, receiver: () => Life | null, deliver: (chunk: Buffer | null) => void) {
    this.#wire = wire;
    this.#what = what;
    this.#receiver = receiver;
    this.#deliver = deliver;
  }

  send(chunk: Buffer | null): void {
    const { network } = this.#wire;
    if (chunk !== null && chunk.length > 1 && network.random.chance(0.03)) {
      const middle = 1 + network.random.below(chunk.length - 1);
      this.#sendWhole(chunk.subarray(0, middle));
      this.#sendWhole(chunk.subarray(middle));
    } else this.#sendWhole(chunk);
  }

  get isEmpty(): boolean {
    return this.#onItsWay + this.#held.length === 0;
  }

  flow(): void {
    if (this.#wire.cable.isCut) return;
    for (const chunk of this.#held.splice(0)) this.#sendWhole(chunk);
  }

  #sendWhole(chunk: Buffer | null): void {
    const { network, cable } = this.#wire;
    if (cable.isCut || this.#held.length > 0) {
      this.#held.push(chunk);
      return;
    }
    const life = this.#receiver();
    if (life === null) return;
    const { schedule, trace } = network;
    this.#lastAt = Math.max(this.#lastAt, schedule.elapsedMs + network.delayMs(cable));
    this.#onItsWay += 1;
    schedule.atMoment(life, this.#lastAt, this.#what, () => {
      this.#onItsWay -= 1;
      if (this.#wire.isDead) return;
      if (chunk !== null) trace.bytes(life.name, this.#what, chunk);
      this.#deliver(chunk);
    });
  }
}

/** One connection. */
export class Wire {
  readonly network: Network;
  readonly cable: Cable;
  readonly #up: Pipe;
  readonly #down: Pipe;
  readonly #number: number;
  /** Who opened it: a tab that is killed takes nothing from it any more, whatever its successor does. */
  readonly #owner: Life;
  /** Arrived, and not taken by its page. */
  readonly #arrived: (Buffer | null)[] = [];
  #page: PageSocket | null = null;
  #server: ServerEnd | null = null;
  #serverLife: Life | null = null;
  #downBytes = 0;
  #hasEndedUp = false;
  isDead = false;

  constructor(network: Network, cable: Cable, number: number) {
    this.network = network;
    this.cable = cable;
    this.#number = number;
    this.#owner = cable.owner;
    this.#up = new Pipe(
      this,
      'up',
      () => this.#serverLife,
      (chunk) => this.#server?.arrive(chunk),
    );
    this.#down = new Pipe(
      this,
      'down',
      () => this.#owner,
      (chunk) => this.#arriveDown(chunk),
    );
  }

  open(page: PageSocket, url: string): void {
    const { schedule } = this.network;
    this.#page = page;
    this.cable.wires.add(this);
    const givesUpAt = schedule.elapsedMs + PATIENCE_TO_CONNECT_MS;
    schedule.at(this.#owner, this.network.delayMs(this.cable), 'connect', () => this.#connect(url, givesUpAt));
  }

  sendUp(bytes: Buffer): void {
    if (!this.#hasEndedUp) this.#up.send(bytes);
  }

  /** A message of the page, before it is a frame; null when it gets lost. */
  meddle(payload: Buffer): Buffer | null {
    return this.network.meddledUp(payload, (finished) => this.sendDown(finished));
  }

  /** The page is done with it. */
  endUp(): void {
    if (this.#hasEndedUp) return;
    this.#hasEndedUp = true;
    this.#up.send(null);
    if (this.#server === null) this.cable.wires.delete(this);
  }

  /** For the server's end. */
  sendDown(chunk: Buffer | null): void {
    this.#downBytes += chunk?.length ?? 0;
    this.#down.send(chunk);
  }

  /** For the server's end: whether the system takes more. */
  get takesMore(): boolean {
    return this.#downBytes < this.cable.windowBytes;
  }

  get isConnected(): boolean {
    return !this.isDead && this.#server !== null && !this.#hasEndedUp;
  }

  get isEmpty(): boolean {
    return this.#up.isEmpty && this.#down.isEmpty && this.#arrived.length === 0;
  }

  serverGone(): void {
    this.#server = null;
    this.network.connected.delete(this);
    if (this.#hasEndedUp) this.cable.wires.delete(this);
  }

  /** The server's process ended. @param isTold whether its system lived on to say so. */
  serverDied(isTold: boolean): void {
    this.serverGone();
    if (isTold) this.#down.send(null);
    else this.isDead = true;
  }

  reset(): void {
    if (this.isDead) return;
    const { schedule } = this.network;
    const server = this.#server;
    this.isDead = true;
    schedule.at(this.#owner, this.network.delayMs(this.cable), 'reset', () => this.#page?.closed(BROKEN));
    if (server !== null && this.#serverLife !== null)
      schedule.at(this.#serverLife, this.network.delayMs(this.cable), 'reset', () => server.destroy());
  }

  /** Something stood in the way and does not any more. */
  flow(): void {
    this.#up.flow();
    this.#down.flow();
    const { schedule } = this.network;
    if (this.#arrived.length > 0) schedule.at(this.#owner, 0, 'read', () => this.#takeArrived());
  }

  #connect(url: string, givesUpAt: number): void {
    const { listening, schedule } = this.network;
    if (this.#page?.readyState !== PageSocket.CONNECTING) return;
    if (this.cable.isCut || this.isDead) {
      if (schedule.elapsedMs > givesUpAt) this.#page.closed(BROKEN);
      else schedule.at(this.#owner, 1_000, 'connect', () => this.#connect(url, givesUpAt));
    } else if (listening === null) this.#page.closed(BROKEN);
    else {
      const server = new ServerEnd(this);
      this.#server = server;
      this.network.connected.add(this);
      this.#serverLife = listening.life;
      schedule.at(listening.life, 0, 'upgrade', () => listening.upgrade(this.#request(url, server), server));
    }
  }

  #request(url: string, socket: Duplex): IncomingMessage {
    const { pathname, search } = new URL(url);
    const request = {
      method: 'GET',
      url: pathname + search,
      headers: {
        host: 'world',
        origin: 'http://world',
        cookie: this.#owner.person,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16, this.#number).toString('base64'),
      },
      socket: Object.assign(socket, { remoteAddress: '127.0.0.1' }),
    };
    return request as unknown as IncomingMessage;
  }

  #arriveDown(chunk: Buffer | null): void {
    this.#arrived.push(chunk);
    this.#takeArrived();
  }

  #takeArrived(): void {
    while (this.#arrived.length > 0 && !this.cable.isStalled) {
      const chunk = this.#arrived.shift() as Buffer | null;
      this.#downBytes -= chunk?.length ?? 0;
      if (chunk === null) this.#page?.closed(BROKEN);
      else this.#page?.received(chunk);
    }
    const { schedule } = this.network;
    const server = this.#server;
    if (server?.isWaiting && this.#serverLife !== null)
      schedule.at(this.#serverLife, this.network.delayMs(this.cable), 'ack', () => server.pump());
  }
}
