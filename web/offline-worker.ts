/**
 * The service worker: keeps the app itself on this device, so that home and documents open and can be edited without
 * a network. A new version waits until a person asks for it; a page in use is never reloaded under its writer.
 */

import { whenIdle } from './lib/idle.ts';

const NEW_VERSION = 'scriptorium:new-version';

/** In the tab's storage: the version that was left because a part of it was gone. */
const RELOADED_FROM = 'scriptorium/reloaded-from';

/** The script that a page of ours begins with; each version has its own. */
const ENTRY = /<script type="module"[^>]* src="(\/assets\/[^"]+)"/;

/** Set when this page asked for the new version: only then it reloads. */
let asked = false;
let waiting: ServiceWorker | null = null;

export function startOfflineWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // It fetches every part of the app: the text comes first.
  whenIdle(() => {
    navigator.serviceWorker.register('/sw.js').then(watch, () => {
      // Refused (a private window, plain http on another host): the app works as long as the server is there.
    });
  });
  const hadWorker = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) window.location.reload();
    // Another page asked for it: this one is older than what it would load from now on.
    else if (hadWorker) announce();
  });
  let isLooking = false;
  window.addEventListener('vite:preloadError', async () => {
    // Parts fail together, and one answer does for all of them.
    if (isLooking) return;
    isLooking = true;
    // Where the server is away, or this page is being left, nothing is known to be newer.
    const isOlder = await comesFromAnOlderVersion().catch(() => false);
    isLooking = false;
    if (isOlder) preferNewVersion();
  });
}

/** Calls `listener` when a newer version of the app is here; the answer ends it. */
export function watchNewVersion(listener: () => void): () => void {
  window.addEventListener(NEW_VERSION, listener);
  return () => window.removeEventListener(NEW_VERSION, listener);
}

/** Loads this page anew, in the new version. Every other page of this browser is told, and goes on. */
export function takeNewVersion(): void {
  asked = true;
  if (waiting === null) window.location.reload();
  else waiting.postMessage({ type: 'SKIP_WAITING' });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    // Without a controller it is the first one of this browser: no news to anybody.
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
    waiting = registration.waiting;
    announce();
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  // A page that stays open for days asks when somebody comes back to it.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => {});
  });
}

/**
 * Whether the server has another version than this page, asked past every cache. A part that does not load says little:
 * Firefox ends what still loads when somebody goes elsewhere, and a page that answered by loading itself again would
 * keep them from getting there.
 */
async function comesFromAnOlderVersion(): Promise<boolean> {
  const answer = await fetch(`/?past-caches=${Date.now()}`, { cache: 'no-store' });
  // Of a page that is not ours, a proxy's or a hotel's, nothing is known.
  const newest = answer.ok ? ENTRY.exec(await answer.text())?.[1] : undefined;
  return newest !== undefined && newest !== entry();
}

/** A part of this page is gone with an update: where nobody is writing, the new page is loaded at once. */
function preferNewVersion(): void {
  announce();
  if (document.querySelector('[contenteditable="true"]') !== null) return;
  // Once: a worker that holds the older page would give it again, for ever.
  if (sessionStorage.getItem(RELOADED_FROM) === entry()) return;
  sessionStorage.setItem(RELOADED_FROM, entry());
  window.location.reload();
}

function entry(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return script?.getAttribute('src') ?? '';
}

function announce(): void {
  window.dispatchEvent(new Event(NEW_VERSION));
}
