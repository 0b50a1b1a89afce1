/**
 * The one queue of everything that will happen in a world: simulated milliseconds, whose turn it is, what to do. Events
 * of the same moment happen in the order in which they were made. What belongs to somebody who has died does not happen.
 */

import type { Clock, Timer } from '../../../server/lib/clock.ts';
import type { Environment } from '../../../web/lib/environment.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { Browser } from './browser.ts';
import { type ChannelMember, type Host, rest } from './takeover.ts';
import type { Trace } from './trace.ts';

/** Somebody or something that acts: a server process, a page, the network, the disk. */
export class Life {
  readonly name: string;
  /** Whose browser it runs in. */
  readonly person: string;
  isAlive = true;
  /** How far its clock is from the world's, in milliseconds. */
  skewMs = 0;

  constructor(name: string, person = name) {
    this.name = name;
    this.person = person;
  }
}

interface Listener {
  readonly life: Life;
  readonly name: string;
  readonly hear: (message: unknown) => void;
}

class Event implements Timer {
  at = 0;
  order = 0;
  readonly life: Life;
  readonly what: string;
  action: (() => void) | null;
  readonly everyMs: number | null;

  constructor(life: Life, what: string, action: () => void, everyMs: number | null) {
    this.life = life;
    this.what = what;
    this.action = action;
    this.everyMs = everyMs;
  }

  cancel(): void {
    this.action = null;
  }
}

/** The longest that a browser takes to keep something. */
const DEVICE_MS = 20;

/** From one tab to another; always the same, which keeps the order. */
const TAB_MS = 2;

const TIMER_MS_MAX = 2 ** 31 - 1;

/** When worlds begin, in milliseconds since 1970. */
const BEGINNING = 1_800_000_000_000;

export class Schedule implements Host {
  readonly #heap: Event[] = [];
  readonly #trace: Trace;
  readonly #random: SeededRandom;
  readonly #listening = new Set<Listener>();
  readonly #browsersByName = new Map<string, Browser>();
  #made = 0;
  #now = 0;
  #running: Life = new Life('world');
  /** Events that happened. */
  count = 0;
  /** Who asked first for a timer that is longer than timers are, which Node and browsers take for one that is due. */
  overlong: string | null = null;

  constructor(random: SeededRandom, trace: Trace) {
    this.#random = random;
    this.#trace = trace;
  }

  /** Milliseconds since the world began. */
  get elapsedMs(): number {
    return this.#now;
  }

  /** Whose turn it is. */
  get running(): Life {
    return this.#running;
  }

  now(): number {
    return this.#nowFor(this.#running);
  }

  random(): number {
    return this.#random.next();
  }

  get localStorage(): Host['localStorage'] {
    return this.browserOf(this.#running.person).localStorage;
  }

  get indexedDB(): object {
    return this.browserOf(this.#running.person).indexedDB;
  }

  /** Everybody has a browser of their own, which outlives its tabs. */
  browserOf(name: string): Browser {
    const known = this.#browsersByName.get(name);
    if (known !== undefined) return known;
    let freeAt = 0;
    const browser = new Browser((action) => {
      freeAt = Math.max(freeAt, this.#now) + DEVICE_MS * this.#random.next();
      this.atMoment(this.#running, freeAt, 'device', action);
    });
    this.#browsersByName.set(name, browser);
    return browser;
  }

  /** The name begins with an address of the tab's own; what follows is what tabs have in common. */
  listen(channel: string, hear: (message: unknown) => void): ChannelMember {
    const common = channel.replace(/^.*?[.]world/, '');
    const member = { life: this.#running, name: `${this.#running.person} ${common}`, hear };
    this.#listening.add(member);
    return {
      say: (message) => {
        for (const other of this.#listening)
          if (other !== member && other.name === member.name) this.#tell(other, message);
      },
      leave: () => void this.#listening.delete(member),
    };
  }

  #tell({ life, hear }: Listener, message: unknown): void {
    const copy = message instanceof Uint8Array ? message.slice() : structuredClone(message);
    this.#trace.cover('a tab tells another');
    this.at(life, TAB_MS, 'tab', () => hear(copy));
  }

  after(delayMs: number, action: () => void): Timer {
    return this.#add(this.#running, delayMs, 'timer', action, null);
  }

  every(intervalMs: number, action: () => void): Timer {
    return this.#add(this.#running, intervalMs, 'interval', action, intervalMs);
  }

  /** Something that will happen to `life`, `delayMs` from now, unless it dies before. */
  at(life: Life, delayMs: number, what: string, action: () => void): Timer {
    return this.#add(life, delayMs, what, action, null);
  }

  /**
   * The same at a moment since the world began. What must stay in order is told moments: two delays to one moment, told at
   * different times, differ by how they are rounded.
   */
  atMoment(life: Life, momentMs: number, what: string, action: () => void): Timer {
    const event = new Event(life, what, action, null);
    this.#push(event, Math.max(this.#now, momentMs));
    return event;
  }

  clockOf(life: Life): Clock {
    return {
      now: () => this.#nowFor(life),
      after: (delayMs, action) => this.#add(life, delayMs, 'timer', action, null),
      every: (intervalMs, action) => this.#add(life, intervalMs, 'interval', action, intervalMs),
    };
  }

  environmentOf(life: Life): Environment {
    return {
      now: () => this.#nowFor(life),
      random: () => this.#random.next(),
      after: (delayMs, task) => {
        const timer = this.#add(life, delayMs, 'timer', task, null);
        return () => timer.cancel();
      },
    };
  }

  /** Lets `life` do something now, outside the queue. */
  as<Value>(life: Life, action: () => Value): Value {
    const before = this.#running;
    this.#running = life;
    try {
      return action();
    } finally {
      this.#running = before;
    }
  }

  /** The next event, and everything that follows from it at once. @returns false when nothing is left or due by `untilMs`. */
  async step(untilMs: number): Promise<boolean> {
    const event = this.#take(untilMs);
    if (event === null) return false;
    this.#now = Math.max(this.#now, event.at);
    this.count += 1;
    this.#trace.note(event.life.name, event.what, event.at);
    const { action } = event;
    if (event.everyMs === null) event.action = null;
    else this.#push(event, this.#now + event.everyMs);
    this.#running = event.life;
    action?.();
    await rest();
    return true;
  }

  /** Moves on to a moment at which nothing happens. */
  reach(ms: number): void {
    this.#now = Math.max(this.#now, ms);
  }

  #nowFor({ skewMs }: Life): number {
    return Math.floor(BEGINNING + this.#now + skewMs);
  }

  #add(life: Life, wantedMs: number, what: string, action: () => void, everyMs: number | null): Timer {
    const fits = wantedMs <= TIMER_MS_MAX;
    if (!fits) this.overlong ??= `${life.name} waits ${wantedMs} ms, which is no time at all`;
    const event = new Event(life, what, action, everyMs);
    this.#push(event, this.#now + Math.max(0, fits ? wantedMs : 1));
    return event;
  }

  #take(untilMs: number): Event | null {
    for (let first = this.#heap[0]; first !== undefined && first.at <= untilMs; first = this.#heap[0]) {
      this.#pop();
      if (first.action !== null && first.life.isAlive) return first;
    }
    return null;
  }

  #push(event: Event, at: number): void {
    event.at = at;
    event.order = this.#made++;
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent] as Event)) break;
      heap[index] = heap[parent] as Event;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      if (!isBefore(heap[child] as Event, last)) break;
      heap[index] = heap[child] as Event;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
