/**
 * `npm run simulate`: worlds from their seeds, one after the other. Exit code 1 when one of them shows a flaw.
 *
 *   --seeds N --from M   so many, from this one on          --seconds S   stops after so long, however many that were
 *   --log FILE           goes on where FILE ends, adds to it what it did, and ends with the totals of all of it
 *   --replay SEED        tells the story of one             --hashes      prints the hash of each
 *   --plant NAME         with a mistake planted; `all` tries each until it is found, at most N seeds
 */

import './takeover.ts';
import { parseArgs } from 'node:util';
import { PLANTS, type Plant } from './plants.ts';
import { type Script, scriptFor } from './script.ts';
import { shrink } from './shrink.ts';
import { type Outcome, simulate } from './simulate.ts';
import { realNow } from './takeover.ts';
import { keepTotals, linesOf, noTotals, readTotals, sumOf, type Totals, withOutcome } from './totals.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    log: { type: 'string' },
    replay: { type: 'string' },
    hashes: { type: 'boolean', default: false },
    plant: { type: 'string' },
  },
});

const SHOWN_EVERY = 50;

/** A long run that is cut off has lost at most so many seeds. */
const STRETCH = 500;

/** So many failing seeds are shrunk; of the others the number is enough. */
const SHRUNK_MAX = 3;

const seeds = Number(values.seeds);
const from = Number(values.from);
const seconds = Number(values.seconds ?? Number.POSITIVE_INFINITY);
const plant = PLANTS.find(({ name }) => name === values.plant);

if (![seeds, from].every(Number.isSafeInteger) || Number.isNaN(seconds))
  fail('--seeds, --from and --seconds are numbers');
else if (values.replay !== undefined) await replay(Number(values.replay));
else if (values.plant === 'all') await findPlanted();
else if (values.plant !== undefined && plant === undefined)
  fail(`there is no plant "${values.plant}"; there are: ${PLANTS.map(({ name }) => name).join(', ')}`);
else await run();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 2;
}

async function replay(seed: number): Promise<void> {
  const outcome = await simulate(seed, scriptFor(seed), plant);
  for (const line of outcome.story) say(line);
  say(`seed ${seed}: ${outcome.events} events in ${(outcome.simulatedMs / 1_000).toFixed(1)} s, hash ${outcome.hash}`);
  if (outcome.flaw === null) say('nothing that must never be was seen');
  else await report(outcome);
}

async function run(): Promise<void> {
  const startedAt = realNow();
  const isOver = () => realNow() - startedAt >= 1_000 * seconds;
  let totals = (values.log === undefined ? null : await readTotals(values.log)) ?? noTotals(from);
  if (totals.seeds > 0) say(`goes on after ${totals.seeds} seeds from ${totals.from}`);
  while (totals.seeds < seeds && !isOver()) {
    const stretch = await runStretch(totals, isOver);
    totals = sumOf(totals, stretch);
    if (values.log !== undefined) await keepTotals(values.log, stretch);
  }
  if (process.stdout.isTTY) say('');
  for (const line of linesOf(totals)) say(line);
  if (totals.flawed.length > 0) process.exitCode = 1;
}

/** The next worlds after those that are done. */
async function runStretch(done: Totals, isOver: () => boolean): Promise<Totals> {
  const [startedAt, cpu] = [realNow(), process.cpuUsage()];
  const first = done.from + done.seeds;
  const end = Math.min(first + STRETCH, done.from + seeds);
  let stretch = noTotals(first);
  for (let seed = first; seed < end && !isOver(); seed += 1) {
    const outcome = await simulate(seed, scriptFor(seed), plant);
    stretch = withOutcome(stretch, outcome);
    if (values.hashes) say(`${seed} ${outcome.hash}`);
    const flawed = done.flawed.length + stretch.flawed.length;
    if (outcome.flaw !== null && flawed <= SHRUNK_MAX) await report(outcome);
    if (seed % SHOWN_EVERY === 0 && process.stdout.isTTY)
      process.stdout.write(`\r${done.seeds + stretch.seeds} of ${seeds} seeds, ${flawed} with a flaw `);
  }
  const { user, system } = process.cpuUsage(cpu);
  return { ...stretch, cpuMs: (user + system) / 1_000, elapsedMs: realNow() - startedAt };
}

/** What was wrong, and the shortest script that shows it. */
async function report({ seed, flaw }: Outcome): Promise<void> {
  process.exitCode = 1;
  say(`\nseed ${seed}: ${flaw}`);
  const script = await shrink(seed, plant);
  const last = await simulate(seed, script, plant);
  say(`with ${script.steps.length} of ${scriptFor(seed).steps.length} steps: ${last.flaw}`);
  for (const line of last.story) say(`  ${line}`);
  for (const line of scenarioOf(seed, script)) say(`  ${line}`);
}

/** As `scenarios.ts` has it. */
function scenarioOf(seed: number, { steps, ...script }: Script): string[] {
  return [JSON.stringify({ seed, ...script }), ...steps.map((step) => `  ${JSON.stringify(step)},`)];
}

async function findPlanted(): Promise<void> {
  let found = 0;
  for (const each of PLANTS) {
    const seed = await firstToFind(each);
    if (seed !== null) found += 1;
    say(`${each.name}: ${seed === null ? `not found in ${seeds} seeds` : `found by ${describeFinding(seed)}`}`);
  }
  say(`${found} of ${PLANTS.length} planted mistakes found`);
  if (found < PLANTS.length) process.exitCode = 1;
}

async function firstToFind(each: Plant): Promise<Outcome | null> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await simulate(seed, scriptFor(seed), each);
    if (outcome.flaw !== null) return outcome;
  }
  return null;
}

function describeFinding({ seed, flaw }: Outcome): string {
  const tried = seed - from + 1;
  return `${tried === 1 ? 'the first seed' : `${tried} seeds`}: ${flaw?.split('; ')[0]?.slice(0, 160)}`;
}
