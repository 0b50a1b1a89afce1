/**
 * Which files of the build an address needs besides those that the page itself names: said in a `Link` header, so that
 * a browser asks for them at once, not only when the program that chooses among them has arrived and run. Read from
 * the manifest that Vite leaves, which knows the built files by the names of their sources.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DOCUMENT_ID_PATTERN } from '../contract/limits.ts';

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional(), css: z.array(z.string()).optional() }),
);
export type BuildManifest = z.infer<typeof manifestSchema>;

const PAGE = 'index.html';

/** Upright and Latin, as the interface is in every language that it has. */
const LETTERS = '/inter-latin-wght-normal.woff2';

/** The module behind a screen, from `web/`; see `web/app.tsx`. */
const SCREENS: readonly { readonly module: string; shows(path: string): boolean }[] = [
  { module: 'documents/home-page.tsx', shows: (path) => path === '/' },
  {
    module: 'documents/document-page.tsx',
    shows: (path) => path.startsWith('/d/') && DOCUMENT_ID_PATTERN.test(path.slice('/d/'.length)),
  },
];

/** Empty where there is no build, or none that says what it consists of. */
export async function readManifest(directory: string): Promise<BuildManifest> {
  const content = await readFile(join(directory, '.vite/manifest.json'), 'utf8').catch(() => '{}');
  return manifestSchema.parse(JSON.parse(content));
}

/** What an address needs that the page does not name. */
export interface PageParts {
  /** The value of the header; null where there is nothing to name. */
  readonly link: string | null;
  /** Addresses of its style sheets. */
  readonly styles: readonly string[];
  /** Address of the letters of the interface; null where the build has none. */
  readonly letters: string | null;
}

/** @returns the parts by address. */
export function partsOf(manifest: BuildManifest): (path: string) => PageParts {
  const inPage = filesOf(manifest, PAGE);
  const font = Object.entries(manifest).find(([name]) => name.endsWith(LETTERS))?.[1].file;
  const letters = font === undefined ? null : `/${font}`;
  const screens = SCREENS.map(({ module, shows }) => {
    const files = [...filesOf(manifest, module)].filter((file) => !inPage.has(file));
    const link = files.length === 0 ? null : files.map(linkTo).join(', ');
    return { shows, link, styles: files.filter(isStyle).map((file) => `/${file}`), letters };
  });
  return (path) => screens.find(({ shows }) => shows(path)) ?? { link: null, styles: [], letters };
}

function isStyle(file: string): boolean {
  return file.endsWith('.css');
}

/** With all that it imports statically. */
function filesOf(manifest: BuildManifest, entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const files = new Set<string>();
  const visit = (name: string) => {
    const part = manifest[name];
    if (part === undefined || seen.has(name)) return;
    seen.add(name);
    for (const file of [...(part.css ?? []), part.file]) files.add(file);
    for (const imported of part.imports ?? []) visit(imported);
  };
  visit(entry);
  return files;
}

/** As Vite's own links ask for them, so that each is loaded once. */
function linkTo(file: string): string {
  const rel = isStyle(file) ? 'preload; as=style' : 'modulepreload';
  return `</${file}>; rel=${rel}; crossorigin`;
}
