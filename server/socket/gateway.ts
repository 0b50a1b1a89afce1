/**
 * The door: turns an HTTP upgrade for `/sync/<document id>` into a connection, or refuses it.
 *
 * What always holds: nobody gets a byte of a document without `authorize` having said so, and nobody keeps getting them
 * who may not any more. A foreign Origin is refused with 403 before the upgrade, and costs nothing else. Every other
 * refusal upgrades and closes with a code from close-codes.ts, because a browser cannot read an HTTP status here.
 * The document is loaded BEFORE the 101, so that nothing is ever answered from a log that is not there yet.
 */

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { type AccessBook, type AccessNews, type AccessRecord, isOver } from '../accounts/access-book.ts';
import { authorize, type Refusal } from '../accounts/authorize.ts';
import type { Identify } from '../accounts/identify.ts';
import { authorOf, type Bearer, type Identity, makerOf } from '../accounts/identity.ts';
import { CLOSE, type CloseReason } from '../contract/close-codes.ts';
import { SCHEMA_VERSION } from '../contract/document/names.ts';
import {
  CLOSE_ANSWER_MS,
  DOCUMENT_ID_PATTERN,
  EXPIRY_LOOK_MS,
  PING_MS,
  UPGRADES_A_TURN_MAX,
} from '../contract/limits.ts';
import { encodePermissionDenied, PROTOCOL_VERSION } from '../contract/protocol.ts';
import type { SharedRole } from '../contract/roles.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import type { Room } from '../room/room.ts';
import type { Rooms } from '../room/rooms.ts';
import { AddressBook, addressOf, type trustedProxies } from './addresses.ts';
import { CommentNews } from './comment-news.ts';
import { Connection, type Visitor } from './connection.ts';
import { Inbox } from './inbox.ts';
import { isTrustedOrigin, type OriginRules } from './origins.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { Returns, returnKeyOf } from './returns.ts';
import { Seats } from './seats.ts';

/** What ws itself says in codes after which a stock client would come back with the same message, for ever. */
const FINAL_BY_CODE: ReadonlyMap<number | undefined, CloseReason> = new Map<number, CloseReason>([
  [1008, CLOSE.malformed],
  [1009, CLOSE.tooLarge],
]);

class DocumentWebSocket extends WebSocket {
  /** The first code it was closed with by this side; null while it was not. */
  sentAwayWith: number | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    // The answer to a close of the other side carries the same code, or none.
    if (this.readyState === WebSocket.OPEN) this.sentAwayWith ??= code ?? null;
    const final = FINAL_BY_CODE.get(code);
    super.close(final?.code ?? code, final?.reason ?? reason);
  }
}

function createServer(limits: TransportLimits) {
  /** The types of ws do not know closeTimeout yet. */
  const options: ServerOptions<typeof DocumentWebSocket> & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.FRAME_BYTES_MAX,
    maxFragments: limits.FRAGMENTS_MAX,
    perMessageDeflate: false,
    closeTimeout: CLOSE_ANSWER_MS,
    WebSocket: DocumentWebSocket,
  };
  return new WebSocketServer(options);
}

const MISTAKE = 'a mistake of the server ended an upgrade';

export interface GatewayParts {
  readonly rooms: Rooms;
  readonly origins: OriginRules;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'refused' | 'limited'>;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly isTrustedProxy: ReturnType<typeof trustedProxies>;
  readonly limits: TransportLimits;
}

