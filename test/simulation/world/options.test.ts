/** What `npm run simulate` says to options that it cannot follow, before it builds anything. */

import { describe, expect, it } from 'vitest';
import { HELP, optionsIn, WrongOption } from '../../../scripts/simulation-options.mjs';

function complaintAbout(...args: string[]): string {
  try {
    optionsIn(args);
  } catch (error) {
    if (error instanceof WrongOption) return error.message;
    throw error;
  }
  return 'none';
}

describe('the options of the simulation', () => {
  it('are understood', () => {
    expect(optionsIn(['--seeds', '20', '--from', '7', '--hashes'])).toMatchObject({
      ...{ seeds: '20', from: '7', hashes: true, scenarios: false },
    });
  });

  it.each([
    [['--sedes', '20'], `Unknown option '--sedes'; "npm run simulate -- --help" says what there is`],
    [['20'], /^Unexpected argument '20'/],
    [['--seeds'], /^Option '--seeds <value>' argument missing/],
    [['--seeds', 'many'], '--seeds takes a number, not "many"'],
    [['--processes', '0'], '--processes takes at least 1'],
    [['--against', 'latest'], '--against takes a version of Node, as 22 is'],
    [['--on', 'latest'], '--on takes a version of Node, as 22 is'],
  ])('%j gets a sentence', (args, sentence) => {
    if (typeof sentence === 'string') expect(complaintAbout(...args)).toBe(sentence);
    else expect(complaintAbout(...args)).toMatch(sentence);
  });

  it('are all in the help, but for what its own processes tell each other', () => {
    const named = new Set([...HELP.matchAll(/--([a-z]+)/g)].map(([, name]) => name));
    for (const name of named) expect(complaintAbout(`--${name}`)).not.toMatch(/^Unknown/);
    expect([...named]).toEqual(expect.arrayContaining(['seeds', 'log', 'plant', 'count', 'size', 'on', 'help']));
  });
});
