/** The HTTP side: the page, the API, and the door that WebSockets come through to their documents. */

import type { AddressInfo } from 'node:net';
import helmet from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import type { AccessBook } from './accounts/access-book.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { ApiTokens } from './accounts/api-tokens.ts';
import { browserSessionCookie } from './accounts/browser-session.ts';
import type { Identify } from './accounts/identify.ts';
import { actOnTokens } from './accounts/operator-tokens.ts';
import { addressHere, type Config } from './config.ts';
import { REQUEST_BYTES_MAX, REQUEST_LOOK_MS } from './contract/limits.ts';
import { accountRoutes } from './http/account-routes.ts';
import { adminRoutes } from './http/admin-routes.ts';
import { commentRoutes } from './http/comment-routes.ts';
import { contentRoutes } from './http/content-routes.ts';
import { documentChangeRoutes } from './http/document-change-routes.ts';
import { eventsOfChange, reportRequests } from './http/document-events.ts';
import { documentRoutes } from './http/document-routes.ts';
import { entranceRoutes } from './http/entrance-routes.ts';
import { answerFailures } from './http/failures.ts';
import { healthRoutes } from './http/health-routes.ts';
import { imageRoutes } from './http/image-routes.ts';
import { metricsRoutes } from './http/metrics-routes.ts';
import { oidcRoutes } from './http/oidc-routes.ts';
import { openApiRoutes } from './http/openapi-routes.ts';
import { peopleRoutes } from './http/people-routes.ts';
import { sendProblem } from './http/problems.ts';
import { searchRoutes } from './http/search-routes.ts';
import { limitSenders } from './http/sender-limits.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { shareRoutes } from './http/share-routes.ts';
import { endSlowRequests, longestArrivalMs } from './http/slow-requests.ts';
import { tokenRoutes } from './http/token-routes.ts';
import { webRoutes } from './http/web-routes.ts';
import { webhookRoutes } from './http/webhook-routes.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { failed, ok } from './lib/result.ts';
import { MeasuredDocuments } from './shards/measured-documents.ts';
import type { Shard } from './shards/shard.ts';
import { isUncounted, trustedProxies } from './socket/addresses.ts';
import { isTrustedHost, isTrustedOrigin } from './socket/origins.ts';
import { SelfTest } from './socket/self-test.ts';
import { Backups } from './storage/backups.ts';
import { openControlSocket } from './storage/control-socket.ts';
import type { DocumentChange } from './storage/document-change.ts';
import { ImageStore } from './storage/image-store.ts';
import { allowedAddresses } from './webhooks/public-address.ts';
import { WebhookStore } from './webhooks/webhook-store.ts';
import { Webhooks } from './webhooks/webhooks.ts';
import { AuthorNames } from './workspace/author-names.ts';
import type { Catalogue } from './workspace/catalogue.ts';
import { CommentStore } from './workspace/comment-store.ts';
import { type Library, openLibrary, searchPathOf } from './workspace/library.ts';
import { People } from './workspace/people.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface AppParts {
  readonly config: Config;
  readonly shard: Shard;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly workspace: Workspace;
  /** Null where there are none. */
  readonly accounts: Accounts | null;
  readonly tokens: ApiTokens;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The built web app. */
  readonly webDirectory: string;
}

export interface App {
  /** Everything that HTTP answers to, as `GET /healthz`. */
  readonly routes: readonly string[];
  /** @returns the address that people of this machine open. @throws the system's error, e.g. EADDRINUSE. */
  listen(): Promise<string>;
  /** Closes the shard, then stops listening, then writes what is left of the lists. Idempotent. */
  close(): Promise<void>;
}

export async function createApp(parts: AppParts): Promise<App> {
  const { config, shard, clock, logger } = parts;
  const http = fastify({
    bodyLimit: REQUEST_BYTES_MAX,
    forceCloseConnections: true,
    trustProxy: trustedProxies(config.trustedProxies),
    requestTimeout: longestArrivalMs(config.limits.REQUEST_ARRIVES_MS),
    http: { headersTimeout: config.limits.REQUEST_ARRIVES_MS, connectionsCheckingInterval: REQUEST_LOOK_MS },
  });
  const routes: string[] = [];
  http.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.push(`${name} ${url}`);
  });
  await guard(http, parts);
  let closing: Promise<void> | null = null;
  healthRoutes(http, { shard, isStopping: () => closing !== null });
  metricsRoutes(http, shard);
  const nameOf = identityRoutes(http, parts);
  contentRoutes(http, { ...parts, nameOf });
  openApiRoutes(http);
  const webhooks = openWebhooks(http, parts);
  const documents = await openDocuments(http, { ...parts, nameOf, webhooks });
  const backups = new Backups(config.dataDirectory, clock, logger);
  adminRoutes(http, {
    ...{ ...parts, catalogue: documents.catalogue, nameOf, backups, sizes: new MeasuredDocuments(parts) },
    ...{ dataDirectory: config.dataDirectory, isLoopback: config.isLoopback },
  });
  await webRoutes(http, { ...parts, directory: parts.webDirectory });
  const selfTest = openDoor(http, parts);

  return {
    routes,
    async listen() {
      webhooks.look();
      await http.listen({ host: config.host, port: config.port });
      const { address, port } = http.server.address() as AddressInfo;
      return addressHere(address, port);
    },
    close() {
      documents.unwatch();
      selfTest.close();
      // A backup reads from what is about to close.
      closing ??= backups
        .close()
        .then(() => shard.close())
        .then(() => http.close())
        .then(() => documents.close())
        .then(() => webhooks.close());
      return closing;
    },
  };
}

