/** The product as its next version would be: the same, but for one byte of the worker that keeps it in browsers. */

import { appendFile, cp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './temporary-directory.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface NewerBuild {
  /** What Node is started with. */
  readonly program: readonly string[];
  remove(): Promise<void>;
}

export async function newerBuild(): Promise<NewerBuild> {
  const { path, remove } = await temporaryDirectory('newer-build');
  for (const part of ['dist/server', 'dist/web', 'package.json']) {
    await cp(join(ROOT, part), join(path, part), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  const worker = join(path, 'dist/web/sw.js');
  await appendFile(worker, '\n');
  for (const packed of [`${worker}.br`, `${worker}.gz`]) await rm(packed);
  return { program: [join(path, 'dist/server/cli.js'), 'serve'], remove };
}
