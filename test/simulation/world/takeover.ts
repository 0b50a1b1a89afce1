/**
 * Takes the process's clock, timers and dice away from libraries that know no other (ws, y-websocket, lib0): while a
 * world runs they get its own, else the real ones. To be imported before all of them, because some keep what they find.
 *
 * What always holds: outside `within` nothing is changed for anybody.
 */

import { webcrypto } from 'node:crypto';
import type { Timer } from '../../../server/lib/clock.ts';

/** What a world gives in place of what the process has. */
export interface Host {
  /** Milliseconds since 1970, as whoever is running now has them. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  after(delayMs: number, action: () => void): Timer;
  every(intervalMs: number, action: () => void): Timer;
  /** What the browser of whoever is running now keeps. */
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly indexedDB: object;
  /** Whoever is running now hears what other tabs of their browser say on a channel. */
  listen(channel: string, hear: (message: unknown) => void): ChannelMember;
}

export interface ChannelMember {
  say(message: unknown): void;
  leave(): void;
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  dateNow: Date.now,
  mathRandom: Math.random,
  fill: webcrypto.getRandomValues.bind(webcrypto),
};

let host: Host | null = null;

/** What the world's timers look like to those who expect Node's. */
class HostedTimer {
  readonly #timer: Timer;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  cancel(): void {
    this.#timer.cancel();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

type Action = (...values: unknown[]) => void;

function ending(clear: (timer: never) => void) {
  return (timer: unknown) => {
    if (timer instanceof HostedTimer) timer.cancel();
    else clear(timer as never);
  };
}

Object.assign(globalThis, {
  setTimeout: (action: Action, delayMs = 0, ...values: unknown[]) =>
    host === null
      ? real.setTimeout(action, delayMs, ...values)
      : new HostedTimer(host.after(Math.max(1, delayMs), () => action(...values))),
  setInterval: (action: Action, delayMs = 0, ...values: unknown[]) =>
    host === null
      ? real.setInterval(action, delayMs, ...values)
      : new HostedTimer(host.every(Math.max(1, delayMs), () => action(...values))),
  setImmediate: (action: Action, ...values: unknown[]) =>
    host === null ? real.setImmediate(action, ...values) : new HostedTimer(host.after(0, () => action(...values))),
  clearTimeout: ending(real.clearTimeout),
  clearInterval: ending(real.clearInterval),
  clearImmediate: ending(real.clearImmediate),
});

Date.now = () => host?.now() ?? real.dateNow();
Math.random = () => host?.random() ?? real.mathRandom();

Object.defineProperty(webcrypto, 'getRandomValues', {
  value: (array: Uint8Array<ArrayBuffer>) => {
    if (host === null) return real.fill(array);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.floor(host.random() * 256);
    return array;
  },
});

Object.defineProperties(globalThis, {
  localStorage: { get: () => host?.localStorage },
  indexedDB: { get: () => host?.indexedDB },
});

/** The provider tells a developer what a page tells its reader. */
const { warn } = console;
Object.assign(console, { warn: (...values: unknown[]) => (host === null ? warn(...values) : undefined) });

/** What tabs of one browser hear each other on. */
class HostedChannel {
  readonly #member: ChannelMember | undefined;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;

  constructor(name: string) {
    this.#member = host?.listen(name, (message) => this.onmessage?.({ data: message }));
  }

  postMessage(message: unknown): void {
    this.#member?.say(message);
  }

  close(): void {
    this.#member?.leave();
  }
}

Object.assign(globalThis, { BroadcastChannel: HostedChannel });

// Every provider waits for the end of the process, and a world may have many.
process.setMaxListeners(0);

/** Runs `work` in a process that is the host's. One world at a time. */
export async function within<Value>(next: Host, work: () => Promise<Value>): Promise<Value> {
  if (host !== null) throw new Error('another world is running');
  host = next;
  try {
    return await work();
  } finally {
    host = null;
  }
}

/** The process's own time in milliseconds, for figures about the simulation itself. */
export function realNow(): number {
  return real.dateNow();
}

/** Resolves when everything that was begun has run as far as it can without another event. */
export function rest(): Promise<void> {
  return new Promise((resolve) => real.setImmediate(resolve));
}
