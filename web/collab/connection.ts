/**
 * One document's line to the server: the stock y-websocket provider with what it lacks added from outside -
 * checkpoints, full-jitter reconnecting, an end after an error inside a handler, and silence where it would repeat
 * other people's presence. The only file that knows y-websocket; whoever uses it sees a `ConnectionListener`.
 */

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import { messageYjsSyncStep1, messageYjsSyncStep2, readSyncMessage } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import { applyUpdate, type Doc } from 'yjs';
import { shouldComeBack } from '../../server/contract/close-codes.ts';
import { SCHEMA_VERSION } from '../../server/contract/document/names.ts';
import { RESYNC_MS } from '../../server/contract/limits.ts';
import {
  CHANNEL,
  encodeCheckpoint,
  encodeSyncStep2,
  PROTOCOL_VERSION,
  STATE_HASH_QUESTION,
} from '../../server/contract/protocol.ts';
import type { Environment } from '../lib/environment.ts';
import { reconnectDelayMs } from './backoff.ts';
import { Pieces } from './pieces.ts';
import { isSameUpdate, waitingIn } from './waiting.ts';

/** What a browser reports for a connection that broke without a close frame. */
const BROKEN = 1006;

export interface ConnectionListener {
  connecting(): void;
  /** Something came from the server, whatever it is. */
  received(): void;
  /** The server was handed everything that was here: a checkpoint sent from now on covers it. */
  caughtUp(): void;
  /** So much of a long text has arrived, from 0 to 1. */
  arriving(share: number): void;
  /** Everything the server had has arrived here. */
  synced(): void;
  echoed(number: number): void;
  /** What the server lets us do here. */
  role(role: string): void;
  /** These client ids are somebody else's there; the connection is about to end with 4409. */
  conflict(clients: readonly number[]): void;
  /** What the server's document says, with everything that was received here by now. */
  stateHash(hash: Uint8Array): void;
  /** Somebody commented: the list is at this revision now. */
  comments(revision: number): void;
  lost(code: number, retryAtMs: number): void;
  stopped(code: number): void;
}

export interface ConnectionOptions {
  /** `ws://host` or `wss://host`. */
  readonly origin: string;
  readonly id: string;
  readonly doc: Doc;
  readonly awareness: Awareness;
  readonly environment: Environment;
  readonly socketClass: typeof WebSocket;
  readonly listener: ConnectionListener;
  /** Tabs of this browser that say the same here hear each other. */
  readonly tabs: string;
}

export class Connection {
  readonly #provider: WebsocketProvider;
  readonly #environment: Environment;
  readonly #listener: ConnectionListener;
  readonly #pieces = new Pieces();
  #failures = 0;
  #closed = false;
  #cancelRetry: (() => void) | null = null;
  #receivingFromTab = false;
  /** What another tab said that builds on what the server has not told us yet; null when nothing does. */
  #waitingFromTab: Uint8Array | null = null;

