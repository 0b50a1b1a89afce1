/**
 * One open document on this page: the Y.Doc, its copy on this device, its line to the server, who is here, and the
 * save status. An object outside React, watched through `subscribe` and `view`; `sessions.ts` counts who uses it.
 *
 * The device's copy is read before the line is opened, so that the server is only sent what it lacks.
 */

import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { seedUpdate } from '../../server/contract/document/seed.ts';
import { deferFormatCleanup } from '../../server/contract/document/writing/items.ts';
import { imageStates } from '../images/image-states.ts';
import type { Environment } from '../lib/environment.ts';
import { randomId } from '../lib/random-id.ts';
import { Connection } from './connection.ts';
import { DeviceCopy } from './device-copy.ts';
import { carriedFromRows, Rejoin, type Rejoined } from './rejoin.ts';
import { ReplicaCheck } from './replica-check.ts';
import { SaveTracker } from './save-tracker.ts';
import type { SaveStatus, SaveWord } from './status.ts';
import { saveWord } from './status.ts';

/** Nobody typed the seed: it is kept and sent, but is no change that a person would miss. */
const SEED_ORIGIN = Symbol('seed');

export interface SessionView {
  readonly status: SaveStatus;
  readonly word: SaveWord;
  /** Whether there is something to show: the copy of this device, the server's text, or nobody to wait for. */
  readonly ready: boolean;
  /** How much of a long text has arrived, from 0 to 1; null while none is on its way. */
  readonly arriving: number | null;
  /** What the server lets us do here says so; until it has spoken, as if it did. */
  readonly mayComment: boolean;
  /** The newest revision of the comments that the server has told of; 0 while it has not. */
  readonly commentsRevision: number;
}

export interface SessionOptions {
  readonly id: string;
  /** `ws://host` or `wss://host`. */
  readonly origin: string;
  readonly environment: Environment;
  readonly socketClass: typeof WebSocket;
  /** Made on this device, and the server may not have heard of it: the first paragraph is given to it here, too. */
  readonly isNew: boolean;
  /** Set where this session takes the place of another. */
  readonly rejoined?: Rejoined;
  /** This session is over; one with what is handed on has to take its place. */
  readonly onRejoined: (rejoined: Rejoined) => void;
}

export class DocumentSession {
  readonly id: string;
  /** Unlike that of every other session. */
  readonly key = randomId(8);
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly #options: SessionOptions;
  readonly #environment: Environment;
  readonly #tracker: SaveTracker;
  readonly #connection: Connection;
  readonly #replicaCheck: ReplicaCheck;
  readonly #listeners = new Set<() => void>();
  readonly #deviceOrigin = Symbol('device copy');
  readonly #forgetImages: () => void;
  #deviceCopy: DeviceCopy | null = null;
  #rejoin: Rejoin | null = null;
  /** Client ids that the server said are somebody else's. */
  #conflicts: readonly number[] = [];
  #synced = false;
  #ready = false;
  #arriving: number | null = null;
  #mayComment = true;
  #commentsRevision = 0;
  #view: SessionView;
  #closed = false;

