/** Refusals of the HTTP API, as RFC 9457 problem documents. */

import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../contract/api.ts';

/** @param detail one sentence: what happened and what to do. */
export function sendProblem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  const problem: Problem = { status, title: STATUS_CODES[status] ?? 'Error', detail };
  return reply.code(status).type('application/problem+json').send(problem);
}
