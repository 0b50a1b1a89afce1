/** `npm run crash`: the crash tests at any length. Prints cycles, acknowledged, lost, gaps; exit code 1 when anything was lost. */

import { parseArgs } from 'node:util';

import { runKillCycles } from './kill-cycles.ts';

const { values } = parseArgs({
  options: { cycles: { type: 'string' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const startedAt = Date.now();
const totals = await runKillCycles({
  cycles: Number(values.cycles ?? 200),
  seed,
  onCycle: ({ cycles, acknowledged, lost, gaps }) => {
    process.stdout.write(`\rcycles ${cycles}  acknowledged ${acknowledged}  lost ${lost.length}  gaps ${gaps.length} `);
  },
});
process.stdout.write(`\nseed ${seed}, ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
for (const word of [...totals.lost, ...totals.gaps].slice(0, 20)) process.stdout.write(`missing: ${word}\n`);
process.exitCode = totals.lost.length + totals.gaps.length > 0 ? 1 : 0;
