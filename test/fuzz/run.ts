/** `npm run fuzz -- binding --cycles 5000 --seed 1`: one random cycle for each seed from S on; stops at the first failure. */

import { parseArgs } from 'node:util';
import { fuzzBinding } from './binding.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cycles: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const cycles = Number(values.cycles);
const first = Number(values.seed);

if (positionals[0] !== 'binding' || !Number.isInteger(cycles) || !Number.isInteger(first)) {
  process.stderr.write('Usage: npm run fuzz -- binding [--cycles 300] [--seed 1]\n');
  process.exit(2);
}

const startedAt = Date.now();
const byAction = new Map<string, number>();
let characters = 0;
for (let seed = first; seed < first + cycles; seed++) {
  const result = fuzzBinding(seed);
  characters += result.characters;
  for (const [name, count] of result.byAction) byAction.set(name, (byAction.get(name) ?? 0) + count);
  if ((seed - first) % 50 === 49 && process.stdout.isTTY)
    process.stdout.write(`\r${seed - first + 1} of ${cycles} cycles`);
}
const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
const actions = [...byAction.values()].reduce((sum, count) => sum + count, 0);
process.stdout.write(
  `\r${cycles} cycles from seed ${first}: ${actions} actions of ${byAction.size} kinds, ${characters} characters, nothing lost or doubled, in ${seconds} s\n`,
);
