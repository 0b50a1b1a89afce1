/** The image is built from what is there, and from all that a build reads: nobody else notices before they build one. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { BUILD_INPUTS } from '../../scripts/prepare.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(`${ROOT}/${name}`, 'utf8');

const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
  names.split(' '),
);
const letThrough = read('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

it.each(copied)('%s is there, and is sent to the builder', (name) => {
  expect(existsSync(`${ROOT}/${name}`)).toBe(true);
  expect(letThrough).toContain(name);
});

it('everything that a build reads is copied', () => {
  expect(copied).toEqual(expect.arrayContaining([...BUILD_INPUTS]));
});
