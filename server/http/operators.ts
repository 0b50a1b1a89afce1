/** What the routes for whoever looks after the server share: they are let in, nobody else is, and nobody between keeps it. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { isAtMachine, mayAdminister } from '../accounts/administration.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Identity } from '../accounts/identity.ts';
import type { Clock } from '../lib/clock.ts';
import { sendProblem } from './problems.ts';

export interface OperatorParts {
  readonly identify: Identify;
  readonly clock: Clock;
  readonly isLoopback: boolean;
}

/** Whoever looks after the server; null after the refusal was sent. */
export async function operatorOf(
  { identify, clock, isLoopback }: OperatorParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Identity | null> {
  reply.header('cache-control', 'no-store');
  const identity = await identify(request.headers);
  if (mayAdminister(identity, isAtMachine(request.headers, isLoopback), clock.now())) return identity;
  if (identity.kind === 'stranger') sendProblem(reply, 401, 'Sign in first.', 'sign-in');
  else sendProblem(reply, 403, 'Only whoever looks after the server may do this.', 'no-access');
  return null;
}
