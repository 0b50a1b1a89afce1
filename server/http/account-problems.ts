/** What is answered when something about accounts is refused: each reason with its status and its sentence. */

import type { FastifyReply } from 'fastify';
import type { AccountRefusal } from '../contract/account-api.ts';
import { sendProblem } from './problems.ts';

const PROBLEMS: Readonly<Record<AccountRefusal, readonly [status: number, detail: string]>> = {
  wrong: [401, 'This address and this password do not belong together. Try again, or ask an administrator for a link.'],
  later: [429, 'Too many tries. Wait a quarter of an hour, then try again.'],
  ended: [410, 'This link is not valid any more. Ask whoever gave it to you for a new one.'],
  taken: [409, 'Somebody with this address is here already.'],
  last: [409, 'Nobody else could look after the server. Make somebody else an administrator first.'],
  unknown: [404, 'Nobody with this address has an account here. Have them invited, or share a link.'],
  full: [409, 'There are as many as there may be. Remove some first.'],
  'no-provider': [404, 'This server knows no identity provider. Set OIDC_ISSUER to have one.'],
  malformed: [400, 'The request could not be understood. Send what the documentation of the API says.'],
  'sign-in': [401, 'Sign in first.'],
  'no-access': [403, 'You may not do this. Ask the owner, or an administrator.'],
};

export function refuse(reply: FastifyReply, reason: AccountRefusal): FastifyReply {
  const [status, detail] = PROBLEMS[reason];
  return sendProblem(reply, status, detail, reason);
}
