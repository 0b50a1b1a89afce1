/**
 * `npm run fuzz -- binding --cycles 5000 --seed 1`: one random cycle for each seed from S on; stops at the first failure.
 * `npm run fuzz -- frames --count 1000000 --seed 1 --from 250000`: broken frames, see frames.ts; a part at a time if you like.
 */

import { asked } from '../support/asked.ts';
import { fuzzBinding } from './binding.ts';
import { runFrames } from './run-frames.ts';

const USAGE = `Usage: npm run fuzz -- binding [--cycles 300] [--seed 1]
       npm run fuzz -- frames [--count 50000] [--seed 1] [--from 0]
`;

const { values, positionals } = asked(
  {
    allowPositionals: true,
    options: {
      cycles: { type: 'string', default: '300' },
      count: { type: 'string', default: '50000' },
      from: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
    },
  },
  USAGE,
);
const [cycles, count, from, seed] = [values.cycles, values.count, values.from, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];
const areNumbers = [cycles, count, from, seed].every((number) => Number.isInteger(number) && number >= 0);

if (areNumbers && positionals[0] === 'binding') runBinding();
else if (areNumbers && positionals[0] === 'frames') process.exitCode = await runFrames(from, count, seed);
else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

function runBinding(): void {
  const startedAt = Date.now();
  const byAction = new Map<string, number>();
  let characters = 0;
  for (let cycle = seed; cycle < seed + cycles; cycle++) {
    const result = fuzzBinding(cycle);
    characters += result.characters;
    for (const [name, times] of result.byAction) byAction.set(name, (byAction.get(name) ?? 0) + times);
    if ((cycle - seed) % 50 === 49 && process.stdout.isTTY)
      process.stdout.write(`\r${cycle - seed + 1} of ${cycles} cycles`);
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const actions = [...byAction.values()].reduce((sum, times) => sum + times, 0);
  process.stdout.write(
    `\r${cycles} cycles from seed ${seed}: ${actions} actions of ${byAction.size} kinds, ${characters} characters, nothing lost or doubled, in ${seconds} s\n`,
  );
}
