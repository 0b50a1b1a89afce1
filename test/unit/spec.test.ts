/**
 * docs/SPEC.md lists the rules that are kept and the tests that prove each. Both directions: a listed test exists
 * under that title, and a test whose title begins with a rule's id is listed. `-u` brings the lists up to date; the
 * words about each rule stay.
 */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSourceFiles } from '../support/source-files.ts';

const SPECIFICATION = new URL('../../docs/SPEC.md', import.meta.url);

/** Rule -> lines of its list. */
const proofsByRule = readProofs();
const sections = readFileSync(SPECIFICATION, 'utf8').split(/^(?=###? )/m);

it('each rule lists the tests that prove it, and no others', async () => {
  const expected = sections.map((section) => withProofs(section)).join('');
  await expect(expected).toMatchFileSnapshot('../../docs/SPEC.md');
});

it('every rule that a test cites is described, and every rule described has a test', () => {
  const described = sections.map(ruleOf).filter((rule) => rule !== null);
  expect(described.sort()).toEqual([...proofsByRule.keys()].sort());
});

function withProofs(section: string): string {
  const rule = ruleOf(section);
  if (rule === null) return section;
  const words = section.replace(/^- .*\n/gm, '').trimEnd();
  return `${words}\n\n${(proofsByRule.get(rule) ?? []).join('\n')}\n\n`;
}

function ruleOf(section: string): string | null {
  return /^### (R\d+) /.exec(section)?.[1] ?? null;
}

/** A title that cites two rules proves both. */
function readProofs(): ReadonlyMap<string, readonly string[]> {
  const proofs = new Map<string, string[]>();
  for (const { path, text } of readSourceFiles()) {
    if (!path.startsWith('test/') || path === 'test/unit/spec.test.ts') continue;
    for (const [, , title = ''] of text.matchAll(/(['"`])(R\d+\b.*?)\1/g)) {
      const [citation = ''] = /^(?:R\d+[ ,:]*)+/.exec(title) ?? [];
      const words = title.slice(citation.length).replaceAll('`', "'");
      // A rule that a file names by its id alone: an attack, a piece of mischief.
      const line = words === '' ? `- \`${path}\`` : `- ${words} (\`${path}\`)`;
      for (const rule of citation.match(/R\d+/g) ?? []) proofs.set(rule, [...(proofs.get(rule) ?? []), line]);
    }
  }
  return new Map([...proofs].map(([rule, lines]) => [rule, [...new Set(lines)].sort()]));
}
