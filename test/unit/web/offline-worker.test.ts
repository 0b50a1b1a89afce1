// @vitest-environment happy-dom
/** A new version of the app waits: no page is reloaded under the person who writes on it. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

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
let endWatch: () => void;
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
  endWatch = page.watchNewVersion(() => {
    told++;
  });
  takeNewVersion = page.takeNewVersion;
  page.startOfflineWorker();
  await Promise.resolve();
  await Promise.resolve();
});

afterEach(() => {
  endWatch();
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

it('a part that is gone after an update: where somebody writes the page stays, elsewhere the new one is loaded', () => {
  document.body.innerHTML = '<div contenteditable="true">half a sentence</div>';
  const whileWriting = new Event('vite:preloadError', { cancelable: true });
  window.dispatchEvent(whileWriting);
  expect([told > 0, reloads, whileWriting.defaultPrevented]).toEqual([true, 0, false]);
  document.body.innerHTML = '';
  window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
  expect(reloads).toBeGreaterThan(0);
});
