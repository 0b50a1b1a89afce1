/**
 * The save word: a pure reducer from what happened to what is true, and a pure function from what is true to the one
 * word a person reads. "Saved" means that the server has everything on its disk, and is said only after it said so.
 *
 * Where several rows of the table hold, the first of these wins: a newer editor is needed, access, a stop, no copy on
 * this device (while something depends on it), failing storage, the server away, saving, saved.
 */

import { CLOSE } from '../../server/contract/close-codes.ts';
import { OPENING_MS, RECONNECT_WORD_MS, SAVING_WORD_MS } from '../../server/contract/limits.ts';
import type { Unsaved } from './checkpoints.ts';

/** How we stand with the server. */
export type Link =
  | { readonly phase: 'opening'; readonly sinceMs: number }
  /** Proved by the echo of a checkpoint sent on this very connection. */
  | { readonly phase: 'live' }
  /** `retryAtMs` is null while a try is under way; `code` is how the last connection ended. */
  | { readonly phase: 'away'; readonly sinceMs: number; readonly retryAtMs: number | null; readonly code: number }
  /** The server said: do not come back. */
  | { readonly phase: 'stopped'; readonly code: number };

export interface SaveStatus {
  readonly link: Link;
  readonly unsaved: Unsaved | null;
  /** Whether a person wrote some of that here: a page may also hold what its server, restored from a backup, has lost. */
  readonly isTyped: boolean;
  /** Whether this browser keeps the text: asked, promised, or refused (private window, full disk). */
  readonly deviceCopy: 'opening' | 'kept' | 'refused';
  readonly mayEdit: boolean;
  /** Images that were placed here and whose bytes the server does not have yet. */
  readonly imagesWaiting: number;
  /** When the server last had everything; null before the first time. */
  readonly savedAtMs: number | null;
}

export type SaveEvent =
  | { readonly kind: 'edited'; readonly unsaved: Unsaved | null; readonly isTyped: boolean }
  | { readonly kind: 'echoed'; readonly unsaved: Unsaved | null; readonly atMs: number }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'lost'; readonly code: number; readonly atMs: number; readonly retryAtMs: number }
  | { readonly kind: 'stopped'; readonly code: number }
  | { readonly kind: 'device-copy'; readonly deviceCopy: 'kept' | 'refused' }
  | { readonly kind: 'role'; readonly mayEdit: boolean }
  | { readonly kind: 'images'; readonly waiting: number };

export type SaveWord =
  | { readonly kind: 'opening' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'on-this-device'; readonly unsaved: Unsaved | null; readonly retry: Retry }
  | { readonly kind: 'storage-failing' }
  | { readonly kind: 'view-only'; readonly because: 'role' | 'access-changed' | 'only-here' }
  | { readonly kind: 'new-version' }
  | { readonly kind: 'no-copy' };

/** Hidden while it may be a blip, and where the server said not to come back. */
export type Retry =
  | { readonly kind: 'hidden' }
  | { readonly kind: 'waiting'; readonly seconds: number }
  | { readonly kind: 'trying' };

export function initialSaveStatus(nowMs: number): SaveStatus {
  return {
    link: { phase: 'opening', sinceMs: nowMs },
    unsaved: null,
    isTyped: false,
    deviceCopy: 'opening',
    mayEdit: true,
    imagesWaiting: 0,
    savedAtMs: null,
  };
}

export function saveReducer(status: SaveStatus, event: SaveEvent): SaveStatus {
  switch (event.kind) {
    case 'edited':
      return { ...status, unsaved: event.unsaved, isTyped: status.isTyped || event.isTyped };
    case 'echoed': {
      const savedAtMs = event.unsaved === null ? event.atMs : status.savedAtMs;
      const isTyped = event.unsaved !== null && status.isTyped;
      return { ...status, link: { phase: 'live' }, unsaved: event.unsaved, isTyped, savedAtMs };
    }
    case 'connecting':
      return status.link.phase === 'away' ? { ...status, link: { ...status.link, retryAtMs: null } } : status;
    case 'lost': {
      const sinceMs = status.link.phase === 'away' ? status.link.sinceMs : event.atMs;
      return { ...status, link: { phase: 'away', sinceMs, retryAtMs: event.retryAtMs, code: event.code } };
    }
    case 'stopped':
      return { ...status, link: { phase: 'stopped', code: event.code } };
    case 'device-copy':
      return { ...status, deviceCopy: event.deviceCopy };
    case 'role':
      return { ...status, mayEdit: event.mayEdit };
    case 'images':
      return { ...status, imagesWaiting: event.waiting };
    default:
      return event satisfies never;
  }
}

