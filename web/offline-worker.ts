/**
 * The service worker: keeps the app itself on this device, so that home and documents open and can be edited without
 * a network. A new version waits until a person asks for it; a page in use is never reloaded under its writer.
 */

import { whenIdle } from './lib/idle.ts';

const NEW_VERSION = 'scriptorium:new-version';

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
  // A part that is gone after an update: where nobody is writing, the new page is loaded at once.
  window.addEventListener('vite:preloadError', (event) => {
    announce();
    if (document.querySelector('[contenteditable="true"]') !== null) return;
    event.preventDefault();
    window.location.reload();
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

function announce(): void {
  window.dispatchEvent(new Event(NEW_VERSION));
}
