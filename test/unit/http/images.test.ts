/** Images: what the server takes, what it refuses, and how it hands out what it took. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_BOOK } from '../../../server/accounts/access-book.ts';
import { ANYBODY, type Identity, STRANGER } from '../../../server/accounts/identity.ts';
import { readImageHeader } from '../../../server/contract/image-header.ts';
import { IMAGE_BYTES_MAX, IMAGE_UPLOADS_MAX } from '../../../server/contract/limits.ts';
import { answerFailures } from '../../../server/http/failures.ts';
import { imageRoutes } from '../../../server/http/image-routes.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { ImageStore } from '../../../server/storage/image-store.ts';
import { avif, gif, jpeg, png, webp } from '../../support/images.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: TemporaryDirectory;
let app: FastifyInstance;
let identity: Identity = ANYBODY;
let mistake: Error | null = null;
let verified: Promise<void>;

beforeEach(async () => {
  identity = ANYBODY;
  mistake = null;
  verified = Promise.resolve();
  directory = await temporaryDirectory('images');
  app = fastify();
  const images = ImageStore.ofDataDirectory(directory.path);
  answerFailures(app, silentLogger);
  const identify = async () => {
    await verified;
    if (mistake !== null) throw mistake;
    return identity;
  };
  imageRoutes(app, { images, logger: silentLogger, clock: systemClock, identify, book: NO_BOOK });
});

afterEach(async () => {
  await app.close();
  await directory.remove();
});

async function sends(body: Buffer | string, type = 'application/octet-stream') {
  return await app.inject({
    method: 'POST',
    url: '/api/images?document=plan',
    payload: body,
    headers: { 'content-type': type },
  });
}

describe('what is taken', () => {
  test.each([
    ['png', png(3, 5)],
    ['jpeg', jpeg(3, 5)],
    ['gif', gif(3, 5)],
    ['webp', webp(3, 5)],
    ['avif', avif(3, 5)],
  ])('%s: told by its bytes, named by what is in it, kept once', async (kind, bytes) => {
    expect(readImageHeader(bytes)).toEqual({ kind, width: 3, height: 5 });
    const hash = createHash('sha256').update(bytes).digest('hex');
    for (const type of ['image/png', 'text/html']) {
      const answer = await sends(bytes, type);
      expect(answer.statusCode).toBe(201);
      expect(answer.json()).toEqual({ address: `/api/images/${hash}.${kind}` });
    }
    expect(await readdir(`${directory.path}/images/${hash.slice(0, 2)}`)).toEqual([`${hash}.${kind}`]);
    const shown = await app.inject(`/api/images/${hash}.${kind}`);
    expect(shown.rawPayload.equals(bytes)).toBe(true);
    expect(shown.headers).toMatchObject({
      'content-type': `image/${kind}`,
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('an image that is a web page, too, is handed out as an image', async () => {
    const polyglot = Buffer.concat([gif(8, 8), Buffer.from('<script>alert(1)</script>')]);
    const { address } = (await sends(polyglot, 'text/html')).json<{ address: string }>();
    expect((await app.inject(address)).headers['content-type']).toBe('image/gif');
  });

  test('half an image from a write that was cut short is written again', async () => {
    const bytes = png(2, 2);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const folder = `${directory.path}/images/${hash.slice(0, 2)}`;
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/${hash}.png`, bytes.subarray(0, 10));
    await sends(bytes);
    expect((await app.inject(`/api/images/${hash}.png`)).rawPayload.equals(bytes)).toBe(true);
    expect(await ImageStore.ofDataDirectory(directory.path).isIntact(`${hash}.png`)).toBe(true);
  });
});

describe('what is refused', () => {
  test('a mistake of the server is not called one of the image', async () => {
    mistake = new Error('no answer');
    const answer = await sends(png(3, 5));
    expect([answer.statusCode, answer.json().detail]).toEqual([
      500,
      expect.stringContaining('The server made a mistake'),
    ]);
  });

  test.each([
    ['a web page', Buffer.from('<html><script>alert(1)</script></html>'), 415],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 415],
    ['a page called a PNG', Buffer.from('<script>'), 415],
    ['a PNG without a size', png(0, 5), 415],
    ['the beginning of a PNG', png(3, 5).subarray(0, 20), 415],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 415],
    ['nothing', Buffer.alloc(0), 415],
    ['a small file that unfolds to 16 gigabytes', png(65_535, 65_535), 422],
    ['more bytes than allowed', Buffer.concat([png(3, 5), Buffer.alloc(IMAGE_BYTES_MAX)]), 413],
  ])('%s', async (_name, bytes, status) => {
    const answer = await sends(bytes, 'image/png');
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await readdir(directory.path)).toEqual([]);
  });

  test.each(['x.png', '../../lock', '..%2F..%2Flock', `${'0'.repeat(64)}.svg`, `${'0'.repeat(64)}.png/..`])(
    'there is nothing at %s',
    async (name) => {
      expect((await app.inject(`/api/images/${name}`)).statusCode).toBe(404);
    },
  );

  test('R5 whoever may not write the document adds no image to it, and a stranger sees none', async () => {
    const { address } = (await sends(png(3, 5))).json<{ address: string }>();
    identity = STRANGER;
    expect((await sends(png(4, 4))).statusCode).toBe(401);
    expect((await app.inject(address)).statusCode).toBe(401);
    const grant = { documentId: 'plan', role: 'viewer' } as const;
    identity = { kind: 'bearer', grant, expiresAt: Number.MAX_SAFE_INTEGER } as Identity;
    expect((await sends(png(4, 4))).statusCode).toBe(403);
    expect((await app.inject(address)).statusCode).toBe(200);
    expect(await ImageStore.ofDataDirectory(directory.path).names()).toHaveLength(1);
    expect((await app.inject({ method: 'POST', url: '/api/images', payload: png(4, 4) })).statusCode).toBe(400);
  });

  test('an image that has not arrived is asked for again', async () => {
    const answer = await app.inject(`/api/images/${'0'.repeat(64)}.png`);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

test('whoever leaves while it is looked who they are takes no place from others', async () => {
  let isVerified = () => {};
  verified = new Promise((resolve) => {
    isVerified = resolve;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  for (let left = 0; left < IMAGE_UPLOADS_MAX; left += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /api/images?document=plan HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
    const [, response] = await once(app.server, 'request');
    const closed = once(response, 'close');
    socket.destroy();
    await closed;
  }
  isVerified();
  expect((await sends(png(3, 5))).statusCode).toBe(201);
});

test('bytes of any kind are read without an error', () => {
  for (const sample of [png(3, 5), jpeg(3, 5), gif(3, 5), webp(3, 5), avif(3, 5)]) {
    for (let length = 0; length <= sample.length; length++) readImageHeader(sample.subarray(0, length));
    for (let at = 0; at < sample.length; at++) {
      const changed = Buffer.from(sample);
      changed[at] = 0xff;
      readImageHeader(changed);
    }
  }
});
