/**
 * The direction rules as the type checker enforces them: the project's real tsconfig files, over a small copy of the
 * layout with one forbidden import each.
 */

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const CONFIGS = [
  'package.json',
  'tsconfig.base.json',
  'server/contract/tsconfig.json',
  'server/tsconfig.json',
  'web/tsconfig.json',
];
const SOURCES = {
  'server/contract/shared.ts': 'export const shared = 1;\n',
  'server/main.ts': "export { shared } from './contract/shared.ts';\n",
  'web/main.ts': "export { shared } from '../server/contract/shared.ts';\n",
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scriptorium-references-'));
  for (const path of CONFIGS) await cp(join(ROOT, path), join(folder, path));
  for (const [path, text] of Object.entries(SOURCES)) await write(path, text);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('server, web and contract compile when each imports only what it may', async () => {
  expect(await compile('server', 'web')).toBe('');
});

it.each([
  { what: 'the server imports the web', path: 'server/x.ts', text: "export * from '../web/main.ts';\n" },
  { what: 'the web imports the server', path: 'web/x.ts', text: "export * from '../server/main.ts';\n" },
  { what: 'the contract imports the server', path: 'server/contract/x.ts', text: "export * from '../main.ts';\n" },
  { what: 'the contract imports Node', path: 'server/contract/x.ts', text: "export * from 'node:fs';\n" },
  { what: 'the contract names the DOM', path: 'server/contract/x.ts', text: 'export const x = document.title;\n' },
  { what: 'the server names the DOM', path: 'server/x.ts', text: 'export const x = document.title;\n' },
  { what: 'the web imports Node', path: 'web/x.ts', text: "export * from 'node:fs';\n" },
])('is refused: $what', async ({ path, text }) => {
  await write(path, text);
  expect(await compile(path.startsWith('web/') ? 'web' : 'server')).toContain(`${path}(1,`);
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

/** What the compiler has to say; empty when it is content. */
function compile(...projects: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [TSC, '-b', '--pretty', 'false', ...projects], { cwd: folder }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}
