/** Refusals of the HTTP API, as RFC 9457 problem documents. */

import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../contract/api.ts';

/** Explains each kind of refusal; the anchor names it. */
const TYPES_ADDRESS = '/api/docs#problem-';

/**
 * @param detail one sentence: what happened and what to do.
 * @param reason one word that a program can tell it by, where its status does not say enough.
 */
export function sendProblem(reply: FastifyReply, status: number, detail: string, reason?: string): FastifyReply {
  const title = STATUS_CODES[status] ?? 'Error';
  const type = TYPES_ADDRESS + (reason ?? title).toLowerCase().replace(/[^a-z]+/g, '-');
  const problem: Problem = { type, status, title, detail, ...(reason === undefined ? {} : { reason }) };
  return reply.code(status).type('application/problem+json').send(problem);
}