  constructor(options: ConnectionOptions) {
    this.#environment = options.environment;
    this.#listener = options.listener;
    this.#provider = new WebsocketProvider(`${options.origin}/sync`, options.id, options.doc, {
      connect: false,
      awareness: options.awareness,
      params: { v: String(PROTOCOL_VERSION), schema: String(SCHEMA_VERSION) },
      resyncInterval: RESYNC_MS,
      WebSocketPolyfill: options.socketClass,
      // Coming back is decided here: the provider would retry without jitter.
      shouldReconnect: () => false,
    });
    this.#provider.bcChannel += options.tabs;
    this.#silenceEchoedPresence();
    this.#handlePresence();
    this.#handleSync();
    options.doc.on('afterTransactionCleanup', this.#followClientId);
    this.#provider.messageHandlers[CHANNEL.checkpoint] = (_reply, decoder) => this.#onEcho(decoder);
    this.#provider.messageHandlers[CHANNEL.piece] = (_reply, decoder) => this.#onPiece(decoder);
    this.#provider.messageHandlers[CHANNEL.role] = (_reply, decoder) =>
      this.#listener.role(decoding.readVarString(decoder));
    this.#provider.messageHandlers[CHANNEL.conflict] = (_reply, decoder) =>
      this.#listener.conflict(
        Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint(decoder)),
      );
    this.#provider.messageHandlers[CHANNEL.stateHash] = (_reply, decoder) =>
      this.#listener.stateHash(Uint8Array.from(decoding.readVarUint8Array(decoder)));
    this.#provider.messageHandlers[CHANNEL.comments] = (_reply, decoder) =>
      this.#listener.comments(decoding.readVarUint(decoder));
    this.#noteReceiving();
    this.#provider.on('closed', ({ code }) => this.#onClosed(code));
    this.#provider.on('sync', (synced) => synced && this.#listener.synced());
    // Its watchdog takes a background tab, whose timers run once a minute, for a dead line; the echoes judge better.
    clearInterval(this.#provider._checkInterval);
  }

  /** Connects, or does at once what a retry would do later. */
  connect(): void {
    if (this.#closed) return;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#listener.connecting();
    // News for a server that has not noticed yet that our line before this one is dead.
    this.#renewPresence();
    this.#provider.connect();
  }

  /** Whether an update that carries `origin` was received, and from whom. */
  sourceOf(origin: unknown): 'server' | 'tab' | 'here' {
    if (origin !== this.#provider) return 'here';
    return this.#receivingFromTab ? 'tab' : 'server';
  }

  /**
   * What another tab said earlier, and is part of the document only now that the server's own update has brought what it
   * builds on: once, null when there is none. To be called with each update of the server's.
   */
  takeReleased(): Uint8Array | null {
    const waited = this.#waitingFromTab;
    if (waited === null) return null;
    this.#waitingFromTab = waitingIn(this.#provider.doc);
    return isSameUpdate(waited, this.#waitingFromTab) ? null : waited;
  }

  /**
   * Sends an update that another tab of this browser made: that tab may be gone before it could. As an answer, because
   * what a tab tells another may be everybody's.
   */
  forward(update: Uint8Array): void {
    this.#send(encodeSyncStep2(update));
  }

  sendCheckpoint(number: number): void {
    this.#send(encodeCheckpoint(number));
  }

  askStateHash(): void {
    this.#send(STATE_HASH_QUESTION);
  }

  /** Ends a connection that does not answer, or that failed here, and comes back later. */
  giveUp(): void {
    if (this.#closed || this.#provider.ws === null) return;
    this.#provider.disconnect();
    this.#onClosed(BROKEN);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRetry?.();
    this.#provider.doc.off('afterTransactionCleanup', this.#followClientId);
    this.#provider.destroy();
  }

  #send(frame: Uint8Array): void {
    const { ws, wsconnected } = this.#provider;
    if (ws !== null && wsconnected) ws.send(Uint8Array.from(frame));
  }

  #onEcho(decoder: decoding.Decoder): void {
    const number = decoding.readVarUint(decoder);
    this.#failures = 0;
    this.#listener.echoed(number);
  }

  /** The last piece makes it an update like any other. */
  #onPiece(decoder: decoding.Decoder): void {
    const length = decoding.readVarUint(decoder);
    const update = this.#pieces.add(decoding.readVarUint8Array(decoder), length);
    this.#listener.arriving(this.#pieces.share(length));
    if (update === null) return;
    try {
      applyUpdate(this.#provider.doc, update, this.#provider);
    } catch {
      // This replica is behind now; a new connection asks for what is missing.
      queueMicrotask(() => this.giveUp());
    }
  }

  #onClosed(code: number): void {
    this.#pieces.clear();
    if (this.#closed) return;
    if (!shouldComeBack(code)) {
      this.#listener.stopped(code);
      return;
    }
    const delayMs = reconnectDelayMs(this.#failures, this.#environment.random());
    this.#failures += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#environment.after(delayMs, () => this.connect());
    this.#listener.lost(code, this.#environment.now() + delayMs);
  }

  /** Yjs takes another client id when somebody else's text arrives under ours; the provider expects presence under it. */
  readonly #followClientId = (): void => {
    const { awareness, doc } = this.#provider;
    if (awareness.clientID === doc.clientID) return;
    const state = awareness.getLocalState();
    awareness.setLocalState(null);
    awareness.clientID = doc.clientID;
    awareness.setLocalState(state);
  };

  /**
   * Stock presence times out by a clock that may be set back: until that has caught up, others would take us for gone,
   * and whoever is gone would be shown here.
   */
  #followClock(): void {
    const { awareness } = this.#provider;
    const nowMs = this.#environment.now();
    for (const [client, meta] of awareness.meta) {
      if (meta.lastUpdated <= nowMs) continue;
      meta.lastUpdated = nowMs;
      if (client === awareness.clientID) this.#renewPresence();
    }
  }

  #renewPresence(): void {
    const { awareness } = this.#provider;
    awareness.setLocalState(awareness.getLocalState());
  }

  #received(): void {
    this.#listener.received();
    this.#followClock();
  }

  #noteReceiving(): void {
    const { messageHandlers } = this.#provider;
    this.#provider.messageHandlers = messageHandlers.map((handle): typeof handle => (reply, decoder, ...rest) => {
      const [, isFromServer] = rest;
      if (isFromServer) this.#received();
      handle(reply, decoder, ...rest);
    });
  }

  /** The stock listener sends every presence change it received back to the server; only our own is news. */
  #silenceEchoedPresence(): void {
    const provider = this.#provider;
    const { awareness } = provider;
    const stock = provider._awarenessUpdateHandler;
    awareness.off('update', stock);
    provider._awarenessUpdateHandler = (changes, origin) => {
      const own = awareness.clientID;
      const changed = [...changes.added, ...changes.updated, ...changes.removed];
      if (changed.includes(own)) stock({ added: [], updated: [own], removed: [] }, origin);
    };
    awareness.on('update', provider._awarenessUpdateHandler);
  }

  /**
   * The end of a line takes everybody from the screen, and the stock client remembers their clocks: what the server says of
   * them on the next one would be no news until they moved. Whoever is not shown is one of whom nothing is known.
   */
  #handlePresence(): void {
    this.#provider.messageHandlers[CHANNEL.awareness] = (_reply, decoder, { awareness }, isFromServer) => {
      if (isFromServer) this.#forgetClocks();
      applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), this.#provider);
    };
  }

  /** Not for what a tab says, which may have heard last of those who have left since. */
  #forgetClocks(): void {
    const { clientID, states, meta } = this.#provider.awareness;
    for (const client of meta.keys()) if (client !== clientID && !states.has(client)) meta.delete(client);
  }

  /**
   * The sync handler, for two things that the stock one keeps to itself: that SyncStep1 was answered, and that an
   * update could not be applied. Then this replica is behind; a new connection asks for what is missing.
   */
  #handleSync(): void {
    this.#provider.messageHandlers[CHANNEL.sync] = (reply, decoder, provider, fromServer) => {
      let failed = false;
      this.#receivingFromTab = !fromServer;
      encoding.writeVarUint(reply, CHANNEL.sync);
      const step = readSyncMessage(decoder, reply, provider.doc, provider, () => {
        failed = true;
      });
      this.#receivingFromTab = false;
      if (!fromServer) this.#waitingFromTab = waitingIn(provider.doc);
      // The provider sends the reply when this handler has returned.
      if (failed) queueMicrotask(() => this.giveUp());
      else if (fromServer && step === messageYjsSyncStep1) queueMicrotask(() => this.#caughtUp());
      else if (fromServer && step === messageYjsSyncStep2) provider.synced = true;
    };
  }

  #caughtUp(): void {
    if (this.#provider.wsconnected) this.#listener.caughtUp();
  }
}
