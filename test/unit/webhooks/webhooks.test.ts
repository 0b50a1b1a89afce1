/** Programs that are told of what happens to documents: signed, again when they were away, and never inside a private network. */

import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebhookCreated, WebhookDeliveries } from '../../../server/contract/api.ts';
import { WEBHOOK_RETRIES_S } from '../../../server/contract/api-limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { post } from '../../../server/webhooks/post.ts';
import { allowedAddresses, isPublic } from '../../../server/webhooks/public-address.ts';
import { WebhookStore } from '../../../server/webhooks/webhook-store.ts';
import { Webhooks } from '../../../server/webhooks/webhooks.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { ManualClock } from '../../support/clock.ts';
import { asking, idOf, Speaker } from '../../support/comments.ts';
import { until } from '../../support/until.ts';
import { WebhookReceiver } from '../../support/webhook-receiver.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

const leaving: (() => unknown)[] = [];

afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
});

async function receiverListens(): Promise<WebhookReceiver> {
  const receiver = await WebhookReceiver.listens();
  leaving.push(() => receiver.close());
  return receiver;
}

async function asks(server: AppServer, method: string, path: string, body?: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return await fetch(server.url + path, { method, ...(body !== undefined && { headers, body: JSON.stringify(body) }) });
}

it('a document that is made, trashed, restored and deleted is told of, signed', async () => {
  const server = await startApp({ WEBHOOK_NETWORKS: '127.0.0.0/8' });
  leaving.push(() => server.close());
  const receiver = await receiverListens();
  const events = ['document.created', 'document.trashed', 'document.restored', 'document.deleted'];
  const answer = await asks(server, 'POST', '/api/webhooks', { url: receiver.url, events });
  expect(answer.status).toBe(201);
  const { id, secret } = (await answer.json()) as WebhookCreated;
  expect(await (await asks(server, 'GET', '/api/webhooks')).text()).not.toContain(secret);
  await asks(server, 'POST', '/api/documents', { id: 'plan' });
  const { signature, timestamp, body, ...message } = await receiver.hears('document.created', 'plan');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${message.id}.${timestamp}.${body}`).digest('base64');
  expect(signature).toBe(`v1,${expected}`);
  for (const isTrashed of [true, false, true]) await asks(server, 'PATCH', '/api/documents/plan', { isTrashed });
  expect((await asks(server, 'DELETE', '/api/documents/plan')).status).toBe(204);
  for (const event of events) await receiver.hears(event, 'plan');
  const deliveries = async () =>
    ((await (await asks(server, 'GET', `/api/webhooks/${id}/deliveries`)).json()) as WebhookDeliveries).deliveries;
  await until(async () => (await deliveries()).length >= 5, 'everything is in the log of deliveries');
  expect(new Set((await deliveries()).map(({ status }) => status))).toEqual(new Set([204]));
});

it('a comment is told of with its thread and whoever wrote it, before it is answered', async () => {
  const server = await startApp({ WEBHOOK_NETWORKS: '127.0.0.0/8' });
  leaving.push(() => server.close());
  const receiver = await receiverListens();
  await asks(server, 'POST', '/api/webhooks', { url: receiver.url, events: ['document.commented'] });
  await asks(server, 'POST', '/api/documents', { id: 'plan' });
  const speaker = new Speaker(asking(server), 'plan');
  await speaker.begins('thread', 'Hello', { name: 'Ann' });
  const { body } = await receiver.hears('document.commented', 'plan');
  const data = { id: 'plan', thread: idOf('thread'), comment: idOf('thread'), author: 'Ann' };
  expect(JSON.parse(body)).toMatchObject({ type: 'document.commented', data });
  await speaker.resolves('thread');
  await speaker.answers('thread', 'reply', 'Indeed', { name: 'Ben' });
  await until(() => receiver.received.length > 1, 'the answer is told of, too');
  expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({
    data: { comment: idOf('reply'), author: 'Ben' },
  });
});

describe('a receiver that fails', () => {
  async function world(status: number) {
    const place = await WorkspacePlace.make('webhooks');
    leaving.push(() => place.remove());
    const clock = new ManualClock();
    const store = new WebhookStore(await place.opens(), clock);
    const webhooks = new Webhooks({ store, clock, logger: silentLogger, isAllowed: () => true });
    leaving.push(() => webhooks.close());
    const receiver = await receiverListens();
    receiver.status = status;
    const hook = await store.add({ url: receiver.url, events: ['document.shared'], documentId: null });
    if (hook === null) throw new Error('no hook');
    return { clock, store, webhooks, receiver, hook };
  }

  it('is told again after growing waits, with the same message, until there are no more', async () => {
    const { clock, store, webhooks, receiver, hook } = await world(500);
    await webhooks.happened({ event: 'document.shared', documentId: 'a', details: {} });
    const attempts = async () => (await store.deliveries(hook.id, 10))[0]?.attempts ?? 0;
    for (let attempt = 1; attempt <= WEBHOOK_RETRIES_S.length + 1; attempt++) {
      await until(async () => (await attempts()) === attempt, `attempt ${attempt} is noted`);
      clock.set((WEBHOOK_RETRIES_S[attempt - 1] ?? 0) * 1_000);
      webhooks.look();
    }
    expect(receiver.received).toHaveLength(WEBHOOK_RETRIES_S.length + 1);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect((await store.deliveries(hook.id, 10))[0]).toMatchObject({ status: 500, nextAt: null });
    expect(await store.next(hook.id)).toBeNull();
  });

  it('that never answers holds up nobody else, and is sent one message at a time', async () => {
    const { store, webhooks, receiver } = await world(204);
    const silent = await receiverListens();
    silent.status = null;
    await store.add({ url: silent.url, events: ['document.shared'], documentId: null });
    for (const documentId of ['a', 'b', 'c']) {
      await webhooks.happened({ event: 'document.shared', documentId, details: {} });
    }
    for (const documentId of ['a', 'b', 'c']) await receiver.hears('document.shared', documentId);
    await silent.hears('document.shared', 'a');
    expect(silent.received).toHaveLength(1);
    await silent.close();
  });

  it('is not followed elsewhere', async () => {
    const { store, webhooks, receiver, hook } = await world(302);
    const elsewhere = await receiverListens();
    receiver.headers = { location: elsewhere.url };
    await webhooks.happened({ event: 'document.shared', documentId: 'a', details: {} });
    await until(async () => (await store.deliveries(hook.id, 1))[0]?.status === 302, 'the answer is noted');
    expect(elsewhere.received).toEqual([]);
  });
});

describe('addresses', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
    ...['::1', '::', 'fe80::1', 'fc00::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1'],
    ...['2002:7f00:1::', '2001:db8::1', '2001:0:7f00:1::', 'localhost', '', '1'],
  ])('of private and special networks are none of the world: %s', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.each(['1.1.1.1', '93.184.216.34', '2606:4700::1111', '::ffff:1.1.1.1'])('of the world are: %s', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it('of networks that the operator named are, and of no others', () => {
    const isAllowed = allowedAddresses(['10.1.0.0/16', 'fd00::/8', '192.168.7.7']);
    expect(['10.1.2.3', 'fd12::1', '192.168.7.7', '1.1.1.1'].map(isAllowed)).toEqual([true, true, true, true]);
    expect(['10.2.0.1', 'fe80::1', '192.168.7.8', '127.0.0.1'].map(isAllowed)).toEqual([false, false, false, false]);
    expect(() => allowedAddresses(['intranet'])).toThrow('is no network');
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0.0.0.0:PORT/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
  ])('that lead inside, however they are written, are not connected to: %s', async (address) => {
    const receiver = await receiverListens();
    const url = address.replace('PORT', new URL(receiver.url).port);
    const posted = await post({ url, secret: 'whsec_AAAA', id: 'msg_1', at: 0, body: '{}' }, isPublic);
    expect(posted.kind).toBe('failed');
    expect(receiver.received).toEqual([]);
  });
});
