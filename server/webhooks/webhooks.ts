/**
 * Delivers what waits for webhooks: each message at least once, a failed one again after growing waits until there are
 * no more. A message may arrive twice (its id is the same then), and behind one that happened later.
 *
 * What always holds: each webhook is sent one message at a time, so that one that does not answer holds up nobody else.
 */

import { WEBHOOK_LOOK_MS_MAX } from '../contract/api-limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { post } from './post.ts';
import type { IsAllowed } from './public-address.ts';
import type { DocumentEvent, WebhookMessage, WebhookRow, WebhookStore } from './webhook-store.ts';

export interface WebhooksParts {
  readonly store: WebhookStore;
  readonly isAllowed: IsAllowed;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The deliveries of one webhook, one after the other. */
interface Lane {
  running: Promise<void> | null;
  /** Something was queued since it was last looked. */
  isAsked: boolean;
  timer: Timer | null;
}

export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #lanesById = new Map<string, Lane>();
  #isClosed = false;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  /** Queues it; on the disk when it returns. What cannot be queued is logged: nobody's request fails for it. */
  async happened(event: DocumentEvent): Promise<void> {
    try {
      await this.#parts.store.queue(event);
      this.look();
    } catch (error) {
      this.#parts.logger.error({ error: String(error), event: event.event }, 'a webhook could not be queued');
    }
  }

  /** Begins to deliver what is due. */
  look(): void {
    this.#parts.store
      .hooks()
      .then((hooks) => {
        for (const { id } of hooks) this.#lookInto(id);
      })
      .catch((error: unknown) => this.#failed(error));
  }

  /** Waits for the attempts under way. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { timer } of this.#lanesById.values()) timer?.cancel();
    await Promise.all([...this.#lanesById.values()].map(({ running }) => running));
  }

  #lookInto(hookId: string): void {
    if (this.#isClosed) return;
    const lane = this.#lanesById.get(hookId) ?? { running: null, isAsked: false, timer: null };
    this.#lanesById.set(hookId, lane);
    lane.isAsked = true;
    lane.running ??= this.#run(hookId, lane).finally(() => {
      lane.running = null;
    });
  }

  async #run(hookId: string, lane: Lane): Promise<void> {
    let nextAt: number | null = null;
    lane.timer?.cancel();
    try {
      while (lane.isAsked && !this.#isClosed) {
        lane.isAsked = false;
        nextAt = await this.#deliver(hookId);
      }
    } catch (error) {
      this.#failed(error);
      nextAt = Number.POSITIVE_INFINITY;
    }
    if (nextAt === null || this.#isClosed) return;
    const waitMs = Math.min(Math.max(1, nextAt - this.#parts.clock.now()), WEBHOOK_LOOK_MS_MAX);
    lane.timer = this.#parts.clock.after(waitMs, () => this.#lookInto(hookId));
  }

  /** @returns when the next message is due; null when there is none. */
  async #deliver(hookId: string): Promise<number | null> {
    const { store, clock } = this.#parts;
    while (!this.#isClosed) {
      const message = await store.next(hookId);
      if (message === null || message.dueAt > clock.now()) return message?.dueAt ?? null;
      const hook = (await store.hooks()).find(({ id }) => id === hookId);
      if (hook === undefined) return null;
      await this.#attempt(hook, message);
    }
    return null;
  }

  #failed(error: unknown): void {
    this.#parts.logger.error({ error: String(error) }, 'webhooks could not be delivered');
  }

  async #attempt({ url, secret }: WebhookRow, message: WebhookMessage): Promise<void> {
    const { store, isAllowed, clock } = this.#parts;
    const { id, body } = message;
    await store.attempted(message, await post({ url, secret, id, body, at: clock.now() }, isAllowed));
  }
}
