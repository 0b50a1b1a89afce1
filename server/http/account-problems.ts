/** What is answered when something about accounts is refused: each reason with its status and its sentence. */

import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { AccountRefusal } from '../contract/account-api.ts';
import { NAME_CHARACTERS_MAX } from '../contract/limits.ts';
import { flawIn, sendProblem } from './problems.ts';

const PROBLEMS: Readonly<Record<AccountRefusal, readonly [status: number, detail: string]>> = {
  wrong: [401, 'This address and this password do not belong together. Try again, or ask an administrator for a link.'],
  later: [429, 'Too many tries. Wait a quarter of an hour, then try again.'],
  ended: [410, 'This link is not valid any more. Ask whoever gave it to you for a new one.'],
  taken: [409, 'Somebody with this address is here already. Choose another one, or make a link for them.'],
  last: [409, 'Nobody else could look after the server. Make somebody else an administrator first.'],
  unknown: [404, 'There is no such account or session here. Have somebody new invited, or share a link.'],
  full: [409, 'This document has as many people, or links, as it may have. Remove some first.'],
  'no-provider': [404, 'This server knows no identity provider. Set OIDC_ISSUER to have one.'],
  malformed: [400, 'The request could not be understood. Send what /api/docs says.'],
  'name-length': [400, `A name has 1 to ${NAME_CHARACTERS_MAX} characters. Choose another one.`],
  'sign-in': [401, 'Sign in first.'],
  'no-access': [403, 'You may not do this. Ask the owner, or an administrator.'],
};

export function refuse(reply: FastifyReply, reason: AccountRefusal): FastifyReply {
  const [status, detail] = PROBLEMS[reason];
  return sendProblem(reply, status, detail, reason);
}

/** A name is what people type most often that does not fit, so they are told of it by a reason of its own. */
export function refuseMalformed(reply: FastifyReply, error: z.ZodError): FastifyReply {
  if (error.issues.some(({ path }) => path.at(-1) === 'name')) return refuse(reply, 'name-length');
  return sendProblem(reply, 400, flawIn(error), 'malformed');
}
