/**
 * `/sync/.self-test`, for whoever looks after the server: shows whether WebSockets come through whatever stands before it,
 * as they are sent. It says what the server saw of the asker, sends binary messages back as they came, pings, and tells
 * how long the pong took. It touches no document: no document's id has a dot.
 *
 * What always holds: nobody gets here whom `mayAdminister` does not let; each test ends by itself.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isAtMachine, mayAdminister } from '../accounts/administration.ts';
import type { Identify } from '../accounts/identify.ts';
import type { PongOfSelfTest, SeenBySelfTest } from '../contract/admin-api.ts';
import {
  SELF_TEST_MESSAGE_BYTES_MAX,
  SELF_TEST_MESSAGES_MAX,
  SELF_TEST_MS_MAX,
  SELF_TESTS_MAX,
} from '../contract/api-limits.ts';
import type { Clock } from '../lib/clock.ts';
import { addressOf, type trustedProxies } from './addresses.ts';
import { isTrustedOrigin, type OriginRules } from './origins.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

export const SELF_TEST_PATH = '/sync/.self-test';

/** 1000: it is over. */
const OVER = 1000;

export interface SelfTestParts {
  readonly identify: Identify;
  readonly origins: OriginRules;
  readonly isTrustedProxy: ReturnType<typeof trustedProxies>;
  readonly clock: Clock;
}

export class SelfTest {
  readonly #parts: SelfTestParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: SELF_TEST_MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
  });

  /** Whose askers are being looked up. */
  #asking = 0;

  constructor(parts: SelfTestParts) {
    this.#parts = parts;
  }

  /** @returns false for the upgrade of a document. */
  takes(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (request.url !== SELF_TEST_PATH) return false;
    socket.on('error', () => socket.destroy());
    if (this.#asking >= SELF_TESTS_MAX) {
      refuseUpgrade(socket, 429);
      return true;
    }
    this.#asking += 1;
    this.#refusalOf(request)
      .catch(() => 500)
      .then((status) => {
        this.#asking -= 1;
        if (status !== null) refuseUpgrade(socket, status);
        else this.#server.handleUpgrade(request, socket, head, (ws) => this.#test(ws, request));
      });
    return true;
  }

  /** Ends what is under way. Idempotent. */
  close(): void {
    for (const ws of this.#server.clients) ws.terminate();
  }

  async #refusalOf({ headers }: IncomingMessage): Promise<number | null> {
    const { identify, origins, clock } = this.#parts;
    if (!isTrustedOrigin(headers.origin, headers.host, origins)) return 403;
    const identity = await identify(headers);
    if (!mayAdminister(identity, isAtMachine(headers, origins.isLoopback), clock.now())) {
      return identity.kind === 'stranger' ? 401 : 403;
    }
    return this.#server.clients.size >= SELF_TESTS_MAX ? 429 : null;
  }

  #test(ws: WebSocket, request: IncomingMessage): void {
    const { clock } = this.#parts;
    const end = clock.after(SELF_TEST_MS_MAX, () => ws.close(OVER));
    let left = SELF_TEST_MESSAGES_MAX;
    ws.on('close', () => end.cancel());
    ws.on('error', () => ws.terminate());
    ws.on('message', (message, isBinary) => {
      left -= 1;
      if (left < 0) ws.close(OVER);
      else ws.send(message, { binary: isBinary });
    });
    ws.send(JSON.stringify(this.#seen(request)));
    const pingedAt = clock.now();
    ws.once('pong', () => {
      const pong: PongOfSelfTest = { kind: 'pong', ms: clock.now() - pingedAt };
      ws.send(JSON.stringify(pong));
    });
    ws.ping();
  }

  #seen(request: IncomingMessage): SeenBySelfTest {
    const { isTrustedProxy } = this.#parts;
    const { headers, socket } = request;
    const isBelieved = isTrustedProxy(socket.remoteAddress ?? '', 0);
    const isForwarded = headers['x-forwarded-for'] !== undefined;
    // As Fastify reads it: the last proxy's word.
    const said = String(headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1)
      ?.trim();
    const protocol = isBelieved && said === 'https' ? 'https' : 'http';
    return { kind: 'seen', address: addressOf(request, isTrustedProxy), isForwarded, isBelieved, protocol };
  }
}