  constructor(options: SessionOptions) {
    const { id, origin, environment, socketClass, isNew, rejoined } = options;
    this.#options = options;
    this.id = id;
    deferFormatCleanup(this.doc);
    this.#environment = environment;
    this.#tracker = new SaveTracker(environment, {
      sendCheckpoint: (number) => this.#connection.sendCheckpoint(number),
      giveUpConnection: () => this.#connection.giveUp(),
      everythingSaved: () => this.#deviceCopy?.everythingSaved(),
      changed: () => this.#publish(),
    });
    if (rejoined !== undefined) {
      Y.applyUpdate(this.doc, rejoined.state);
      if (rejoined.unsaved !== null) this.#tracker.restored(rejoined.unsaved, rejoined.isTyped);
      this.#ready = true;
    }
    this.#view = this.#render();
    const { doc, awareness } = this;
    const listener = this.#listener();
    // Not with tabs that still hold text under ids that are not ours: what they say would send this one away again.
    const tabs = [...(rejoined?.conflicts ?? [])].sort().join();
    this.#connection = new Connection({ origin, id, doc, awareness, environment, socketClass, listener, tabs });
    this.#replicaCheck = new ReplicaCheck(doc, environment, {
      isSettled: () => this.#isSettled,
      ask: () => this.#connection.askStateHash(),
      differs: () => this.#onDifference(),
    });
    this.#forgetImages = imageStates.subscribe(() => this.#tracker.images(imageStates.waitingIn(id)));
    this.#tracker.images(imageStates.waitingIn(id));
    // After the provider's own listener: an update is on its way before its checkpoint.
    doc.on('update', (update: Uint8Array, from: unknown) => this.#onUpdate(update, from));
    this.#open(isNew);
  }

  get view(): SessionView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A person asked, or the network came back. */
  retryNow(): void {
    if (this.#rejoin === null && this.#tracker.status.link.phase === 'away') this.#connection.connect();
  }

  /** The page woke up, or the network changed: do not trust the line, ask. */
  wake(): void {
    this.#tracker.probe();
    this.retryNow();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#forgetImages();
    this.#rejoin?.close();
    this.#replicaCheck.close();
    this.#connection.close();
    this.#tracker.close();
    this.#deviceCopy?.close();
    this.awareness.destroy();
    this.doc.destroy();
  }

  async #open(isNew: boolean): Promise<void> {
    try {
      const copy = await DeviceCopy.open(this.id, () => this.#tracker.deviceCopy('refused'));
      const stored = await copy.load();
      if (this.#closed) return copy.close();
      await this.#adopt(copy, stored.updates);
      for (const unsaved of stored.unsaved) this.#tracker.restored(unsaved, true);
      this.#tracker.deviceCopy('kept');
    } catch {
      if (this.#closed) return;
      this.#tracker.deviceCopy('refused');
    }
    // The same bytes wherever they come from, so that the server's own seed adds nothing to this one.
    if (isNew) Y.applyUpdate(this.doc, seedUpdate(), SEED_ORIGIN);
    this.#connection.connect();
  }

  async #adopt(copy: DeviceCopy, updates: readonly Uint8Array[]): Promise<void> {
    const { rejoined } = this.#options;
    if (rejoined === undefined) {
      this.#adoptRows(copy, updates);
      return;
    }
    // Other tabs may have left there what went up under other ids meanwhile.
    Y.applyUpdate(this.doc, await carriedFromRows(this.doc, updates, rejoined.conflicts), this.#deviceOrigin);
    this.#deviceCopy = copy;
    copy.fold(Y.encodeStateAsUpdate(this.doc));
  }

  #adoptRows(copy: DeviceCopy, updates: readonly Uint8Array[]): void {
    const { doc } = this;
    const earlier = Y.encodeStateAsUpdate(doc);
    const typedMeanwhile = doc.store.clients.size > 0;
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, this.#deviceOrigin);
    }, this.#deviceOrigin);
    this.#deviceCopy = copy;
    if (typedMeanwhile) copy.append(earlier, this.#tracker.status.unsaved);
    this.#foldIfWorthIt();
  }

  #onUpdate(update: Uint8Array, origin: unknown): void {
    if (origin === this.#deviceOrigin) return;
    const source = this.#connection.sourceOf(origin);
    const told = source === 'tab' ? update : source === 'server' ? this.#connection.takeReleased() : null;
    if (told !== null) this.#connection.forward(told);
    const isSent = (source === 'server' && told === null) || origin === SEED_ORIGIN;
    const unsaved = isSent ? null : this.#tracker.edited(source === 'here');
    this.#deviceCopy?.append(update, unsaved);
    this.#foldIfWorthIt();
  }

  #foldIfWorthIt(): void {
    if (this.#deviceCopy?.wantsFolding) this.#deviceCopy.fold(Y.encodeStateAsUpdate(this.doc));
  }

  #listener() {
    return {
      connecting: () => this.#tracker.connecting(),
      received: () => this.#tracker.received(),
      caughtUp: () => this.#tracker.caughtUp(),
      echoed: (number: number) => this.#tracker.echoed(number),
      role: (role: string) => {
        this.#mayComment = role !== 'viewer';
        this.#tracker.role(role === 'editor');
        this.#publish();
      },
      comments: (revision: number) => {
        this.#commentsRevision = revision;
        this.#publish();
      },
      arriving: (share: number) => {
        this.#arriving = share < 1 ? share : null;
        this.#tracker.heard();
        this.#publish();
      },
      lost: (code: number, retryAtMs: number) => {
        this.#arriving = null;
        this.#tracker.lost(code, retryAtMs);
      },
      stopped: (code: number) => this.#stopped(code),
      conflict: (clients: readonly number[]) => {
        this.#conflicts = clients;
      },
      stateHash: (hash: Uint8Array) => void this.#replicaCheck.answered(hash),
      synced: () => {
        this.#synced = true;
        this.#proveViewerLive();
        this.#publish();
      },
    };
  }

  /** Nothing of ours is on its way there, and nothing of theirs here. */
  get #isSettled(): boolean {
    const { link, unsaved } = this.#tracker.status;
    return this.#synced && this.#arriving === null && link.phase === 'live' && unsaved === null;
  }

  #stopped(code: number): void {
    const isConflict = code === CLOSE.clientIdConflict.code;
    if (!isConflict || !Rejoin.isWorthIt(this.#rejoinsBefore)) this.#tracker.stopped(code);
    else {
      this.#beginAnew('conflict', this.#conflicts);
      this.#tracker.lost(code, this.#rejoin?.nextAtMs ?? 0);
    }
  }

  /** In a row: whatever was saved since proves that it helped. */
  get #rejoinsBefore(): number {
    return this.#tracker.status.savedAtMs === null ? (this.#options.rejoined?.times ?? 0) : 0;
  }

  /** R23. The server is right, but for what was typed on this page. What did not help once is not tried again and again. */
  #onDifference(): void {
    if (this.#options.rejoined?.because === 'difference') this.#replicaCheck.close();
    else this.#beginAnew('difference', [this.doc.clientID]);
  }

  #beginAnew(because: Rejoined['because'], conflicts: readonly number[]): void {
    const { doc } = this;
    this.#rejoin ??= new Rejoin(
      {
        ...this.#options,
        doc,
        because,
        times: this.#rejoinsBefore,
        conflictsBefore: this.#options.rejoined?.conflicts ?? [],
        status: () => this.#tracker.status,
        finished: (rejoined) => {
          this.#deviceCopy?.fold(rejoined.state);
          this.#options.onRejoined(rejoined);
        },
      },
      conflicts,
    );
  }

  /**
   * Nobody asks a viewer for anything: with nothing unsent, a checkpoint still proves the line. Its echo would confirm what
   * is unsent; there the server's text is the proof.
   */
  #proveViewerLive(): void {
    const { mayEdit, unsaved } = this.#tracker.status;
    if (mayEdit) return;
    if (unsaved === null) this.#tracker.caughtUp();
    else this.#tracker.shown();
  }

  #publish(): void {
    if (this.#closed) return;
    this.#view = this.#render();
    for (const listener of this.#listeners) listener();
  }

  #render(): SessionView {
    const { status } = this.#tracker;
    const word = saveWord(status, this.#environment.now());
    this.#ready ||= this.#hasSomethingToShow(status, word);
    const mayComment = this.#mayComment && status.link.phase !== 'stopped';
    return {
      ...{ status, word, mayComment },
      ...{ ready: this.#ready, arriving: this.#arriving, commentsRevision: this.#commentsRevision },
    };
  }

  #hasSomethingToShow({ deviceCopy }: SaveStatus, word: SaveWord): boolean {
    if (deviceCopy === 'opening') return false;
    if (this.#arriving !== null) return false;
    return this.#synced || word.kind !== 'opening' || this.doc.store.clients.size > 0;
  }
}
