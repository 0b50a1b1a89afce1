/** Which files a browser is told to ask for with the page, by address. */

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { NO_BOOK } from '../../../server/accounts/access-book.ts';
import { createIdentify } from '../../../server/accounts/identify.ts';
import { partsOf, readManifest } from '../../../server/http/page-parts.ts';
import { webRoutes } from '../../../server/http/web-routes.ts';
import { ManualClock } from '../../support/clock.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const WEB = fileURLToPath(new URL('../../../web', import.meta.url));

/** As Vite writes it: `base` comes with the page, `text` with a document only, and each names the other. */
const MANIFEST = {
  'index.html': { file: 'assets/index-1.js', imports: ['_base.js'], css: ['assets/index-1.css'] },
  '_base.js': { file: 'assets/base-1.js', imports: ['_text.js-is-not-here'] },
  '_text.js': { file: 'assets/text-1.js', imports: ['_base.js', 'documents/document-page.tsx'] },
  '../node_modules/inter/files/inter-latin-wght-normal.woff2': { file: 'assets/inter-latin-1.woff2' },
  'documents/home-page.tsx': { file: 'assets/home-1.js', imports: ['_base.js', 'index.html'] },
  'documents/document-page.tsx': {
    file: 'assets/document-1.js',
    imports: ['_base.js', '_text.js'],
    css: ['assets/document-1.css'],
  },
};

const HOME = '</assets/home-1.js>; rel=modulepreload; crossorigin';
const DOCUMENT = [
  '</assets/document-1.css>; rel=preload; as=style; crossorigin',
  '</assets/document-1.js>; rel=modulepreload; crossorigin',
  '</assets/text-1.js>; rel=modulepreload; crossorigin',
].join(', ');

it.each([
  ['/', HOME],
  ['/d/notes', DOCUMENT],
  ['/d/not a document', null],
  ['/d/', null],
  ['/account', null],
])('%s needs %s', (path, link) => {
  const parts = partsOf(MANIFEST)(path);
  expect(parts.link).toBe(link);
  expect(parts.letters).toBe('/assets/inter-latin-1.woff2');
});

it('names the modules of the screens as they are called', () => {
  for (const name of Object.keys(MANIFEST).filter((key) => key.startsWith('documents/'))) {
    expect(existsSync(join(WEB, name)), name).toBe(true);
  }
});

it('says so with the page, and nothing where there is no build', async () => {
  const directory = await temporaryDirectory('page-parts');
  await writeFile(join(directory.path, 'index.html'), '<!doctype html>');
  expect(partsOf(await readManifest(directory.path))('/').link).toBeNull();
  await mkdir(join(directory.path, '.vite'));
  await writeFile(join(directory.path, '.vite/manifest.json'), JSON.stringify(MANIFEST));
  const app = fastify();
  await webRoutes(app, {
    directory: directory.path,
    shard: { firstText: async () => null },
    identify: createIdentify(null),
    book: NO_BOOK,
    clock: new ManualClock(),
  });
  const linkOf = async (url: string) => (await app.inject(url)).headers.link;
  expect(await linkOf('/')).toBe(HOME);
  expect(await linkOf('/?from=elsewhere')).toBe(HOME);
  expect(await linkOf('/d/notes')).toBe(DOCUMENT);
  // The service worker keeps that one, for every address.
  expect(await linkOf('/index.html')).toBeUndefined();
  await app.close();
  await directory.remove();
});
