/**
 * Who says nothing, or drips, is not waited for (R6): the server gives headers REQUEST_ARRIVES_MS, and this gives a
 * body as much; only an image, which a telephone may send over a slow line, has longer. Ended with 408, as the server
 * itself does it.
 */

import type { FastifyInstance } from 'fastify';
import { IMAGE_ARRIVES_MS, IMAGE_PATH } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';

const IMAGES = IMAGE_PATH.replace(/\/$/, '');

/** @param arrivesMs REQUEST_ARRIVES_MS as it was set. */
export function endSlowRequests(app: FastifyInstance, clock: Clock, arrivesMs: number): void {
  app.addHook('onRequest', async ({ raw, url }) => {
    if (raw.complete || isImage(url)) return;
    const deadline = clock.after(arrivesMs, () => {
      if (!raw.complete) app.server.emit('clientError', new RequestTimeout(), raw.socket);
    });
    raw.once('close', () => deadline.cancel());
  });
}

/** For the server's own `requestTimeout`, which knows no routes. */
export function longestArrivalMs(arrivesMs: number): number {
  return Math.max(arrivesMs, IMAGE_ARRIVES_MS);
}

class RequestTimeout extends Error {
  /** As Node calls its own. */
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';
}

function isImage(url: string): boolean {
  return url.split('?', 1)[0] === IMAGES;
}
