/** The pages are held to the code: every setting and every command, in the words of `--help`, and no dead links. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MAINTENANCE_COMMANDS } from '../../server/commands/commands.ts';
import { LIMIT_SETTINGS, SETTINGS } from '../../server/config.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const operations = readFileSync(join(ROOT, 'docs/OPERATIONS.md'), 'utf8');
const security = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

it('docs/OPERATIONS.md lists every setting as --help does', () => {
  expect(rowsOf('setting', operations)).toEqual(
    SETTINGS.map(({ name, fallback, meaning }) => [name, fallback, meaning]),
  );
});

it('SECURITY.md lists every limit that can be set as --help does', () => {
  const rows = LIMIT_SETTINGS.map(({ name, fallback, meaning }) => [name, fallback, meaning]);
  expect(rowsOf('limit', security)).toEqual(rows);
});

it('docs/OPERATIONS.md lists every command as --help does', () => {
  const [serve, ...others] = rowsOf('command', operations);
  expect(serve?.[0]).toBe('serve');
  expect(others).toEqual(MAINTENANCE_COMMANDS.map(({ usage, meaning }) => [usage, meaning]));
});

it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pagesIn('docs'), ...pagesIn('docs/decisions')])(
  'the links of %s lead somewhere',
  (page) => {
    const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    const dead = links.filter(([, target = '', anchor]) => {
      const path = target === '' ? join(ROOT, page) : join(ROOT, dirname(page), target);
      return !existsSync(path) || (anchor !== undefined && !anchorsIn(path).has(anchor));
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  },
);

/** Of the headings of a page, as GitHub makes them. */
function anchorsIn(path: string): ReadonlySet<string> {
  const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

/** The cells of the table whose first column has this head, without the marks of Markdown. */
function rowsOf(head: string, page: string): readonly (readonly string[])[] {
  const [, table = ''] = page.split(new RegExp(`^\\| ${head} \\|.*\\n\\|[-|]+\\|\\n`, 'm'));
  return (table.split('\n\n')[0] ?? '')
    .trimEnd()
    .split('\n')
    .map((row) =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '').replaceAll('\\|', '|')),
    );
}
