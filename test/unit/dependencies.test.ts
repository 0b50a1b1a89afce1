/** What is installed: one copy of what must not exist twice, and nothing older than where a known fault was mended. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const lockfile: Lockfile = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

/** Two copies of these break `instanceof` and merge nothing, silently. */
const SINGLE = [
  'yjs',
  'lib0',
  'y-protocols',
  '@tiptap/core',
  '@tiptap/pm',
  'prosemirror-model',
  'prosemirror-state',
  'react',
];

/** R41: below these versions a fault is known that this product would inherit. */
const FLOORS: Readonly<Record<string, string>> = {
  lib0: '0.2.118',
  ws: '8.21.0',
  'prosemirror-view': '1.42.3',
  'prosemirror-model': '1.22.1',
};

describe('dependencies', () => {
  it.each(SINGLE)('there is exactly one copy of %s', (name) => {
    expect(versionsOf(name)).toHaveLength(1);
  });

  it.each(Object.entries(FLOORS))('R41 every copy of %s is at least %s', (name, floor) => {
    const versions = versionsOf(name);
    expect(versions).not.toEqual([]);
    for (const version of versions) {
      expect(version.localeCompare(floor, 'en', { numeric: true }), `${name} ${version}`).toBeGreaterThanOrEqual(0);
    }
  });

  it('the lockfile names the packages of every platform, without which npm ci refuses it', () => {
    const missing = Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => versionsOf(name).length === 0)
        .map((name) => `${name} of ${path}`),
    );
    expect(missing).toEqual([]);
  });
});

function versionsOf(name: string): readonly string[] {
  return Object.entries(lockfile.packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version = '' }]) => version);
}
