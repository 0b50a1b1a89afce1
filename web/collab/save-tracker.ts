/**
 * Follows one document's edits until the server has them on its disk: keeps the checkpoint book and the save status,
 * and owns the timers of both. Knows neither the socket nor the browser's storage; it asks through `SaveActions`.
 */

import {
  CHECKPOINT_IDLE_MS,
  CHECKPOINT_INTERVAL_MS,
  ECHO_TIMEOUT_MS,
  PROBE_TIMEOUT_MS,
  RECONNECT_WORD_MS,
} from '../../server/contract/limits.ts';
import type { Environment } from '../lib/environment.ts';
import {
  type Checkpoints,
  checkpointSent,
  connectionLost,
  echoed,
  edited,
  NO_CHECKPOINTS,
  oldestUnansweredAtMs,
  restored,
  type Unsaved,
  unsavedOf,
} from './checkpoints.ts';
import { initialSaveStatus, nextChangeAtMs, type SaveEvent, type SaveStatus, saveReducer } from './status.ts';

export interface SaveActions {
  /** Send checkpoint `number` on the present connection. */
  sendCheckpoint(number: number): void;
  /** The connection does not answer: end it and try another. */
  giveUpConnection(): void;
  /** The server has everything. */
  everythingSaved(): void;
  /** The status, or the word that time makes of it, may have changed. */
  changed(): void;
}

export class SaveTracker {
  readonly #environment: Environment;
  readonly #actions: SaveActions;
  #book: Checkpoints = NO_CHECKPOINTS;
  #status: SaveStatus;
  /** Whether the server was handed all we had on this connection, so that a checkpoint covers every edit. */
  #caughtUp = false;
  #lastSentAtMs = 0;
  #heardAtMs = 0;
  /** When anything at all came from the server, or was begun with it; null while there is no connection. */
  #receivedAtMs: number | null = null;
  #cancelCheckpoint: (() => void) | null = null;
  /** What is waited for: since when, for how long. */
  #watched: { readonly sinceMs: number; readonly timeoutMs: number; readonly cancel: () => void } | null = null;
  #cancelTick: (() => void) | null = null;

  constructor(environment: Environment, actions: SaveActions) {
    this.#environment = environment;
    this.#actions = actions;
    this.#status = initialSaveStatus(environment.now());
    this.#scheduleTick();
  }

  get status(): SaveStatus {
    return this.#status;
  }

