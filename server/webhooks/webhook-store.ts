/**
 * Webhooks, what waits to be delivered to them, and what became of it: in the workspace, so that a message that was
 * queued is delivered whatever happens to this process.
 */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { WEBHOOK_LOG_ROWS_MAX, WEBHOOK_QUEUE_MAX, WEBHOOK_RETRIES_S, WEBHOOKS_MAX } from '../contract/api-limits.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random.ts';
import { keyOf, newestFirst, type Table, type Workspace, type Write } from '../workspace/workspace.ts';
import { type Posted, SECRET_PREFIX } from './post.ts';

export const WEBHOOK_EVENTS = [
  'document.created',
  'document.changed',
  'document.trashed',
  'document.restored',
  'document.deleted',
  'document.shared',
  'document.commented',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

const hookSchema = z.object({
  id: z.string(),
  url: z.string(),
  secret: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)).readonly(),
  /** One document; null for all. */
  documentId: z.string().nullable(),
  createdAt: z.number(),
});
export type WebhookRow = z.infer<typeof hookSchema>;

const messageSchema = z.object({
  id: z.string(),
  hookId: z.string(),
  event: z.enum(WEBHOOK_EVENTS),
  documentId: z.string(),
  /** When it happened. */
  at: z.number(),
  body: z.string(),
  /** Attempts so far. */
  attempts: z.number(),
  dueAt: z.number(),
});
export type WebhookMessage = z.infer<typeof messageSchema>;

const deliverySchema = z.object({
  id: z.string(),
  event: z.enum(WEBHOOK_EVENTS),
  documentId: z.string(),
  at: z.number(),
  attempts: z.number(),
  /** Of the last attempt; null while there was no answer. */
  status: z.number().nullable(),
  reason: z.string().nullable(),
  /** When it is tried again; null when it arrived, or was given up. */
  nextAt: z.number().nullable(),
});
export type WebhookDelivery = z.infer<typeof deliverySchema>;

export interface DocumentEvent {
  readonly event: WebhookEvent;
  readonly documentId: string;
  /** When; now, unless it is said. Whoever asks to be told is not told of what was before. */
  readonly at?: number;
  /** What else is said about it. */
  readonly details: Readonly<Record<string, unknown>>;
}

export class WebhookStore {
  readonly #workspace: Workspace;
  readonly #clock: Clock;
  readonly #hooks: Table<WebhookRow>;
  readonly #queue: Table<WebhookMessage>;
  readonly #log: Table<WebhookDelivery>;
  #known: readonly WebhookRow[] | null = null;
  /** How many wait; null until they were counted. */
  #queued: Promise<number> | null = null;

  constructor(workspace: Workspace, clock: Clock) {
    this.#workspace = workspace;
    this.#clock = clock;
    this.#hooks = workspace.table('webhook', hookSchema);
    this.#queue = workspace.table('webhook-queue', messageSchema);
    this.#log = workspace.table('webhook-log', deliverySchema);
  }

