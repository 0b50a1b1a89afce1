/** Refusals of the HTTP API, as RFC 9457 problem documents. */

import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../contract/api.ts';

/**
 * @param detail one sentence: what happened and what to do.
 * @param reason one word that a program can tell it by.
 */
export function sendProblem(reply: FastifyReply, status: number, detail: string, reason?: string): FastifyReply {
  const title = STATUS_CODES[status] ?? 'Error';
  const problem: Problem = { status, title, detail, ...(reason === undefined ? {} : { reason }) };
  return reply.code(status).type('application/problem+json').send(problem);
}
