/**
 * `npm run crash`: the crash tests at any length. Prints cycles, acknowledged, lost, gaps; exit code 1 when anything
 * that was confirmed is lost.
 */

import { asked } from '../support/asked.ts';
import { runBackupRounds } from './backup-rounds.ts';
import { runDamage } from './damage.ts';
import { runDiskFull } from './disk-full.ts';
import { type KillTotals, NOTHING_YET, runKillCycles } from './kill-cycles.ts';
import { runPowerCuts } from './power-cut.ts';

const USAGE = `Usage: npm run crash -- [options]

  --cycles N    kill -9 of the server under load         --power N    emulated power cuts
  --disk-full   a disk that fills up and is freed        --damage     every kind of damage to the files
  --backup N    backups under load, restored             --seed N     replays a run
  --from N      leaves out the first N cases of damage: a long run in parts
`;

const OPTIONS = {
  options: {
    cycles: { type: 'string' },
    power: { type: 'string' },
    'disk-full': { type: 'boolean' },
    damage: { type: 'boolean' },
    backup: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
  },
} as const;

const { values } = asked(OPTIONS, USAGE);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const startedAt = Date.now();

function show({ cycles, acknowledged, lost, gaps }: KillTotals): void {
  process.stdout.write(`\rcycles ${cycles}  acknowledged ${acknowledged}  lost ${lost.length}  gaps ${gaps.length} `);
}

/** @returns whether nothing stayed silent and nobody died. */
async function damage(places: number): Promise<boolean> {
  const { silent, aborts } = await runDamage({
    places,
    from: Number(values.from),
    seed,
    onCase: ({ cases, kinds, intact, named, refused, silent: unsaid, aborts: died }) => {
      const counts = `kinds ${kinds}  cases ${cases}  intact ${intact}  named ${named}  refused ${refused}`;
      process.stdout.write(`\r${counts}  silent ${unsaid.length}  aborts ${died.length} `);
    },
  });
  for (const line of [...silent, ...aborts.map((name) => `it died: ${name}`)]) process.stdout.write(`\n${line}`);
  return silent.length + aborts.length === 0;
}

async function run(): Promise<KillTotals | string> {
  if (values.damage) {
    if (!(await damage(Number(values.cycles ?? 20)))) process.exitCode = 1;
    return NOTHING_YET;
  }
  if (values['disk-full']) {
    const totals = await runDiskFull({ cycles: Number(values.cycles ?? 10), seed, onCycle: show });
    if (typeof totals !== 'string')
      process.stdout.write(`\neverybody was told in ${totals.told} of ${totals.cycles} rounds`);
    return totals;
  }
  if (values.backup !== undefined) return runBackupRounds({ cycles: Number(values.backup), seed, onCycle: show });
  if (values.power !== undefined) return runPowerCuts({ cycles: Number(values.power), seed, onCycle: show });
  return runKillCycles({ cycles: Number(values.cycles ?? 200), seed, onCycle: show });
}

const totals = await run();
process.stdout.write(`\nseed ${seed}, ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
if (typeof totals === 'string') process.stdout.write(`not run: ${totals}\n`);
else {
  const missing = [...totals.lost, ...totals.gaps];
  for (const word of missing.slice(0, 20)) process.stdout.write(`missing: ${word}\n`);
  if (missing.length > 0) process.exitCode = 1;
}
