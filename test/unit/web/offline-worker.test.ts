// @vitest-environment happy-dom
/** A new version of the app waits: no page is reloaded under the person who writes on it. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What a browser shows of its service workers, with the moments a test chooses. */
class Workers extends EventTarget {
  controller: object | null = { old: true };
  readonly registration = Object.assign(new EventTarget(), {
    waiting: null as { postMessage(message: unknown): void } | null,
    installing: null as EventTarget | null,
    update: async () => undefined,
  });

  register = async () => this.registration;

  /** A newer worker has everything, and waits behind the present one. */
  newVersionWaits(received: unknown[]): void {
    const installing = new EventTarget();
    this.registration.installing = installing;
    this.registration.dispatchEvent(new Event('updatefound'));
    this.registration.waiting = { postMessage: (message) => received.push(message) };
    installing.dispatchEvent(new Event('statechange'));
  }

  /** The newer one has taken over, because some page asked for it. */
  newVersionTakesOver(): void {
    this.controller = { new: true };
    this.dispatchEvent(new Event('controllerchange'));
  }
}

let workers: Workers;
let reloads: number;
let told: number;
let leavePage: () => void;
let takeNewVersion: () => void;

beforeEach(async () => {
  vi.stubEnv('PROD', true);
  workers = new Workers();
  Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true });
  // The page is idle at once.
  vi.stubGlobal('requestIdleCallback', (task: () => void) => {
    task();
    return 1;
  });
  reloads = 0;
  told = 0;
  vi.spyOn(window.location, 'reload').mockImplementation(() => {
    reloads++;
  });
  // Each page has its own.
  vi.resetModules();
  const page = await import('../../../web/offline-worker.ts');
  const endWatch = page.watchNewVersion(() => {
    told++;
  });
  takeNewVersion = page.takeNewVersion;
  const listens = vi.spyOn(window, 'addEventListener');
  page.startOfflineWorker();
  leavePage = () => {
    for (const [type, listener] of listens.mock.calls) window.removeEventListener(type, listener);
    endWatch();
  };
  await Promise.resolve();
  await Promise.resolve();
});

afterEach(() => {
  leavePage();
  document.body.innerHTML = '';
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('is announced when it is here, and taken when somebody asks, in that order', () => {
  const received: unknown[] = [];
  workers.newVersionWaits(received);
  expect([told, reloads, received]).toEqual([1, 0, []]);
  takeNewVersion();
  expect([reloads, received]).toEqual([0, [{ type: 'SKIP_WAITING' }]]);
  workers.newVersionTakesOver();
  expect(reloads).toBe(1);
});

it('another page asked for it: this one says so and goes on', () => {
  workers.newVersionTakesOver();
  expect([told, reloads]).toEqual([1, 0]);
});

/** A part of the page does not load, while the server gives `page` to who asks; null: it cannot be reached. */
async function partIsMissing(page: string | null): Promise<void> {
  const server = vi.fn(async () => {
    if (page === null) throw new TypeError('NetworkError');
    return new Response(page);
  });
  vi.stubGlobal('fetch', server);
  // Parts fail together; one question does for all.
  for (let part = 0; part < 3; part++) window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
  await vi.waitFor(() => expect(server).toHaveBeenCalledOnce());
  // What it does with the answer takes turns of promises only.
  await new Promise(setImmediate);
}

/** The one who plays the browser here. */
const { happyDOM: happyDom } = window as unknown as {
  readonly happyDOM: { readonly settings: { handleDisabledFileLoadingAsSuccess: boolean } };
};

const PAGE_OF = (version: string) => `<script type="module" crossorigin src="/assets/${version}.js"></script>`;

describe('a part of the page that does not load', () => {
  beforeEach(() => {
    sessionStorage.clear();
    // The script of the page is only named here, never loaded.
    happyDom.settings.handleDisabledFileLoadingAsSuccess = true;
    document.head.innerHTML = PAGE_OF('old');
  });

  it('is gone after an update: where somebody writes the page stays, elsewhere the new one is loaded, once', async () => {
    document.body.innerHTML = '<div contenteditable="true">half a sentence</div>';
    await partIsMissing(PAGE_OF('new'));
    expect([told, reloads]).toEqual([1, 0]);
    document.body.innerHTML = '';
    await partIsMissing(PAGE_OF('new'));
    expect(reloads).toBe(1);
    await partIsMissing(PAGE_OF('new'));
    expect(reloads).toBe(1);
  });

  it('is no news while the server has this version, or is away: somebody may be leaving this page', async () => {
    await partIsMissing(PAGE_OF('old'));
    await partIsMissing(null);
    await partIsMissing('<!doctype html>Welcome to our hotel');
    expect([told, reloads]).toEqual([0, 0]);
  });
});
