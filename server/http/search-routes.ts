/** `GET /api/search` finds documents, `GET /api/presence` says who is in some and whether lists still hold; only those that the asker may read. */

import type { FastifyInstance } from 'fastify';
import { decide } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Identity } from '../accounts/identity.ts';
import type { Presence, SearchResult, SearchResults } from '../contract/api.ts';
import type { Shard } from '../shards/shard.ts';
import type { Search } from '../workspace/search.ts';
import { presenceQuery, searchQuery } from './document-schemas.ts';
import { askerOf, summaryFor, type ViewParts } from './document-views.ts';
import { flawIn, sendProblem } from './problems.ts';

export interface SearchRouteParts extends ViewParts {
  readonly search: Pick<Search, 'find'>;
  readonly shard: Pick<Shard, 'present'>;
  readonly identify: Identify;
}

export function searchRoutes(app: FastifyInstance, parts: SearchRouteParts): void {
  app.get('/api/search', async (request, reply) => {
    const identity = await parts.identify(request.headers);
    if (identity.kind === 'stranger') return sendProblem(reply, 401, 'Sign in to search.');
    const query = searchQuery.safeParse(request.query);
    if (!query.success) return sendProblem(reply, 400, flawIn(query.error));
    try {
      const results = await find(parts, identity, query.data.q, query.data.limit);
      return await reply.header('cache-control', 'no-store').send(results);
    } catch {
      return sendProblem(reply, 503, 'The search is being built anew. Try again in a minute.');
    }
  });

  app.get('/api/presence', async (request, reply) => {
    const identity = await parts.identify(request.headers);
    if (identity.kind === 'stranger') return sendProblem(reply, 401, 'Sign in to see who is here.');
    const query = presenceQuery.safeParse(request.query);
    if (!query.success) return sendProblem(reply, 400, flawIn(query.error));
    const ids: string[] = [];
    for (const id of query.data.documents) if ((await decide(parts, identity, id, 'read')).allowed) ids.push(id);
    const { revision } = parts.catalogue;
    const presence: Presence = { people: await parts.shard.present(ids), revision };
    return reply.header('cache-control', 'no-store').send(presence);
  });
}

async function find(parts: SearchRouteParts, identity: Identity, typed: string, limit: number): Promise<SearchResults> {
  const { revision } = parts.catalogue;
  // A token for one document searches nothing.
  if (identity.kind === 'bearer' && identity.grant.documentId !== null) return { results: [], count: 0, revision };
  const { found, count } = await parts.search.find(typed, askerOf(identity).readers, limit);
  const results: SearchResult[] = [];
  let refused = 0;
  for (const { id, title, text } of found) {
    const card = parts.catalogue.card(id);
    const document = card === null || card.trashedAt !== null ? null : await summaryFor(parts, identity, card);
    if (document === null) refused += 1;
    else results.push({ document, title, snippet: text });
  }
  return { results, count: count - refused, revision };
}
