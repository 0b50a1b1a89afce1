/**
 * Delivers what waits in the webhooks' queue: each message at least once, a failed one again after growing waits until
 * there are no more. A message may arrive twice (its id is the same then), and not in the order of what happened.
 */

import { WEBHOOK_LOOK_MS_MAX, WEBHOOKS_AT_ONCE } from '../contract/api-limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { post } from './post.ts';
import type { IsAllowed } from './public-address.ts';
import type { DocumentEvent, WebhookMessage, WebhookStore } from './webhook-store.ts';

export interface WebhooksParts {
  readonly store: WebhookStore;
  readonly isAllowed: IsAllowed;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Webhooks {
  readonly #parts: WebhooksParts;
  #timer: Timer | null = null;
  #running: Promise<void> | null = null;
  #isAsked = false;
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

  /** Delivers what is due. */
  look(): void {
    if (this.#isClosed) return;
    this.#isAsked = true;
    this.#running ??= this.#deliver().finally(() => {
      this.#running = null;
    });
  }

  /** Waits for the attempts under way. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#running;
  }

  async #deliver(): Promise<void> {
    const { store, clock, logger } = this.#parts;
    let nextAt: number | null = null;
    try {
      while (this.#isAsked && !this.#isClosed) {
        this.#isAsked = false;
        const due = await store.due(WEBHOOKS_AT_ONCE);
        nextAt = due.nextAt;
        await Promise.all(due.messages.map((message) => this.#attempt(message)));
        if (due.messages.length > 0) this.#isAsked = true;
      }
    } catch (error) {
      logger.error({ error: String(error) }, 'webhooks could not be delivered');
      nextAt = clock.now() + WEBHOOK_LOOK_MS_MAX;
    }
    this.#timer?.cancel();
    if (nextAt === null || this.#isClosed) return;
    this.#timer = clock.after(Math.min(Math.max(1, nextAt - clock.now()), WEBHOOK_LOOK_MS_MAX), () => this.look());
  }

  async #attempt(message: WebhookMessage): Promise<void> {
    const { store, isAllowed, clock } = this.#parts;
    const hook = (await store.hooks()).find(({ id }) => id === message.hookId);
    if (hook === undefined) return await store.drop(message);
    const { url, secret } = hook;
    const { id, body } = message;
    await store.attempted(message, await post({ url, secret, id, body, at: clock.now() }, isAllowed));
  }
}