/** Everything that is looked at before a route sees a request. */
async function guard(http: FastifyInstance, { config, clock, logger }: AppParts): Promise<void> {
  await protect(http, config);
  answerFailures(http, logger);
  limitSenders(http, clock, isUncounted);
  endSlowRequests(http, clock, config.limits.REQUEST_ARRIVES_MS);
  if (config.access.kind === 'open') giveBrowserSessions(http);
}

/** What somebody is called whom the log names so; null where nobody knows. */
type NameOf = (author: string) => string | null;

/** Who is asking: signing in, people, sharing, tokens for programs. */
function identityRoutes(http: FastifyInstance, parts: AppParts): NameOf {
  const { config, shard, clock, accounts, identify, tokens } = parts;
  const oidc = config.access.kind === 'accounts' ? config.access.oidc : null;
  const names = new AuthorNames(parts.workspace);
  sessionRoutes(http, {
    ...{ identify, accounts, names, hasProvider: oidc !== null },
    onSignedOut: (bearer) => shard.signedOut(bearer),
  });
  accountRoutes(http, parts);
  peopleRoutes(http, parts);
  shareRoutes(http, parts);
  entranceRoutes(http, parts);
  oidcRoutes(http, { ...parts, settings: oidc });
  tokenRoutes(http, { tokens, identify, clock, isLoopback: config.isLoopback });
  return (author) => accounts?.people.get(author)?.name ?? tokens.nameOf(author) ?? names.of(author);
}

/** Other programs are told of what happens; what waits from before goes out when the server listens. */
function openWebhooks(http: FastifyInstance, parts: AppParts): Webhooks {
  const { config, workspace, clock, identify } = parts;
  const store = new WebhookStore(workspace, clock);
  const webhooks = new Webhooks({ ...parts, store, isAllowed: allowedAddresses(config.webhookNetworks) });
  reportRequests(http, (event) => webhooks.happened(event));
  webhookRoutes(http, { webhooks: store, identify, clock, isLoopback: config.isLoopback });
  return webhooks;
}

interface Documents {
  readonly catalogue: Catalogue;
  /** Hears no more of what is compacted. */
  unwatch(): void;
  close(): Promise<void>;
}

interface DocumentParts extends AppParts {
  readonly nameOf: NameOf;
  readonly webhooks: Webhooks;
}

/** Lists, the search, comments and images of the documents, and the way in for commands that need them. */
async function openDocuments(http: FastifyInstance, parts: DocumentParts): Promise<Documents> {
  const { config, shard, workspace, clock, nameOf, webhooks } = parts;
  const images = ImageStore.ofDataDirectory(config.dataDirectory);
  const comments = new CommentStore(workspace, clock);
  const changed = (change: DocumentChange) => eventsOfChange(change).map((event) => webhooks.happened(event));
  const unwatch = shard.watch({ onChange: changed, onGap: () => {} });
  const library = await openLibrary({
    ...{ ...parts, source: shard, images, searchPath: searchPathOf(config.dataDirectory) },
    readersOf: (documentId) => parts.book.readersOf(documentId),
    onFound: async (change) => void (await Promise.all(changed(change))),
    onGone: (documentId) => comments.forget(documentId),
  });
  const control = await openControl(parts, library);
  followAccess(parts, library.catalogue);
  documentRoutes(http, { ...parts, ...library, nameOf });
  documentChangeRoutes(http, { ...parts, ...library, comments, nameOf });
  commentRoutes(http, {
    ...{ ...parts, ...library, comments, nameOf },
    commented: ({ documentId, ...details }) => webhooks.happened({ event: 'document.commented', documentId, details }),
  });
  searchRoutes(http, { ...parts, ...library, nameOf });
  imageRoutes(http, { ...parts, images });
  return {
    catalogue: library.catalogue,
    unwatch,
    close: () => Promise.all([control.close(), library.close()]).then(() => {}),
  };
}

/** Commands of this machine ask here for what only this process has: lists, people, tokens. */
function openControl({ workspace, tokens, clock, accounts, logger }: AppParts, library: Library) {
  const people = new People(workspace);
  return openControlSocket(
    workspace.directory,
    {
      backup: () => workspace.backup(clock.now()),
      reindex: () => library.reindex().then(() => ok(null)),
      tokens: (act) => actOnTokens({ tokens, people, clock, hasAccounts: accounts !== null }, act),
      add: async () => failed('Documents go to the process that has their log.'),
    },
    logger,
  );
}

/** WebSockets go to their documents, but for those that only test the way here. */
function openDoor(http: FastifyInstance, { config, shard, identify, clock }: AppParts): SelfTest {
  const isTrustedProxy = trustedProxies(config.trustedProxies);
  const selfTest = new SelfTest({ identify, clock, origins: config, isTrustedProxy });
  http.server.on('upgrade', (request, socket, head) => {
    if (!selfTest.takes(request, socket, head)) shard.upgrade(request, socket, head);
  });
  return selfTest;
}

/** Lists show a document to whoever may read it now. */
function followAccess({ accounts, logger }: AppParts, catalogue: Catalogue): void {
  accounts?.subscribe((news) => {
    if (news.kind !== 'document') return;
    catalogue.readersChanged(news.documentId).catch((error: unknown) => {
      logger.error({ document: news.documentId, error }, 'a document could not be filed under its new readers');
    });
  });
}

/** A browser gets its session with the page, so that it has it when the page connects. */
function giveBrowserSessions(http: FastifyInstance): void {
  http.addHook('onSend', async (request, reply) => {
    if (request.headers['sec-fetch-dest'] !== 'document') return;
    reply.header('set-cookie', browserSessionCookie(request.headers.cookie, request.protocol === 'https'));
    // One for each browser: nobody between here and there may keep it for others.
    if (reply.getHeader('cache-control') !== 'no-store') reply.header('cache-control', 'private, no-cache');
  });
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
}
