/** Images of documents that were deleted for good: they go later, and only those that nothing shows. */

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { IMAGE_REST_MS, IMAGE_SWEEP_MS } from '../../../server/contract/limits.ts';
import { type Clock, systemClock, type Timer } from '../../../server/lib/clock.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { AppPlace, type AppServer, startApp } from '../../support/app-server.ts';
import { png } from '../../support/images.ts';

// Each test starts threads that read TypeScript.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const WAIT = { timeout: 60_000, interval: 100 };

/** The real clock, which can be set forward: whatever comes round every hour or less often comes then. */
class HourClock implements Clock {
  readonly #rare = new Set<() => void>();
  #aheadMs = 0;
  readonly now = () => Date.now() + this.#aheadMs;
  readonly after = systemClock.after;

  every(intervalMs: number, action: () => void): Timer {
    if (intervalMs < IMAGE_SWEEP_MS) return systemClock.every(intervalMs, action);
    this.#rare.add(action);
    return { cancel: () => this.#rare.delete(action) };
  }

  forward(ms: number): void {
    this.#aheadMs += ms;
    for (const action of this.#rare) action();
  }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** In the order in which they are looked at, which is that of their names: when the last one is gone, the others stay. */
const [SHARED, LAST] = [png(1, 1), png(2, 2)].sort((one, other) => (hashOf(one) < hashOf(other) ? -1 : 1)) as [
  Buffer,
  Buffer,
];

let place: AppPlace;
let clock: HourClock;
let server: AppServer;

beforeEach(async () => {
  place = await AppPlace.make();
  clock = new HourClock();
  server = await startApp({}, clock, place);
});

afterEach(async () => {
  await server.close();
  await place.directory.remove();
});

async function asks(method: string, path: string, body?: object | Buffer | string): Promise<Response> {
  const type = typeof body === 'string' ? 'text/markdown' : Buffer.isBuffer(body) ? 'image/png' : 'application/json';
  const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await fetch(server.url + path, {
    method,
    ...(body !== undefined && { headers: { 'content-type': type }, body: sent as string }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function sends(document: string, image: Buffer): Promise<string> {
  const answer = await asks('POST', `/api/images?document=${document}`, image);
  return ((await answer.json()) as { readonly address: string }).address;
}

const makes = (id: string) => asks('POST', '/api/documents', { id });
const shows = (id: string, address: string) =>
  asks('PUT', `/api/documents/${id}/content`, `${id}\n\n![](${address})\n`);
const isThere = async (address: string) => (await fetch(server.url + address)).status === 200;

/** A document with an image, which the lists know of. */
async function written(id: string, image: Buffer): Promise<string> {
  await makes(id);
  const address = await sends(id, image);
  await shows(id, address);
  await vi.waitFor(async () => {
    const { count } = (await (await asks('GET', `/api/search?q=${id}`)).json()) as { readonly count: number };
    expect(count).toBe(1);
  }, WAIT);
  return address;
}

async function deletes(id: string): Promise<void> {
  await asks('PATCH', `/api/documents/${id}`, { isTrashed: true });
  await asks('DELETE', `/api/documents/${id}`);
}

async function restarts(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  await server.close();
  await meanwhile();
  server = await startApp({}, clock, place);
}

/** Somebody's text on its way into the log, of which the lists have heard nothing. */
async function bringsWhileAway(id: string, address: string): Promise<void> {
  const log = await openMemoryLog({ disk: place.disk, clock: systemClock });
  if (!log.ok) throw new Error(log.error.message);
  const document = new Y.Doc();
  document.getText('body').insert(0, address);
  await log.value.append(id, [{ user: 'ann', bytes: Y.encodeStateAsUpdate(document) }]);
  await log.value.close();
}

const aDayPasses = () => clock.forward(IMAGE_REST_MS);

describe('an image of a document that is deleted for good', () => {
  let shared: string;
  let last: string;
  beforeEach(async () => {
    [shared, last] = await Promise.all([written('first', SHARED), written('last', LAST)]);
  });

  /** That everything was looked at, the image before included. */
  const isSwept = () => vi.waitFor(async () => expect(await isThere(last)).toBe(false), WAIT);

  it('is there for a day, also over a restart, and then goes', async () => {
    await deletes('first');
    await deletes('last');
    clock.forward(IMAGE_REST_MS / 2);
    await restarts();
    expect([await isThere(shared), await isThere(last)]).toEqual([true, true]);
    aDayPasses();
    await isSwept();
    expect(await isThere(shared)).toBe(false);
  });

  it('stays when a copy was made a moment before', async () => {
    await asks('POST', '/api/documents/first/copies', { id: 'copy' });
    await deletes('first');
    await deletes('last');
    aDayPasses();
    await isSwept();
    expect(await isThere(shared)).toBe(true);
    await deletes('copy');
    aDayPasses();
    await vi.waitFor(async () => expect(await isThere(shared)).toBe(false), WAIT);
  });

  it('stays when it was pasted into a document that nobody has read yet', async () => {
    await makes('other');
    await shows('other', shared);
    await deletes('first');
    await deletes('last');
    await restarts(async () => clock.forward(IMAGE_REST_MS));
    await isSwept();
    expect(await isThere(shared)).toBe(true);
  });

  it('stays when its bytes were sent for another document, whose text comes later', async () => {
    await makes('other');
    await deletes('first');
    await deletes('last');
    expect(await sends('other', SHARED)).toBe(shared);
    aDayPasses();
    await isSwept();
    await shows('other', shared);
    expect(await isThere(shared)).toBe(true);
  });

  it('stays when a document that shows it came while the server was not there', async () => {
    await deletes('first');
    await deletes('last');
    await restarts(async () => {
      await bringsWhileAway('other', shared);
      clock.forward(IMAGE_REST_MS);
    });
    await isSwept();
    expect(await isThere(shared)).toBe(true);
  });
});
