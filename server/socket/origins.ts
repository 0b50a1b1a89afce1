/**
 * Which web pages may talk to this server. A browser lets any page open a WebSocket to any host and sends cookies
 * along, so the server has to look at Origin itself.
 *
 * Pages of this server's own address may; so may those listed in ALLOWED_ORIGINS. A server on a loopback address
 * also insists that it was addressed by a loopback name (or a listed one): otherwise a page on a name that its owner
 * points at 127.0.0.1 would count as this server's own.
 */

export interface OriginRules {
  readonly allowedOrigins: readonly string[];
  readonly isLoopback: boolean;
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @param host the request's Host header. */
export function isTrustedHost(host: string | undefined, rules: OriginRules): boolean {
  if (host === undefined) return false;
  if (!rules.isLoopback) return true;
  const name = hostnameOf(`http://${host}`);
  return name !== null && (LOOPBACK_NAMES.has(name) || rules.allowedOrigins.some((origin) => hostOf(origin) === host));
}

/**
 * @param origin the request's Origin header; absent when a program, not a browser, is asking.
 * @param host the request's Host header.
 */
export function isTrustedOrigin(origin: string | undefined, host: string | undefined, rules: OriginRules): boolean {
  if (!isTrustedHost(host, rules)) return false;
  if (origin === undefined) return true;
  return rules.allowedOrigins.includes(origin) || hostOf(origin) === host;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}
