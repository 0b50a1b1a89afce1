/**
 * `npm run simulate`: worlds from their seeds, one after the other. Its options are
 * `scripts/simulation-options.mjs`.
 */

import './takeover.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { optionsIn } from '../../../scripts/simulation-options.mjs';
import { NEMESES, WORK } from './acts.ts';
import { type Crew, crewOf, helpWith, type Part } from './crew.ts';
import { costOf, countedFor, firstToFind } from './planted.ts';
import { PLANTS } from './plants.ts';
import { SCENARIOS } from './scenarios.ts';
import { type Script, SIZES, scriptFor, scriptWith } from './script.ts';
import { shrink } from './shrink.ts';
import { type Outcome, simulate } from './simulate.ts';
import { realNow } from './takeover.ts';
import { keepTotals, linesOf, noTotals, readTotals, sumOf, type Totals, withOutcome } from './totals.ts';

const values = optionsIn(process.argv.slice(2));

/** So many in a row are one process's. */
const PART = 10;

/** A long run that is cut off has lost at most so many seeds. */
const STRETCH = 500;

/** So many failing seeds are shrunk; of the others the number is enough. */
const SHRUNK_MAX = 3;

/** What runs, all of it in one file: the parts of a long run count as one as far as they ran the same. */
const CODE = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex')
  .slice(0, 12);

/** This process and no other. */
const ALONE: Crew = { members: [runPart], close: () => undefined };

const seeds = Number(values.seeds);
const from = Number(values.from);
const seconds = Number(values.seconds ?? Number.POSITIVE_INFINITY);
const processes = Number(values.processes ?? (values.hashes ? 1 : availableParallelism()));
const also = [...WORK.keys(), ...NEMESES.keys()].find((name) => name === values.also);
const size = SIZES.find(({ name }) => name === values.size);
const plant = PLANTS.find(({ name }) => name === values.plant);

if (values.size !== undefined && size === undefined)
  fail(`there is no size "${values.size}"; there are: ${SIZES.map(({ name }) => name).join(', ')}`);
else if (values.also !== undefined && also === undefined) fail(`there is no act "${values.also}"`);
else if (values.replay !== undefined) await replay(Number(values.replay));
else if (values.scenarios) await runScenarios();
else if (values.plant === 'all') await findPlanted();
else if (values.plant !== undefined && plant === undefined)
  fail(`there is no plant "${values.plant}"; there are: ${PLANTS.map(({ name }) => name).join(', ')}`);
else if (values.helper) helpWith(runPart);
else await run(processes === 1 ? ALONE : crewOf(processes));

/** What happens in the world of a seed. */
function scriptOf(seed: number): Script {
  return also === undefined ? scriptFor(seed, size) : scriptWith(also, seed, size);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 2;
}

async function replay(seed: number): Promise<void> {
  const outcome = await simulate(seed, scriptOf(seed), plant);
  for (const line of outcome.story) say(line);
  say(`seed ${seed}: ${outcome.events} events in ${(outcome.simulatedMs / 1_000).toFixed(1)} s, hash ${outcome.hash}`);
  if (outcome.flaw === null) say('nothing that must never be was seen');
  else await report(outcome);
}

async function runScenarios(): Promise<void> {
  for (const { name, seed, script } of SCENARIOS) {
    const { flaw } = await simulate(seed, script, plant);
    say(`${name}: ${flaw ?? 'well'}`);
    if (flaw !== null) process.exitCode = 1;
  }
}

async function run(crew: Crew): Promise<void> {
  const startedAt = realNow();
  const isOver = () => realNow() - startedAt >= 1_000 * seconds;
  let totals = (values.log === undefined ? null : await readTotals(values.log)) ?? noTotals(from);
  if (totals.seeds > 0) say(`goes on after ${totals.seeds} seeds from ${totals.from}`);
  while (totals.seeds < seeds && !isOver()) {
    const stretch = await runStretch(crew, totals, isOver);
    totals = sumOf(totals, stretch);
    if (values.log !== undefined) await keepTotals(values.log, stretch);
  }
  crew.close();
  if (process.stdout.isTTY) say('');
  for (const line of linesOf(totals)) say(line);
  if (totals.flawed.length > 0) process.exitCode = 1;
}

