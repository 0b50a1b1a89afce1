/** The project's own source files as the tidy test sees them: path, lines, and what each imports. */

import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['server', 'web', 'test', 'scripts'];

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Relative imports as paths from the root, packages as they are written. */
  readonly imports: readonly string[];
}

export function readSourceFiles(): readonly SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => posix.relative(ROOT, posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name))),
  ).map((path) => sourceFile(path, readFileSync(`${ROOT}${path}`, 'utf8')));
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, imports: /\.(?:m?ts|tsx|mjs)$/.test(path) ? importsOf(path, text) : [] };
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

function importsOf(path: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? '';
    return target.startsWith('.') ? posix.join(posix.dirname(path), target) : target;
  });
}
