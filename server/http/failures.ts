/** What no route has answered: a request that could not be read, and a mistake of ours. */

import type { FastifyInstance } from 'fastify';
import { KeysAwayError } from '../accounts/tokens.ts';
import type { Logger } from '../lib/logger.ts';
import { sendProblem } from './problems.ts';

const KIBIBYTE = 1024;

export function answerFailures(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: { readonly statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    // The route and not the address: that may hold a token.
    const { method, routeOptions } = request;
    if (status >= 500) logger.error({ error, method, route: routeOptions.url }, 'a request could not be answered');
    const detail = error instanceof KeysAwayError ? error.message : sentenceOf(status, routeOptions.bodyLimit);
    return sendProblem(reply, status, detail);
  });
}

/** @param bytesMax of the body, at this address. */
function sentenceOf(status: number, bytesMax: number): string {
  if (status >= 500) return 'The server made a mistake. Try again; its log says more.';
  if (status === 413) return `The request is larger than ${bytesMax / KIBIBYTE} KiB. Send less at once.`;
  if (status === 415) return 'The server takes no body of this type here. Send JSON.';
  return 'The request could not be read. Send JSON.';
}