/** The next worlds after those that are done. Parts are handed out in order, so that none is missing in the end. */
async function runStretch({ members }: Crew, done: Totals, isOver: () => boolean): Promise<Totals> {
  const startedAt = realNow();
  const first = done.from + done.seeds;
  const end = Math.min(first + STRETCH, done.from + seeds);
  let [stretch, next] = [noTotals(first), first];
  const work = async (runNext: (typeof members)[number]) => {
    while (next < end && !isOver()) {
      const part = { from: next, end: Math.min(next + PART, end), flawed: done.flawed.length + stretch.flawed.length };
      next = part.end;
      const ran = await runNext(part);
      stretch = sumOf(stretch, ran);
      const flawed = done.flawed.length + stretch.flawed.length;
      if (process.stdout.isTTY)
        process.stdout.write(`\r${done.seeds + stretch.seeds} of ${seeds} seeds, ${flawed} with a flaw `);
    }
  };
  await Promise.all(members.map(work));
  return { ...stretch, codes: { [CODE]: stretch.seeds }, elapsedMs: realNow() - startedAt };
}

async function runPart(part: Part): Promise<Totals> {
  const cpu = process.cpuUsage();
  let { flawed } = part;
  let totals = noTotals(part.from);
  for (let seed = part.from; seed < part.end; seed += 1) {
    const outcome = await simulate(seed, scriptOf(seed), plant);
    totals = withOutcome(totals, outcome);
    if (values.hashes) say(`${seed} ${outcome.hash}`);
    if (outcome.flaw !== null) flawed += 1;
    if (outcome.flaw !== null && flawed <= SHRUNK_MAX) await report(outcome);
  }
  const { user, system } = process.cpuUsage(cpu);
  return { ...totals, cpuMs: (user + system) / 1_000 };
}

/** What was wrong, and the shortest script that shows it. */
async function report({ seed, flaw }: Outcome): Promise<void> {
  process.exitCode = 1;
  say(`\nseed ${seed}: ${flaw}`);
  const script = await shrink(seed, scriptOf(seed), plant);
  const last = await simulate(seed, script, plant);
  say(`with ${script.steps.length} of ${scriptOf(seed).steps.length} steps: ${last.flaw}`);
  for (const line of last.story) say(`  ${line}`);
  for (const line of scenarioOf(seed, script)) say(`  ${line}`);
}

/** As `scenarios.ts` has it. */
function scenarioOf(seed: number, { steps, ...script }: Script): string[] {
  return [JSON.stringify({ seed, ...script }), ...steps.map((step) => `  ${JSON.stringify(step)},`)];
}

/** With --count all of the seeds try each mistake; else it is enough that one finds it. */
async function findPlanted(): Promise<void> {
  const tried = { from, seeds, scriptOf };
  let found = 0;
  for (const each of PLANTS) {
    const first = values.count ? null : await firstToFind(each, tried);
    const counted = values.count ? await countedFor(each, tried) : null;
    if (first !== null || (counted?.finding ?? 0) > 0) found += 1;
    if (counted !== null) say(`${each.name}: ${counted.finding} of ${seeds} seeds, ${costOf(counted)}`);
    else say(`${each.name}: ${first === null ? `not found in ${seeds} seeds` : `found by ${describeFinding(first)}`}`);
  }
  say(`${found} of ${PLANTS.length} planted mistakes found`);
  if (found < PLANTS.length) process.exitCode = 1;
}

function describeFinding({ seed, flaw }: Outcome): string {
  const tried = seed - from + 1;
  return `${tried === 1 ? 'the first seed' : `${tried} seeds`}: ${flaw?.split('; ')[0]?.slice(0, 160)}`;
}