  async hooks(): Promise<readonly WebhookRow[]> {
    if (this.#known !== null) return this.#known;
    const rows: WebhookRow[] = [];
    for await (const [, row] of this.#hooks.rows()) rows.push(row);
    this.#known = rows;
    return rows;
  }

  /** @returns null when there are too many. */
  async add({
    url,
    events,
    documentId,
  }: Pick<WebhookRow, 'url' | 'events' | 'documentId'>): Promise<WebhookRow | null> {
    if ((await this.hooks()).length >= WEBHOOKS_MAX) return null;
    const secret = SECRET_PREFIX + randomBytes(32).toString('base64');
    const row: WebhookRow = { id: randomId(), url, secret, events, documentId, createdAt: this.#clock.now() };
    await this.#workspace.change(() => [[this.#hooks.put(row.id, row)], null]);
    this.#known = null;
    return row;
  }

  /** @returns whether there was one. What waits for it is dropped. */
  async remove(id: string): Promise<boolean> {
    const isThere = (await this.hooks()).some((hook) => hook.id === id);
    if (!isThere) return false;
    const writes = [this.#hooks.del(id)];
    for await (const [key] of this.#log.rows({ prefix: `${id}!` })) writes.push(this.#log.del(key));
    for await (const [key] of this.#queue.rows({ prefix: `${id}!` })) writes.push(this.#queue.del(key));
    await this.#workspace.change(() => [writes, null]);
    this.#known = null;
    this.#queued = null;
    return true;
  }

  /**
   * Queues an event for everybody who wants to hear of it; on the disk when it returns.
   *
   * @throws Error when WEBHOOK_QUEUE_MAX messages wait already.
   */
  async queue({ event, documentId, details, at = this.#clock.now() }: DocumentEvent): Promise<void> {
    const wanted = (await this.hooks()).filter(
      (hook) =>
        hook.events.includes(event) &&
        (hook.documentId === null || hook.documentId === documentId) &&
        hook.createdAt <= at,
    );
    if (wanted.length === 0) return;
    this.#queued ??= this.#count();
    const queued = await this.#queued;
    if (queued >= WEBHOOK_QUEUE_MAX) throw new Error(`${queued} messages wait for webhooks already.`);
    const body = JSON.stringify({
      type: event,
      timestamp: new Date(at).toISOString(),
      data: { id: documentId, ...details },
    });
    const writes = wanted.map(({ id: hookId }) => {
      const message = {
        id: `msg_${randomId()}`,
        hookId,
        event,
        documentId,
        at,
        body,
        attempts: 0,
        dueAt: this.#clock.now(),
      };
      return this.#queue.put(queueKey(message), message);
    });
    this.#add(writes.length);
    await this.#workspace.change(() => [writes, null]);
  }

  async #count(): Promise<number> {
    let count = 0;
    for await (const _ of this.#queue.rows()) count += 1;
    return count;
  }

  #add(messages: number): void {
    this.#queued = this.#queued?.then((queued) => Math.max(0, queued + messages)) ?? null;
  }

  /** The one for this hook that is due first, now or later. */
  async next(hookId: string): Promise<WebhookMessage | null> {
    for await (const [, message] of this.#queue.rows({ prefix: `${hookId}!`, limit: 1 })) return message;
    return null;
  }

  /** Takes note of an attempt: the message leaves the queue, or waits for the next. */
  async attempted(message: WebhookMessage, posted: Posted): Promise<void> {
    const isDone = posted.kind === 'answered' && posted.status >= 200 && posted.status < 300;
    const waitS = isDone ? undefined : WEBHOOK_RETRIES_S[message.attempts];
    const nextAt = waitS === undefined ? null : this.#clock.now() + waitS * 1_000;
    const attempts = message.attempts + 1;
    const { id, hookId, event, documentId, at } = message;
    const delivery: WebhookDelivery = {
      ...{ id, event, documentId, at, attempts, nextAt },
      status: posted.kind === 'answered' ? posted.status : null,
      reason: posted.kind === 'failed' ? posted.reason : null,
    };
    const writes: Write[] = [
      this.#queue.del(queueKey(message)),
      this.#log.put(keyOf(hookId, newestFirst(at), id), delivery),
    ];
    if (nextAt !== null) {
      const again = { ...message, attempts, dueAt: nextAt };
      writes.push(this.#queue.put(queueKey(again), again));
    } else this.#add(-1);
    let rows = 0;
    for await (const [key] of this.#log.rows({ prefix: `${hookId}!` }))
      if (++rows > WEBHOOK_LOG_ROWS_MAX) writes.push(this.#log.del(key));
    await this.#workspace.change(() => [writes, null]);
  }

  /** Newest first. */
  async deliveries(hookId: string, limit: number): Promise<WebhookDelivery[]> {
    const rows: WebhookDelivery[] = [];
    for await (const [, row] of this.#log.rows({ prefix: `${keyOf(hookId)}!`, limit })) rows.push(row);
    return rows;
  }
}

/** By webhook, then by when it is due. */
function queueKey({ hookId, dueAt, id }: Pick<WebhookMessage, 'hookId' | 'dueAt' | 'id'>): string {
  return keyOf(hookId, String(dueAt).padStart(15, '0'), id);
}
