/** What was queued for a webhook arrives, whatever happens to the server. */

import { afterEach, expect, it } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const leaving: (() => unknown)[] = [];

afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
});

it.each([{}, { WORKERS: '2' }])(
  'a message that failed arrives after SIGKILL, as the same message: %o',
  { timeout: 150_000 },
  async (env) => {
    const receiver = await WebhookReceiver.listens();
    leaving.push(() => receiver.close());
    const server = await ServerProcess.start({ env: { WEBHOOK_NETWORKS: '127.0.0.0/8', ...env } });
    leaving.push(() => server.close());
    const asks = async (method: string, path: string, body: object) =>
      await fetch(server.url + path, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    receiver.status = 503;
    const events = ['document.created', 'document.changed', 'document.trashed'];
    expect((await asks('POST', '/api/webhooks', { url: receiver.url, events })).status).toBe(201);
    await asks('POST', '/api/documents', { id: 'plan' });
    // Answered only when it is queued.
    expect((await asks('PATCH', '/api/documents/plan', { isTrashed: true })).status).toBe(200);
    expect(
      (await asks('PATCH', '/api/documents/plan/content', { append: 'Written a moment before the end' })).status,
    ).toBe(200);
    await server.crashes();
    const before = receiver.received.filter(({ type }) => type === 'document.trashed');
    receiver.status = 204;
    receiver.received.length = 0;
    await server.startsAgain();
    const trashed = await receiver.hears('document.trashed', 'plan');
    for (const { id } of before) expect(trashed.id).toBe(id);
    await receiver.hears('document.changed', 'plan');
  },
);
