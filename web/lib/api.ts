/**
 * The way to the server's API: the one place that builds its addresses, sends JSON, and reads what is answered. What may
 * be asked, and with what, is the contract's word (api-operations.ts).
 *
 * What always holds: it never throws. What was refused is told apart from a server that cannot be reached: only what
 * speaks in problems (RFC 9457) is the server; a proxy's own page of errors, or a hotel's, is not.
 */

import type { Problem } from '../../server/contract/api.ts';
import type { AnswerOf, ApiRoute, BodyOf, ParametersOf, QueryOf } from '../../server/contract/api-operations.ts';

export type ApiFailure =
  | { readonly kind: 'away'; readonly reason: 'away' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** One word, the same for ever, e.g. `no-access`. */
      readonly reason: string;
      /** A sentence of the server, in English. */
      readonly detail: string;
    };

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ApiFailure };

/** The parts of an address by their names, and what is sent. */
export type RequestTo<Route extends ApiRoute> = Readonly<Record<ParametersOf<Route>, string>> &
  (BodyOf<Route> extends undefined ? unknown : { readonly body: BodyOf<Route> }) &
  (QueryOf<Route> extends undefined
    ? unknown
    : object extends QueryOf<Route>
      ? { readonly query?: QueryOf<Route> }
      : { readonly query: QueryOf<Route> });

type Requests<Route extends ApiRoute> =
  object extends RequestTo<Route> ? [request?: RequestTo<Route>] : [request: RequestTo<Route>];

export interface Api {
  ask<Route extends ApiRoute>(route: Route, ...request: Requests<Route>): Promise<Outcome<AnswerOf<Route>>>;
  /** The bytes of an image at its address on this server. */
  imageBytes(src: string): Promise<Outcome<Uint8Array>>;
}

interface Sent {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

const AWAY: Outcome<never> = { ok: false, failure: { kind: 'away', reason: 'away' } };

/** @param send the browser's `fetch`. */
export function apiOver(send: typeof fetch): Api {
  const read = async <Value>(
    address: string,
    init: RequestInit,
    valueIn: (answer: Response) => Promise<Value>,
  ): Promise<Outcome<Value>> => {
    try {
      const answer = await send(address, init);
      return answer.ok ? { ok: true, value: await valueIn(answer) } : refusalIn(answer, await answer.json());
    } catch {
      return AWAY;
    }
  };
  return {
    ask<Route extends ApiRoute>(route: Route, ...[request]: Requests<Route>) {
      const { body } = (request ?? {}) as Sent;
      const sent = body === undefined ? {} : { headers: JSON_HEADERS, body: JSON.stringify(body) };
      return read<AnswerOf<Route>>(apiAddress(route, request), { method: methodOf(route), ...sent }, jsonIn);
    },
    imageBytes: (src) => read(src, {}, async (answer) => new Uint8Array(await answer.arrayBuffer())),
  };
}

export const { ask, imageBytes } = apiOver((...request) => fetch(...request));

/** Where a request goes, for those that have to be sent in another way. */
export function apiAddress<Route extends ApiRoute>(route: Route, request?: RequestTo<Route>): string {
  const { query = {}, ...parts } = (request ?? {}) as Sent & Readonly<Record<string, string>>;
  const path = route
    .slice(route.indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_colon, name: string) => encodeURIComponent(parts[name] ?? ''));
  const said = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said)}`;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function methodOf(route: ApiRoute): string {
  return route.slice(0, route.indexOf(' '));
}

async function jsonIn<Value>(answer: Response): Promise<Value> {
  const told = await answer.text();
  return (told === '' ? null : JSON.parse(told)) as Value;
}

/** The end of a problem's type says which it is, also where there is no reason beside it. */
function refusalIn({ status }: Response, { type, detail }: Partial<Problem>): Outcome<never> {
  const reason = type?.split('#problem-')[1];
  return reason === undefined
    ? AWAY
    : { ok: false, failure: { kind: 'refused', status, reason, detail: detail ?? '' } };
}
