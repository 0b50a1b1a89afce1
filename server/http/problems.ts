/** Refusals of the HTTP API, as RFC 9457 problem documents. */

import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Problem } from '../contract/api.ts';

/**
 * Ends of a problem's type, each with its status and what to do, in the order in which `/api/docs` explains them. They
 * are the same for ever. Those without a word of their own are named by their status.
 */
export const PROBLEM_TYPES = {
  'bad-request': '400: a field is missing, unknown or out of range; the sentence says which.',
  malformed: '400: the same, of the addresses for people and sharing.',
  'name-length': '400: a name is empty or too long.',
  unauthorized: '401: no token or session, or one that has ended.',
  'sign-in': '401: the same, of the addresses for people, sharing and looking after the server.',
  wrong: '401: this e-mail address and this password do not belong together.',
  forbidden: '403: known, and not allowed; or asked by a page of another site.',
  'no-access': '403: known, and not allowed, of the addresses for people, sharing and looking after the server.',
  'not-found': '404: there is nothing at this address. 409: the text to replace stands nowhere, or twice.',
  missing: '404: there is no such document, or there was none at that time.',
  unknown: '404: nobody has this e-mail address, or there is no such account or session.',
  'no-provider': '404: the server knows no identity provider.',
  'not-acceptable': '406: none of the types in Accept is one that this address answers with.',
  conflict: '409: what is there does not allow it; the sentence says what.',
  'no-version': '409: that version is kept only as a part of a longer run. Read the document again.',
  'too-many': '409: as many as the server keeps. Remove one.',
  full: '409: as many people or links as a document has. Remove one.',
  taken: '409: somebody has this e-mail address already.',
  last: '409: nobody else could look after the server.',
  running: '409: the same is being done already.',
  gone: '410: the document of that id was deleted for good, or that thread of comments was removed.',
  ended: '410: the link is not valid any more.',
  outdated: '412: somebody has written since the version in If-Match.',
  'other-person': '412: somebody else is signed in than the request says to be from.',
  'too-large': '413: the document would become too large.',
  'payload-too-large': '413: the request is too large.',
  'unsupported-media-type': '415: the type of the body is none that this address takes.',
  unreadable: '422: the content is not what its type says.',
  failed: '422: the document, or what was sent, is more than can be worked on in time.',
  'unprocessable-entity': '422: the image has too many pixels.',
  'too-many-requests': '429: wait as long as Retry-After says.',
  later: '429: too many tries to sign in or to come in. Wait a quarter of an hour.',
  'internal-server-error': '500: the server made a mistake. Its log says more.',
  'service-unavailable': '503: the server cannot do it at present. Try again in a minute.',
  busy: '503: many documents are being worked on. Wait as long as Retry-After says.',
  disk: '503: the disk cannot be read or written at present. Nothing was changed.',
} as const;

export type ProblemType = keyof typeof PROBLEM_TYPES;

/** Explains each kind of refusal; the anchor names it. */
const TYPES_ADDRESS = '/api/docs#problem-';

/**
 * @param detail one sentence: what happened and what to do.
 * @param reason one word that a program can tell it by, where its status does not say enough.
 */
export function sendProblem(reply: FastifyReply, status: number, detail: string, reason?: ProblemType): FastifyReply {
  const title = STATUS_CODES[status] ?? 'Error';
  const type = TYPES_ADDRESS + (reason ?? title).toLowerCase().replace(/[^a-z]+/g, '-');
  const problem: Problem = { type, status, title, detail, ...(reason === undefined ? {} : { reason }) };
  return reply.code(status).type('application/problem+json').send(problem);
}

/** What is wrong with a request, and where, as one sentence. */
export function flawIn(error: z.ZodError): string {
  const flaws = error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter((part) => part !== '').join(': '),
  );
  return `The request does not fit: ${flaws.join('; ')}.`;
}
