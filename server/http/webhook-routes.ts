/** `/api/webhooks`: who is told of what happens to documents. For whoever looks after the server. */

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { WebhookCreated, WebhookDeliveries, WebhookList, WebhookSummary } from '../contract/api.ts';
import { DOCUMENT_ID_PATTERN } from '../contract/limits.ts';
import { WEBHOOK_EVENTS, type WebhookRow, type WebhookStore } from '../webhooks/webhook-store.ts';
import { type OperatorParts, operatorOf } from './operators.ts';
import { sendProblem } from './problems.ts';

export const newWebhookSchema = z
  .object({
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    events: z.array(z.enum(WEBHOOK_EVENTS)).min(1),
    documentId: z.string().regex(DOCUMENT_ID_PATTERN).nullable().default(null),
  })
  .strict();

const DELIVERIES_SHOWN = 100;

export interface WebhookRouteParts extends OperatorParts {
  readonly webhooks: WebhookStore;
}

export function webhookRoutes(app: FastifyInstance, parts: WebhookRouteParts): void {
  const { webhooks } = parts;

  app.get('/api/webhooks', async (request, reply) => {
    if ((await operatorOf(parts, request, reply)) === null) return reply;
    const list: WebhookList = { webhooks: (await webhooks.hooks()).map(summaryOf) };
    return reply.send(list);
  });

  app.post('/api/webhooks', async (request, reply) => {
    if ((await operatorOf(parts, request, reply)) === null) return reply;
    const body = newWebhookSchema.safeParse(request.body);
    if (!body.success) {
      return sendProblem(reply, 400, `Send {"url", "events", "documentId"}: events are ${WEBHOOK_EVENTS.join(', ')}.`);
    }
    const row = await webhooks.add(body.data);
    if (row === null) return sendProblem(reply, 409, 'There are too many webhooks. Remove one.', 'too-many');
    const created: WebhookCreated = { ...summaryOf(row), secret: row.secret };
    return reply.code(201).send(created);
  });

  app.delete<{ Params: { id: string } }>('/api/webhooks/:id', async (request, reply) => {
    if ((await operatorOf(parts, request, reply)) === null) return reply;
    const isGone = await webhooks.remove(request.params.id);
    return isGone ? reply.code(204).send() : sendProblem(reply, 404, 'There is no such webhook.');
  });

  app.get<{ Params: { id: string } }>('/api/webhooks/:id/deliveries', async (request, reply) => {
    if ((await operatorOf(parts, request, reply)) === null) return reply;
    const { id } = request.params;
    if (!(await webhooks.hooks()).some((hook) => hook.id === id))
      return sendProblem(reply, 404, 'There is no such webhook.');
    const list: WebhookDeliveries = { deliveries: await webhooks.deliveries(id, DELIVERIES_SHOWN) };
    return reply.send(list);
  });
}

function summaryOf({ secret: _told, ...shown }: WebhookRow): WebhookSummary {
  return shown;
}
