/**
 * `npm run attack`: every attack of the catalogue against a server of its own, with somebody who writes meanwhile.
 * Prints a row each; exit code 1 when a promise was broken. `--only R20` runs those against one rule.
 */

import { asked } from '../support/asked.ts';
import { attackOnce, isKept, type Outcome } from './attack.ts';
import { CATALOGUE } from './catalogue.ts';

const USAGE = 'Usage: npm run attack -- [--only R20]\n';

const { values } = asked({ options: { only: { type: 'string' } } }, USAGE);
const chosen = CATALOGUE.filter(({ rule }) => values.only === undefined || rule === values.only);

process.stdout.write('rule  kept  RSS MB  stall ms  victim p99 ms  attack: seen\n');
let broken = 0;
for (const attack of chosen) {
  const outcome = await attackOnce(attack);
  if (!isKept(outcome)) broken += 1;
  process.stdout.write(`${rowOf(outcome)}\n`);
}
process.stdout.write(`${chosen.length - broken} of ${chosen.length} promises kept\n`);
process.exitCode = broken === 0 && chosen.length > 0 ? 0 : 1;

function rowOf(outcome: Outcome): string {
  const { attack, seen, growthMegabytes, longestStallMs, victimP99Ms, isVictimThere } = outcome;
  const columns = [
    attack.rule.padEnd(4),
    (isKept(outcome) ? 'yes' : 'NO').padEnd(4),
    growthMegabytes.toFixed(0).padStart(6),
    longestStallMs.toFixed(0).padStart(8),
    victimP99Ms.toFixed(0).padStart(13),
    `${attack.what}: ${seen}${isVictimThere ? '' : ', and the victim was sent away'}`,
  ];
  return columns.join('  ');
}
