/** Who comes back again and again: slowed down, and nobody else. With the stock clients themselves, over simulated time. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebsocketProvider as WebsocketProvider3 } from 'y-websocket';
import { WebsocketProvider as WebsocketProvider2 } from 'y-websocket-2';
import * as Y from 'yjs';
import { CLOSE, shouldComeBack } from '../../../server/contract/close-codes.ts';
import { RETURNS_MAX, RETURNS_MS, RETURNS_REMEMBERED_MAX } from '../../../server/contract/limits.ts';
import { Returns, returnKeyOf } from '../../../server/socket/returns.ts';
import { bytesHeldAfter } from '../../support/heap.ts';

const TEN_MINUTES_MS = 600_000;

describe('R10 a client that was sent away', () => {
  it('is refused before the upgrade when it is back too often, for a while', () => {
    const returns = new Returns();
    for (let n = 0; n < RETURNS_MAX; n += 1) {
      expect(returns.isTooSoon('ann', n)).toBe(false);
      returns.sentAway('ann', n);
    }
    expect([returns.isTooSoon('ann', RETURNS_MS - 1), returns.isTooSoon('bob', 3)]).toEqual([true, false]);
    expect(returns.isTooSoon('ann', RETURNS_MS)).toBe(false);
  });

  it('is not another who brings something else, or comes from somewhere else', () => {
    const request = (url: string, headers: object) => ({ url, headers }) as IncomingMessage;
    const keys = [
      returnKeyOf('192.0.2.1', request('/sync/a', {})),
      returnKeyOf('192.0.2.2', request('/sync/a', {})),
      returnKeyOf('192.0.2.1', request('/sync/b', {})),
      returnKeyOf('192.0.2.1', request('/sync/a?token=x', {})),
      returnKeyOf('192.0.2.1', request('/sync/a', { cookie: 'x' })),
      returnKeyOf('192.0.2.1', request('/sync/a', { authorization: 'x' })),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is remembered in a few bytes, however much it brings', () => {
    const returns = new Returns();
    const held = bytesHeldAfter(() => {
      for (let n = 0; n < 2_000; n += 1) {
        const request = { url: '/sync/a', headers: { authorization: randomBytes(8_000).toString('hex') } };
        returns.sentAway(returnKeyOf('192.0.2.1', request as IncomingMessage), n);
      }
    });
    expect(held / 2_000).toBeLessThan(4_000);
    expect(returns.isTooSoon('ann', 2_000)).toBe(false);
  });

  it('is forgotten when there are too many of its kind', () => {
    const returns = new Returns();
    for (let n = 0; n < RETURNS_MAX; n += 1) returns.sentAway('first', 0);
    for (let n = 0; n < RETURNS_REMEMBERED_MAX; n += 1) returns.sentAway(`other ${n}`, 0);
    expect(returns.isTooSoon('first', 1)).toBe(false);
  });
});

/** A door that upgrades and closes with one code, and refuses before the upgrade whom `Returns` says. */
function closedDoor(code: number) {
  const returns = new Returns();
  const attemptsAt: number[] = [];
  class ClosedSocket {
    static readonly OPEN = 1;
    binaryType = '';
    onopen: (() => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    onmessage: unknown = null;
    onerror: (() => void) | null = null;

    constructor() {
      const now = Date.now();
      attemptsAt.push(now);
      const isRefused = returns.isTooSoon('key', now);
      setTimeout(() => {
        if (isRefused) this.onerror?.();
        else {
          this.onopen?.();
          returns.sentAway('key', Date.now());
        }
        this.onclose?.({ code: isRefused ? 1006 : code });
      }, 1);
    }

    send(): void {}
    close(): void {}
  }
  return { attemptsAt, socketClass: ClosedSocket as unknown as typeof WebSocket };
}

const CODES = [...Object.values(CLOSE).map(({ code }) => code), 1006, 1011];

describe.each([
  ['3.1', WebsocketProvider3, true],
  ['2.1', WebsocketProvider2 as unknown as typeof WebsocketProvider3, false],
] as const)('R10 the stock client %s over ten minutes', (_version, Provider, knowsFinalCodes) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(CODES)('that is closed with %i each time', (code) => {
    vi.useFakeTimers();
    const { attemptsAt, socketClass } = closedDoor(code);
    const doc = new Y.Doc();
    const provider = new Provider('ws://server/sync', 'd', doc, { WebSocketPolyfill: socketClass, disableBc: true });
    vi.advanceTimersByTime(TEN_MINUTES_MS);
    provider.destroy();
    doc.destroy();
    const isFinal = !shouldComeBack(code);
    if (isFinal && knowsFinalCodes) expect(attemptsAt).toHaveLength(1);
    else {
      // It comes back as long as it lives, and not more than about once a second.
      expect(attemptsAt.length).toBeGreaterThan(100);
      expect(attemptsAt.length).toBeLessThan(TEN_MINUTES_MS / 1_000);
    }
  });
});
