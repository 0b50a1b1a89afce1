/** Puts the parts together: what `main` starts, tests start too. */

import type { AddressInfo } from 'node:net';
import helmet from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import { createIdentify } from './accounts/identify.ts';
import { TokenVerifier } from './accounts/tokens.ts';
import type { Config } from './config.ts';
import { CLOSE } from './contract/close-codes.ts';
import { DRAIN_MS, FAREWELL_MS, REQUEST_ARRIVES_MS, REQUEST_BYTES_MAX, REQUEST_LOOK_MS } from './contract/limits.ts';
import { documentRoutes } from './http/document-routes.ts';
import { healthRoutes } from './http/health-routes.ts';
import { imageRoutes } from './http/image-routes.ts';
import { metricsRoutes } from './http/metrics-routes.ts';
import { sendProblem } from './http/problems.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { webRoutes } from './http/web-routes.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { createMetrics, type Sizes } from './lib/metrics.ts';
import { Rooms } from './room/rooms.ts';
import { trustedProxies } from './socket/addresses.ts';
import { Gateway } from './socket/gateway.ts';
import { isTrustedHost, isTrustedOrigin } from './socket/origins.ts';
import type { Compactor } from './storage/compactor.ts';
import type { DocumentLog } from './storage/document-log.ts';
import { ImageStore } from './storage/image-store.ts';

export interface AppParts {
  readonly config: Config;
  readonly log: DocumentLog;
  readonly compactor: Compactor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The built web app. */
  readonly webDirectory: string;
}

export interface App {
  /** @returns the address people open. @throws the system's error, e.g. EADDRINUSE. */
  listen(): Promise<string>;
  /** Lets nobody in, waits for what was sent to be on disk, sends everybody away with 1012. Idempotent. */
  close(): Promise<void>;
}

export async function createApp(parts: AppParts): Promise<App> {
  const { config, log } = parts;
  const metrics = createMetrics();
  const rooms = new Rooms({ ...parts, metrics });
  const identify = createIdentify(
    config.access.kind === 'token' ? new TokenVerifier(config.access.rules, parts.clock) : null,
  );
  const isTrustedProxy = trustedProxies(config.trustedProxies);
  const gateway = new Gateway({ ...parts, ...config, metrics, rooms, identify, isTrustedProxy, origins: config });
  metrics.measure(() => sizesOf(parts, rooms, gateway));
  const http = fastify({
    bodyLimit: REQUEST_BYTES_MAX,
    forceCloseConnections: true,
    trustProxy: isTrustedProxy,
    requestTimeout: REQUEST_ARRIVES_MS,
    http: { headersTimeout: REQUEST_ARRIVES_MS, connectionsCheckingInterval: REQUEST_LOOK_MS },
  });
  await protect(http, config);
  healthRoutes(http, log);
  metricsRoutes(http, metrics);
  sessionRoutes(http, { identify, onSignedOut: (bearer) => gateway.signedOut(bearer) });
  documentRoutes(http, { ...parts, rooms, identify });
  imageRoutes(http, { ...parts, images: ImageStore.ofDataDirectory(config.dataDirectory), identify });
  await webRoutes(http, parts.webDirectory);
  http.server.on('upgrade', gateway.onUpgrade);

  let closing: Promise<void> | null = null;
  return {
    async listen() {
      await http.listen({ host: config.host, port: config.port });
      const { address, family, port } = http.server.address() as AddressInfo;
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    },
    close() {
      closing ??= drain(parts, gateway, rooms, http);
      return closing;
    },
  };
}

function sizesOf({ clock, log }: AppParts, rooms: Rooms, gateway: Gateway): Sizes {
  const { bytes, oldestAt } = rooms.waiting;
  return {
    connections: gateway.connectionCount,
    documents: rooms.count,
    bufferedBytes: gateway.bufferedBytes,
    unconfirmedBytes: bytes,
    oldestUnconfirmedS: Math.max(0, clock.now() - oldestAt) / 1_000,
    isFailing: log.failure() !== null,
  };
}

async function drain({ clock }: AppParts, gateway: Gateway, rooms: Rooms, http: FastifyInstance): Promise<void> {
  gateway.drain();
  const deadline = new Promise<void>((resolve) => clock.after(DRAIN_MS, resolve));
  await Promise.race([rooms.settled(), deadline]);
  rooms.dismiss(CLOSE.restarting);
  await gateway.close(FAREWELL_MS);
  await Promise.race([rooms.close(), deadline]);
  await http.close();
}

async function protect(http: FastifyInstance, config: Config): Promise<void> {
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The editor positions carets and menus through style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'"],
      },
    },
    // Whether there is TLS is the proxy's business; on plain HTTP this would lock people out.
    strictTransportSecurity: false,
  });
  http.addHook('onRequest', async (request, reply) => {
    const { host, origin } = request.headers;
    const isTrusted = request.method === 'GET' ? isTrustedHost(host, config) : isTrustedOrigin(origin, host, config);
    if (!isTrusted) {
      return sendProblem(reply, 403, 'This address is not one of the server. Add it to ALLOWED_ORIGINS to allow it.');
    }
  });
  http.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const detail = status < 500 ? 'The request could not be read. Send JSON.' : 'The server made a mistake. Try again.';
    return sendProblem(reply, status, detail);
  });
}