/** The word for `status` at `nowMs`. */
export function saveWord(status: SaveStatus, nowMs: number): SaveWord {
  return stopWord(status) ?? riskWord(status) ?? linkWord(status, nowMs);
}

/** The next moment at which the word changes by time alone; null when only an event can change it. */
export function nextChangeAtMs(status: SaveStatus, nowMs: number): number | null {
  const { link, unsaved } = status;
  switch (link.phase) {
    case 'opening':
      return later(link.sinceMs + OPENING_MS, nowMs);
    case 'live':
      return unsaved === null || nowMs < unsaved.sinceMs ? null : later(unsaved.sinceMs + SAVING_WORD_MS, nowMs);
    case 'away': {
      const shownAtMs = link.sinceMs + RECONNECT_WORD_MS;
      if (nowMs < shownAtMs) return shownAtMs;
      return link.retryAtMs === null ? null : nextSecondMs(link.retryAtMs, nowMs);
    }
    case 'stopped':
      return null;
    default:
      return link satisfies never;
  }
}

/** Whether what is typed now can still reach the document. */
export function isEditable(status: SaveStatus): boolean {
  return status.mayEdit && status.link.phase !== 'stopped';
}

function stopWord({ link, mayEdit, unsaved, isTyped }: SaveStatus): SaveWord | null {
  if (link.phase === 'stopped') {
    if (link.code === CLOSE.clientTooOld.code) return { kind: 'new-version' };
    if (link.code === CLOSE.noAccess.code || link.code === CLOSE.signIn.code) {
      return { kind: 'view-only', because: 'access-changed' };
    }
    return { kind: 'on-this-device', unsaved, retry: { kind: 'hidden' } };
  }
  if (mayEdit) return null;
  if (unsaved === null) return { kind: 'view-only', because: 'role' };
  return { kind: 'view-only', because: isTyped ? 'access-changed' : 'only-here' };
}

function riskWord({ link, unsaved, deviceCopy }: SaveStatus): SaveWord | null {
  const dependsOnDevice = link.phase !== 'live' || unsaved !== null;
  if (deviceCopy === 'refused' && dependsOnDevice) return { kind: 'no-copy' };
  if (link.phase === 'away' && link.code === CLOSE.storageFailing.code) return { kind: 'storage-failing' };
  return null;
}

function linkWord({ link, unsaved, imagesWaiting }: SaveStatus, nowMs: number): SaveWord {
  switch (link.phase) {
    case 'opening':
      if (nowMs < link.sinceMs + OPENING_MS) return { kind: 'opening' };
      return { kind: 'on-this-device', unsaved, retry: { kind: 'trying' } };
    case 'live':
      if (imagesWaiting > 0) return { kind: 'saving' };
      return unsaved !== null && hasPassed(SAVING_WORD_MS, unsaved.sinceMs, nowMs)
        ? { kind: 'saving' }
        : { kind: 'saved' };
    case 'away':
      return { kind: 'on-this-device', unsaved, retry: retryOf(link.sinceMs, link.retryAtMs, nowMs) };
    case 'stopped':
      return { kind: 'on-this-device', unsaved, retry: { kind: 'hidden' } };
    default:
      return link satisfies never;
  }
}

function retryOf(awaySinceMs: number, retryAtMs: number | null, nowMs: number): Retry {
  if (nowMs < awaySinceMs + RECONNECT_WORD_MS) return { kind: 'hidden' };
  if (retryAtMs === null || retryAtMs <= nowMs) return { kind: 'trying' };
  return { kind: 'waiting', seconds: Math.ceil((retryAtMs - nowMs) / 1000) };
}

/** A moment that lies ahead of us was before the clock was set back: nobody knows how long ago. */
function hasPassed(waitMs: number, sinceMs: number, nowMs: number): boolean {
  return nowMs >= sinceMs + waitMs || nowMs < sinceMs;
}

function later(momentMs: number, nowMs: number): number | null {
  return momentMs > nowMs ? momentMs : null;
}

/** The moment at which the countdown to `retryAtMs` loses its next second. */
function nextSecondMs(retryAtMs: number, nowMs: number): number | null {
  if (retryAtMs <= nowMs) return null;
  const secondsLeft = Math.ceil((retryAtMs - nowMs) / 1000);
  return retryAtMs - (secondsLeft - 1) * 1000;
}
