/** What is installed: one copy of what must not exist twice, and nothing older than where a known fault was mended. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FLOORS, faultsOf, versionsOf } from '../../scripts/version-floors.mjs';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
const lockfile: Lockfile = JSON.parse(text);

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

describe('dependencies', () => {
  it.each(SINGLE)('there is exactly one copy of %s', (name) => {
    expect(versionsOf(text, name)).toHaveLength(1);
  });

  it('R41 none is older than where a known fault was mended', () => {
    expect(faultsOf(text, FLOORS)).toEqual([]);
  });

  it('R41 every copy that is older is named, with the fault', () => {
    const old = JSON.stringify({
      packages: { 'node_modules/a': { version: '2.0.9' }, 'node_modules/b/node_modules/a': { version: '1.10.0' } },
    });
    const floors = [
      { name: 'a', floor: '2.0.0', why: 'it burns' },
      { name: 'gone', floor: '1.0.0', why: 'it was here' },
    ];
    expect(faultsOf(old, floors)).toEqual([
      'a 1.10.0 is older than 2.0.0: it burns. Update it.',
      'gone is not installed any more. Take it out of scripts/version-floors.mjs.',
    ]);
  });

  it('the lockfile names the packages of every platform, without which npm ci refuses it', () => {
    const missing = Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => versionsOf(text, name).length === 0)
        .map((name) => `${name} of ${path}`),
    );
    expect(missing).toEqual([]);
  });
});
