/**
 * What a run of many worlds came to, in stretches that can be added up: a long run leaves a line of JSON for each in a
 * file, and goes on from there when it is begun again.
 */

import { appendFile, readFile } from 'node:fs/promises';
import type { Outcome } from './simulate.ts';

export interface Totals {
  readonly from: number;
  readonly seeds: number;
  readonly flawed: readonly number[];
  readonly events: number;
  readonly characters: number;
  readonly simulatedMs: number;
  readonly cpuMs: number;
  readonly elapsedMs: number;
  /** How many seeds each state of the code ran, by the beginning of its SHA-256. */
  readonly codes: Readonly<Record<string, number>>;
  /** How often what happened, by its name. */
  readonly coverage: Readonly<Record<string, number>>;
}

export function noTotals(from: number): Totals {
  const nothing = { seeds: 0, events: 0, characters: 0, simulatedMs: 0, cpuMs: 0, elapsedMs: 0 };
  return { ...nothing, from, flawed: [], codes: {}, coverage: {} };
}

export function withOutcome(totals: Totals, outcome: Outcome): Totals {
  return sumOf(totals, {
    ...noTotals(outcome.seed),
    seeds: 1,
    flawed: outcome.flaw === null ? [] : [outcome.seed],
    events: outcome.events,
    characters: outcome.characters,
    simulatedMs: outcome.simulatedMs,
    coverage: Object.fromEntries(outcome.coverage),
  });
}

export function sumOf(one: Totals, other: Totals): Totals {
  return {
    from: Math.min(one.from, other.from),
    seeds: one.seeds + other.seeds,
    flawed: [...one.flawed, ...other.flawed].sort((mine, theirs) => mine - theirs),
    events: one.events + other.events,
    characters: one.characters + other.characters,
    simulatedMs: one.simulatedMs + other.simulatedMs,
    cpuMs: one.cpuMs + other.cpuMs,
    elapsedMs: one.elapsedMs + other.elapsedMs,
    codes: sumOfCounts(one.codes, other.codes),
    coverage: sumOfCounts(one.coverage, other.coverage),
  };
}

function sumOfCounts(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** What earlier runs left in `file`, which need not be there. @returns null when there is nothing. */
export async function readTotals(file: string): Promise<Totals | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const stretches = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Totals);
  return stretches.length === 0 ? null : stretches.reduce(sumOf);
}

export async function keepTotals(file: string, totals: Totals): Promise<void> {
  await appendFile(file, `${JSON.stringify(totals)}\n`);
}

/** How often each thing happened, and a row for the documentation. */
export function linesOf(totals: Totals): string[] {
  const { from, seeds, flawed, events, characters, simulatedMs, cpuMs, elapsedMs, codes, coverage } = totals;
  const pace = (ms: number) => (ms === 0 ? '-' : ((1_000 * seeds) / ms).toFixed(1));
  return [
    ...Object.entries(coverage)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, times]) => `${String(times).padStart(10)}  ${name}`),
    `${characters} characters typed, ${events} events in ${(simulatedMs / 3_600_000).toFixed(1)} simulated hours`,
    ...Object.entries(codes).map(([code, count]) => `${count} on the code ${code}`),
    ...(flawed.length > 0 ? [`seeds with a flaw: ${flawed.join(' ')}`] : []),
    `${seeds} seeds from ${from}, ${flawed.length} with a flaw, in ${(elapsedMs / 1_000).toFixed(1)} s: ` +
      `${pace(elapsedMs)} a second, ${pace(cpuMs)} a second of a core`,
  ];
}
