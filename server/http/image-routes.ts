/**
 * `POST /api/images?document=<id>` keeps an image for whoever may write that document, `GET /api/images/<name>` shows
 * it to whoever is signed in: its name is a hash that only a document tells.
 *
 * What an image is, its bytes say: neither the name of a file nor the Content-Type of a request is believed, and what
 * is served has the type that was found. A file that is an image and something else at once stays an image wherever
 * it is opened: no sniffing, no scripts, no frame.
 */

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type AccessBook, decide } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import type { ImageStored } from '../contract/api.ts';
import { IMAGE_MIME_TYPES, type ImageKind, readImageHeader } from '../contract/image-header.ts';
import {
  DOCUMENT_ID_PATTERN,
  IMAGE_BYTES_MAX,
  IMAGE_PATH,
  IMAGE_PIXELS_MAX,
  IMAGE_UPLOADS_MAX,
} from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { ImageStore } from '../storage/image-store.ts';
import { refuse, unavailable, uncached } from './document-answers.ts';
import { sendProblem } from './problems.ts';

const MEGABYTES_MAX = IMAGE_BYTES_MAX / 1024 / 1024;

/** For which document: whoever may write it may send images. */
export const uploadQuery = z.object({ document: z.string().regex(DOCUMENT_ID_PATTERN) });

export interface ImageRouteParts {
  readonly images: ImageStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly identify: Identify;
  readonly book: AccessBook;
}

export function imageRoutes(app: FastifyInstance, parts: ImageRouteParts): void {
  const { images, logger, identify } = parts;
  let uploads = 0;

  // In a scope of its own: elsewhere a body that is not JSON is refused.
  app.register(async (scope) => {
    // Before a byte of the body is read.
    scope.addHook('onRequest', async (request, reply) => {
      const query = uploadQuery.safeParse(request.query);
      if (!query.success) return sendProblem(reply, 400, 'Say for which document: /api/images?document=ID.');
      const decision = await decide(parts, await identify(request.headers), query.data.document, 'write');
      if (!decision.allowed) return refuse(uncached(reply), decision.refusal);
      // Whoever has left meanwhile takes no place: nothing would give it back.
      if (reply.raw.destroyed) return reply.hijack();
      if (uploads >= IMAGE_UPLOADS_MAX) {
        reply.header('retry-after', '2');
        return sendProblem(reply, 503, 'Many images are arriving at once. Send this one again in a moment.');
      }
      uploads++;
      reply.raw.once('close', () => uploads--);
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: IMAGE_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      // No fault of what was sent: answered, and logged, as everywhere.
      if (status >= 500) throw error;
      return status === 413 ? tooLarge(reply) : sendProblem(reply, status, 'Send the bytes of an image.');
    });
    scope.post(IMAGE_PATH.replace(/\/$/, ''), async (request, reply) => {
      const { body } = request;
      const header = Buffer.isBuffer(body) ? readImageHeader(body) : null;
      if (!Buffer.isBuffer(body) || header === null) {
        return sendProblem(reply, 415, 'This is no PNG, JPEG, GIF, WebP or AVIF image. Send the bytes of one.');
      }
      if (header.width * header.height > IMAGE_PIXELS_MAX) {
        const most = IMAGE_PIXELS_MAX / 1_000_000;
        return sendProblem(reply, 422, `The image has more than ${most} million pixels. Make it smaller.`);
      }
      try {
        const stored: ImageStored = { address: IMAGE_PATH + (await images.put(body, header.kind)) };
        return reply.code(201).send(stored);
      } catch (error) {
        logger.error({ error }, 'an image could not be stored');
        return unavailable(reply);
      }
    });
  });

  app.get<{ Params: { name: string } }>(`${IMAGE_PATH}:name`, async (request, reply) => {
    const { name } = request.params;
    if ((await identify(request.headers)).kind === 'stranger') return refuse(uncached(reply), 'sign-in');
    const image = await images.get(name);
    if (image === null) {
      // It may be on its way: whoever asks is told anew each time.
      return sendProblem(uncached(reply), 404, 'There is no such image, or it has not arrived yet.');
    }
    return reply
      .type(IMAGE_MIME_TYPES[name.slice(name.lastIndexOf('.') + 1) as ImageKind])
      .header('content-length', image.bytes)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', 'inline')
      .send(image.stream);
  });
}

function tooLarge(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 413, `The image is larger than ${MEGABYTES_MAX} MB. Make it smaller.`);
}
