/**
 * What happened to documents, for webhooks: changes as compactions report them, everything else as requests do it. An
 * answer leaves only after what it did is queued.
 */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEvent, WebhookEvent } from '../webhooks/webhook-store.ts';

type Happened = (event: DocumentEvent) => Promise<void>;

/** A compaction follows two seconds after somebody stopped writing, and every five hundred changes. */
export function eventsOfChange(change: DocumentChange): readonly DocumentEvent[] {
  const { id, title, changedAt, changedBy, created, wasRead } = change;
  // One that has just come is told of when it was read: once, and with its title.
  if (!wasRead) return [];
  const details = { title, changedAt, changedBy };
  return [
    ...(created === null
      ? []
      : [
          {
            event: 'document.created',
            documentId: id,
            at: changedAt,
            details: { title, createdAt: created.at },
          } as const,
        ]),
    ...(changedBy === null ? [] : [{ event: 'document.changed', documentId: id, at: changedAt, details } as const]),
  ];
}

const changedNothing = new WeakSet<FastifyRequest>();

/** Nobody is told of this one: it was answered, and left everything as it was. */
export function tellNobody(request: FastifyRequest): void {
  changedNothing.add(request);
}

export function reportRequests(app: FastifyInstance, happened: Happened): void {
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 300 || changedNothing.has(request)) return;
    const { id } = request.params as { readonly id?: string };
    const event = eventOf(`${request.method} ${request.routeOptions.url}`, request.body);
    if (id !== undefined && event !== null) await happened({ event, documentId: id, details: {} });
  });
}

function eventOf(route: string, body: unknown): WebhookEvent | null {
  if (route === 'PATCH /api/documents/:id') return trashOrRestore(body);
  if (route === 'DELETE /api/documents/:id') return 'document.deleted';
  // Whoever asks to be let in shares nothing.
  return /^(?:POST|PUT|DELETE) \/api\/documents\/:id\/access\/(?:reach|owner|people|links)/.test(route)
    ? 'document.shared'
    : null;
}

function trashOrRestore(body: unknown): WebhookEvent | null {
  const isTrashed = typeof body === 'object' && body !== null && 'isTrashed' in body ? body.isTrashed : undefined;
  if (typeof isTrashed !== 'boolean') return null;
  return isTrashed ? 'document.trashed' : 'document.restored';
}