interface Admitted {
  readonly kind: 'room';
  readonly room: Room;
  readonly visitor: Visitor;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

type Admission = Admitted | { readonly kind: 'refused'; readonly close: CloseReason };

export class Gateway {
  readonly #parts: GatewayParts;
  readonly #server: ReturnType<typeof createServer>;
  readonly #connections = new Set<Connection>();
  readonly #commentNews = new CommentNews(this.#connections);
  readonly #pending: AddressBook;
  readonly #open: AddressBook;
  readonly #seats: Seats;
  readonly #returns = new Returns();
  /** R1: 500 people who come at once do not keep out those who are here. */
  readonly #arrivals = new Inbox<Upgrade>(UPGRADES_A_TURN_MAX, {
    look: (upgrade) => this.#guard(upgrade.socket, () => this.#look(upgrade)),
    onFull: () => {},
    onEmpty: () => {},
  });
  readonly #keepAlive: Timer;
  readonly #expiryLook: Timer;
  /** How often it was told that access changed: what was decided before has to be decided again. */
  #news = 0;
  #isClosing = false;
  #onEmpty: () => void = () => {};

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#server = createServer(parts.limits);
    this.#pending = new AddressBook(parts.limits.PENDING_PER_ADDRESS_MAX);
    this.#open = new AddressBook(parts.limits.CONNECTIONS_PER_ADDRESS);
    this.#seats = new Seats(parts.limits);
    this.#keepAlive = parts.clock.every(PING_MS, () => {
      for (const connection of this.#connections) connection.keepAlive();
    });
    this.#expiryLook = parts.clock.every(EXPIRY_LOOK_MS, () => {
      this.#endExpired();
      this.#commentNews.tellAgain();
    });
  }

  /** Listener of the HTTP server's `upgrade` event. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    this.#arrivals.put({ request, socket, head }, 1, false);
  };

  #look({ request, socket, head }: Upgrade): void {
    // It may have waited for its turn.
    if (socket.destroyed) return;
    // Not `new URL`: it throws on some of what a stranger can send, and ids need no decoding.
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const [, id] = /^\/sync\/(.*)$/.exec(path) ?? [];
    if (id === undefined) this.#refuseUpgrade(socket, 404);
    else if (!isTrustedOrigin(request.headers.origin, request.headers.host, this.#parts.origins)) {
      this.#refuseUpgrade(socket, 403);
    } else this.#receive(id, query, { request, socket, head });
  }

  /** Refuses newcomers from now on, with "restarting", and reads nothing more from those who are here. */
  drain(): void {
    this.#isClosing = true;
    for (const connection of this.#connections) connection.drain();
  }

  /** Waits at most `patienceMs` for connections that were told to go, then cuts the rest off. Idempotent. */
  async close(patienceMs: number): Promise<void> {
    this.drain();
    this.#keepAlive.cancel();
    this.#expiryLook.cancel();
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      this.#parts.clock.after(patienceMs, resolve);
    });
    for (const connection of this.#connections) connection.terminate();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Bytes that readers have not taken yet. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const connection of this.#connections) bytes += connection.bufferedBytes;
    return bytes;
  }

  /** R26: ends the connections that a token opened which somebody has signed out of. */
  signedOut({ tokenKey }: Bearer): void {
    for (const connection of this.#connections) {
      const { identity } = connection;
      if (identity.kind === 'bearer' && identity.tokenKey === tokenKey) connection.close(CLOSE.signIn);
    }
  }

  /** R26: somebody was given something, lost it, or signed out. */
  accessChanged(news: AccessNews): void {
    this.#news += 1;
    if (news.kind === 'document') void this.#recheckDocument(news.documentId);
    for (const connection of this.#connections) if (isOver(connection.identity, news)) connection.close(CLOSE.signIn);
  }

  /** Whoever has the document open is told that its comments have this revision. */
  commentsChanged(documentId: string, revision: number): void {
    this.#commentNews.changed(documentId, revision);
  }

  async #recheckDocument(documentId: string): Promise<void> {
    const here = () => [...this.#connections].filter((connection) => connection.documentId === documentId);
    if (here().length === 0) return;
    try {
      const record = await this.#parts.book.of(documentId);
      for (const connection of here()) this.#recheck(connection, record);
    } catch (error) {
      // Nobody can say who still may.
      this.#parts.logger.error({ document: documentId, error }, 'who may open a document could not be looked up');
      for (const connection of here()) connection.close(CLOSE.ourFault);
    }
  }

  /** R26: what was allowed when a connection was opened has to be so still. */
  #endExpired(): void {
    for (const connection of this.#connections) {
      if (connection.identity.kind !== 'anybody') this.#recheck(connection, connection.access);
    }
  }

  #recheck(connection: Connection, record: AccessRecord): void {
    const now = this.#parts.clock.now();
    const decision = authorize(connection.identity, record, 'read', now);
    if (decision.allowed) connection.allow(record, roleOnWire(connection.identity, record, now));
    else connection.close(CLOSE_BY_REFUSAL[decision.refusal]);
  }

  /** Decides again whenever access changed while it was deciding, so that nobody slips in on what was so before. */
  async #admit(id: string, parameters: URLSearchParams, headers: IncomingHttpHeaders): Promise<Admission> {
    for (;;) {
      const news = this.#news;
      const admission = await this.#decide(id, parameters, headers);
      if (admission.kind === 'refused' || news === this.#news) return admission;
    }
  }

  async #decide(id: string, parameters: URLSearchParams, headers: IncomingHttpHeaders): Promise<Admission> {
    if (this.#isClosing) return { kind: 'refused', close: CLOSE.restarting };
    if (!DOCUMENT_ID_PATTERN.test(id)) return { kind: 'refused', close: CLOSE.noSuchDocument };
    if (!isCurrent(parameters)) return { kind: 'refused', close: CLOSE.clientTooOld };
    try {
      const { authorization, cookie } = headers;
      const identity = await this.#parts.identify({ query: parameters.get('token'), authorization, cookie });
      const access = await this.#accessOf(id, identity);
      const now = this.#parts.clock.now();
      const decision = authorize(identity, access, 'read', now);
      if (!decision.allowed) return { kind: 'refused', close: CLOSE_BY_REFUSAL[decision.refusal] };
      const role = roleOnWire(identity, access, now);
      const visitor = { identity, access, role, isEditor: parameters.has('schema'), isOurs: parameters.has('v') };
      return await this.#enter(id, visitor);
    } catch (error) {
      this.#parts.logger.error({ document: id, error }, 'a document could not be opened');
      return { kind: 'refused', close: CLOSE.ourFault };
    }
  }

  /** A document that was made offline, and that nobody has, is that of whoever brings it. */
  async #accessOf(id: string, identity: Identity): Promise<AccessRecord> {
    const record = await this.#parts.book.of(id);
    const maker = makerOf(identity);
    if (maker === null || record.owner !== null) return record;
    const room = await this.#parts.rooms.open(id);
    return room.ok && room.value.isUnwritten ? this.#parts.book.claim(id, maker) : record;
  }

  async #enter(id: string, visitor: Visitor): Promise<Admission> {
    const room = await this.#parts.rooms.open(id);
    if (this.#isClosing) return { kind: 'refused', close: CLOSE.restarting };
    if (room.ok) return { kind: 'room', room: room.value, visitor };
    return { kind: 'refused', close: room.error.code === 'gone' ? CLOSE.noSuchDocument : CLOSE.storageFailing };
  }

  /** Looks at a request that may become a connection. What an address has too many of costs nothing more than this. */
  #receive(id: string, query: string, upgrade: Upgrade): void {
    const { request, socket } = upgrade;
    const address = addressOf(request, this.#parts.isTrustedProxy);
    if (!this.#open.enter(address)) {
      this.#parts.metrics.limited('CONNECTIONS_PER_ADDRESS');
      this.#upgrade(upgrade, { kind: 'refused', close: CLOSE.slowDown });
      return;
    }
    socket.once('close', () => this.#open.leave(address));
    const isBackTooSoon = this.#returns.isTooSoon(returnKeyOf(address, request), this.#parts.clock.now());
    if (isBackTooSoon || !this.#pending.enter(address)) {
      this.#parts.metrics.limited(isBackTooSoon ? 'RETURNS_MAX' : 'PENDING_PER_ADDRESS_MAX');
      this.#refuseUpgrade(socket, 429);
      return;
    }
    this.#admit(id, new URLSearchParams(query), request.headers)
      .then((admission) => {
        if (!socket.destroyed) this.#upgrade(upgrade, admission);
      })
      .catch((error: unknown) => this.#failed(socket, error))
      .finally(() => this.#pending.leave(address));
  }

  #upgrade({ request, socket, head }: Upgrade, admission: Admission): void {
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      ws.once('close', () => {
        if (ws.sentAwayWith !== null) this.#noteSentAway(request);
      });
      try {
        if (admission.kind === 'room') this.#connect(ws, socket, admission);
        else this.#refuse(ws, admission.close);
      } catch (error) {
        this.#parts.logger.error({ error }, MISTAKE);
        ws.on('error', () => ws.terminate());
        ws.close(CLOSE.ourFault.code, CLOSE.ourFault.reason);
      }
    });
  }

  /** R2: whatever goes wrong on the way in is the end of this upgrade, and of nobody else's. */
  #guard(socket: Duplex, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#failed(socket, error);
    }
  }

  #failed(socket: Duplex, error: unknown): void {
    this.#parts.logger.error({ error }, MISTAKE);
    refuseUpgrade(socket, 500);
  }

  /** Our own client waits a random while before it comes back, and longer each time. */
  #noteSentAway(request: IncomingMessage): void {
    if (/[?&]v=/.test(request.url ?? '')) return;
    this.#returns.sentAway(
      returnKeyOf(addressOf(request, this.#parts.isTrustedProxy), request),
      this.#parts.clock.now(),
    );
  }

  #connect(ws: WebSocket, socket: Duplex, { room, visitor }: Admitted): void {
    const person = authorOf(visitor.identity);
    const limit = this.#seats.take(person, room.id);
    if (limit !== null) {
      this.#parts.metrics.limited(limit);
      this.#refuse(ws, CLOSE.slowDown);
      return;
    }
    ws.on('close', () => this.#seats.leave(person, room.id));
    const connection = new Connection(ws, socket, room, visitor, this.#parts);
    this.#connections.add(connection);
    ws.on('close', () => {
      this.#connections.delete(connection);
      if (this.#connections.size === 0) this.#onEmpty();
    });
  }

  #refuse(ws: WebSocket, close: CloseReason): void {
    this.#parts.metrics.refused(close.code);
    ws.on('error', () => ws.terminate());
    if (!close.comeBack) ws.send(encodePermissionDenied(close.sentence));
    ws.close(close.code, close.reason);
  }

  #refuseUpgrade(socket: Duplex, status: 403 | 404 | 429): void {
    this.#parts.metrics.refused(status);
    refuseUpgrade(socket, status);
  }
}

const CLOSE_BY_REFUSAL = {
  'sign-in': CLOSE.signIn,
  'no-access': CLOSE.noAccess,
} as const satisfies Readonly<Record<Refusal, CloseReason>>;

/** What a connection may do, in the words of the wire: whether it may also share is no matter of a connection. */
function roleOnWire(identity: Identity, record: AccessRecord, now: number): SharedRole {
  if (authorize(identity, record, 'write', now).allowed) return 'editor';
  return authorize(identity, record, 'comment', now).allowed ? 'commenter' : 'viewer';
}

/**
 * R40: an editor of another version of the wire or of the document model never gets to write; reloading brings the
 * one that fits. A stock client names no version, and what it keeps in a document is its own affair.
 */
function isCurrent(parameters: URLSearchParams): boolean {
  const matches = (name: string, version: number) => (parameters.get(name) ?? String(version)) === String(version);
  return matches('v', PROTOCOL_VERSION) && matches('schema', SCHEMA_VERSION);
}