  /**
   * The document changed by what the server may not have.
   *
   * @param isTyped a person did it on this page.
   * @returns what is unsaved now, for the note kept beside the text on this device.
   */
  edited(isTyped: boolean): Unsaved | null {
    this.#book = edited(this.#book, this.#environment.now());
    const unsaved = unsavedOf(this.#book);
    this.#apply({ kind: 'edited', unsaved, isTyped });
    this.#scheduleCheckpoint();
    return unsaved;
  }

  /** There are edits from before that no server confirmed: of an earlier visit, or of the session before this one. */
  restored(found: Unsaved, isTyped: boolean): void {
    this.#book = restored(this.#book, found);
    this.#apply({ kind: 'edited', unsaved: unsavedOf(this.#book), isTyped });
    this.#scheduleCheckpoint();
  }

  /** Everything we had was handed to the server: ask at once for the proof that it is on its disk. */
  caughtUp(): void {
    if (this.#caughtUp) return;
    this.#caughtUp = true;
    this.#sendCheckpoint();
  }

  echoed(number: number): void {
    this.#book = echoed(this.#book, number);
    const unsaved = unsavedOf(this.#book);
    this.#apply({ kind: 'echoed', unsaved, atMs: this.#environment.now() });
    if (unsaved === null) this.#actions.everythingSaved();
    this.#watch(ECHO_TIMEOUT_MS);
  }

  /** The server's text has come, to somebody from whom it takes nothing: the line is alive, and what is unsaved stays so. */
  shown(): void {
    this.#apply({ kind: 'echoed', unsaved: this.#status.unsaved, atMs: this.#environment.now() });
  }

  /** The server said whether it takes what is written here. It never asks a viewer for anything, so no echo is due. */
  role(mayEdit: boolean): void {
    if (this.#status.mayEdit !== mayEdit) this.#apply({ kind: 'role', mayEdit });
  }

  /** How many images of this document are still on their way. */
  images(waiting: number): void {
    if (this.#status.imagesWaiting !== waiting) this.#apply({ kind: 'images', waiting });
  }

  connecting(): void {
    this.#receivedAtMs = this.#environment.now();
    this.#watch(ECHO_TIMEOUT_MS);
    this.#apply({ kind: 'connecting' });
  }

  /** Anything came from the server, which says something at least every 30 s. */
  received(): void {
    if (this.#receivedAtMs !== null) this.#receivedAtMs = this.#environment.now();
  }

  lost(code: number, retryAtMs: number): void {
    this.#disconnected();
    this.#apply({ kind: 'lost', code, retryAtMs, atMs: this.#environment.now() });
  }

  stopped(code: number): void {
    this.#disconnected();
    this.#apply({ kind: 'stopped', code });
  }

  deviceCopy(deviceCopy: 'kept' | 'refused'): void {
    if (this.#status.deviceCopy !== deviceCopy) this.#apply({ kind: 'device-copy', deviceCopy });
  }

  /** Something long is arriving, so the line is not dead; what answers us comes behind it. */
  heard(): void {
    this.#heardAtMs = this.#environment.now();
    this.#watch(ECHO_TIMEOUT_MS);
  }

  /** Something hints that the connection may be dead: ask for a sign of life, and wait for it only shortly. */
  probe(): void {
    if (!this.#caughtUp) return;
    this.#sendCheckpoint();
    this.#watch(PROBE_TIMEOUT_MS);
  }

  close(): void {
    this.#cancelTick?.();
    this.#cancelCheckpoint?.();
    this.#watched?.cancel();
  }

  #disconnected(): void {
    this.#caughtUp = false;
    this.#receivedAtMs = null;
    this.#cancelCheckpoint?.();
    this.#cancelCheckpoint = null;
    this.#watched?.cancel();
    this.#watched = null;
    this.#book = connectionLost(this.#book);
  }

  #apply(event: SaveEvent): void {
    this.#status = saveReducer(this.#status, event);
    this.#scheduleTick();
    this.#actions.changed();
  }

  /** The next checkpoint: soon after an edit, else as a sign of life. */
  #scheduleCheckpoint(): void {
    if (!this.#caughtUp) return;
    const { uncovered } = this.#book;
    const sinceMs = Math.max(this.#lastSentAtMs, uncovered?.sinceMs ?? 0);
    const intervalMs = uncovered === null ? CHECKPOINT_IDLE_MS : CHECKPOINT_INTERVAL_MS;
    this.#cancelCheckpoint?.();
    this.#cancelCheckpoint = this.#after(intervalMs, sinceMs, () => this.#sendCheckpoint());
  }

  #sendCheckpoint(): void {
    const number = this.#book.nextNumber;
    this.#lastSentAtMs = this.#environment.now();
    this.#book = checkpointSent(this.#book, this.#lastSentAtMs);
    this.#actions.sendCheckpoint(number);
    this.#watch(ECHO_TIMEOUT_MS);
    this.#scheduleCheckpoint();
  }

  /**
   * Gives the connection up when the oldest open checkpoint stays unanswered for `timeoutMs`. Before the first one (the
   * connection does not come about, or the server does not ask: it never asks a viewer) silence counts.
   */
  #watch(timeoutMs: number): void {
    const sinceMs = this.#waitingSinceMs;
    // What is watched already is not watched for longer because something else is sent.
    if (sinceMs !== null && this.#watched?.sinceMs === sinceMs && this.#watched.timeoutMs <= timeoutMs) return;
    this.#watched?.cancel();
    this.#watched = null;
    if (sinceMs === null) return;
    const cancel = this.#after(timeoutMs, sinceMs, () => {
      this.#watched = null;
      if (this.#waitingSinceMs === sinceMs) this.#actions.giveUpConnection();
      else this.#watch(timeoutMs);
    });
    this.#watched = { sinceMs, timeoutMs, cancel };
  }

  get #waitingSinceMs(): number | null {
    if (!this.#caughtUp) return this.#receivedAtMs;
    const sentAtMs = oldestUnansweredAtMs(this.#book);
    return sentAtMs === null ? null : Math.max(sentAtMs, this.#heardAtMs);
  }

  /** Time alone changes the word, too ("Saving...", the countdown). */
  #scheduleTick(): void {
    this.#cancelTick?.();
    const nowMs = this.#environment.now();
    const atMs = nextChangeAtMs(this.#status, nowMs);
    if (atMs === null) return;
    // At least so often, in case the clock was set.
    const dueInMs = Math.min(atMs - nowMs, RECONNECT_WORD_MS);
    this.#cancelTick = this.#environment.after(dueInMs, () => {
      this.#scheduleTick();
      this.#actions.changed();
    });
  }

  /** Once `waitMs` have passed since a moment; nobody waits for longer because the clock was set back meanwhile. */
  #after(waitMs: number, sinceMs: number, task: () => void): () => void {
    const dueInMs = sinceMs + waitMs - this.#environment.now();
    return this.#environment.after(Math.min(Math.max(0, dueInMs), waitMs), task);
  }
}
