/**
 * `/api/oidc/start` sends somebody to the identity provider, who sends them back to `/api/oidc/callback`. Between the two
 * a cookie of ten minutes says that it is the same browser. What goes wrong ends on the sign-in page, which says so.
 */

import { parse, stringifySetCookie } from 'cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts } from '../accounts/accounts.ts';
import { Oidc, type OidcSettings } from '../accounts/oidc.ts';
import { OIDC_FLOW_MS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { refuse } from './account-problems.ts';
import { accountScope, callerOf, setSession } from './account-scope.ts';

const FLOW_COOKIE = 'scriptorium-oidc';
const CALLBACK = '/api/oidc/callback';

export interface OidcRouteParts {
  readonly accounts: Accounts | null;
  /** Null where there is no provider. */
  readonly settings: OidcSettings | null;
  readonly clock: Clock;
}

export function oidcRoutes(app: FastifyInstance, { accounts, settings, clock }: OidcRouteParts): void {
  const oidc = settings === null ? null : new Oidc(settings, clock);
  accountScope(app, accounts, (scope, { keeper, people }) => {
    scope.get<{ Querystring: { to?: string } }>('/api/oidc/start', async (request, reply) => {
      if (oidc === null) return refuse(reply, 'no-provider');
      const started = await oidc.start(addressed(request, CALLBACK), localPath(request.query.to));
      if (!started.ok) return reply.redirect('/sign-in?problem=away');
      setFlow(request, reply, started.value.flow);
      return reply.redirect(started.value.address.href);
    });

    scope.get(CALLBACK, async (request, reply) => {
      if (oidc === null) return refuse(reply, 'no-provider');
      const flow = parse(request.headers.cookie ?? '')[FLOW_COOKIE];
      setFlow(request, reply, '');
      const proved = await oidc.finish(flow, addressed(request, request.url));
      if (!proved.ok) return reply.redirect(`/sign-in?problem=${proved.error}`);
      const { subject, email, returnTo } = proved.value;
      const isKnown = people.bySubject(subject) !== undefined || people.byEmail(email) !== undefined;
      // The first one comes by the link of the terminal, so that it is the operator who decides who that is.
      if (!isKnown && !(keeper.hasOwner && oidc.mayBring(email))) return reply.redirect('/sign-in?problem=not-invited');
      const begun = await keeper.ofProvider(proved.value, callerOf(request));
      if (!begun.ok) return reply.redirect('/sign-in?problem=not-invited');
      setSession(request, reply, begun.value.secret);
      return reply.redirect(returnTo);
    });
  });
}

function setFlow(request: FastifyRequest, reply: FastifyReply, value: string): void {
  const cookie = {
    name: FLOW_COOKIE,
    value,
    maxAge: value === '' ? 0 : OIDC_FLOW_MS / 1_000,
    path: CALLBACK,
    httpOnly: true,
    // The provider sends people back by a link, with which Lax lets it through.
    sameSite: 'lax',
    secure: request.protocol === 'https',
  } as const;
  reply.header('set-cookie', stringifySetCookie(cookie));
}

/** As the browser addressed this server; what the provider does not know it refuses. */
function addressed(request: FastifyRequest, path: string): URL {
  return new URL(path, `${request.protocol}://${request.host}`);
}

/** A path on this server, and nothing that a browser would take for another one. */
function localPath(to: string | undefined): string {
  const isLocal = to !== undefined && /^\/(?![/\\])[\w./?=&%#~-]*$/.test(to);
  return isLocal ? to : '/';
}
