/**
 * Runs a scenario: every case with every target in turns, so that what else the machine does hits all alike. A run
 * during which the host took much of the processors away is repeated, whoever it was; what was lost in it still counts.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadProcess } from '../load/load-process.ts';
import { watchStolen } from '../stolen.ts';
import { RunningServer } from '../targets/running-server.ts';
import type { Target } from '../targets/target.ts';
import type { Case, Measure, Scenario, Size, Values } from './scenario.ts';

/** One measure of one target: a value a run. */
export interface Figures {
  readonly case: string;
  readonly measure: Measure;
  readonly target: Target;
  readonly values: readonly number[];
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly figures: readonly Figures[];
  /** What must not happen and did: target, case, sentence. */
  readonly faults: readonly string[];
  /** The system's load average of five minutes, at the start and at the end: what else the machine had to do. */
  readonly loadAverages: readonly [number, number];
  readonly stolen: Stolen;
}

/** What the host took from the runs (see stolen.ts). */
export interface Stolen {
  /** The largest part, 0 to 1, that it took from a run that counts. */
  readonly mostOfARun: number;
  /** How many runs were repeated because of it. */
  readonly repeated: number;
}

/** A run that lost a larger part of the processors than this is repeated, REPEATS_MAX times at most. */
const STOLEN_MAX = 0.02;
const REPEATS_MAX = 3;
/** All repeats of a scenario take at most this part of the time of its first runs: a host may take some all day. */
const REPEATS_SHARE_MAX = 0.25;

export interface RunOptions {
  readonly runs: number;
  readonly size: Size;
  /** Only the cases whose label contains one of these; all when empty. */
  readonly labels: readonly string[];
  readonly targets: readonly Target[];
  readonly note: (text: string) => void;
}

export async function runScenario(
  scenario: Scenario,
  { runs, size, labels, targets, note }: RunOptions,
): Promise<Outcome> {
  note(`${scenario.name}: preparing ...`);
  const [, loadBefore = 0] = loadavg();
  const isWanted = ({ label }: Case) => labels.length === 0 || labels.some((part) => label.includes(part));
  const cases = (await scenario.cases(size, targets)).filter(isWanted);
  const figures: Figures[] = [];
  const faults: string[] = [];
  const patience = new Patience(scenario.isTimeless === true ? 0 : REPEATS_SHARE_MAX);
  let stolen: Stolen = { mostOfARun: 0, repeated: 0 };
  for (const [number, one] of cases.entries()) {
    const valuesByTarget = new Map<Target, Values[]>(one.targets.map((target) => [target, []]));
    for (let run = 1; run <= runs; run++) {
      for (const target of one.targets) {
        note(`${scenario.name} ${number + 1}/${cases.length}, ${one.label}, run ${run}/${runs}: ${target.name} ...`);
        const fault = (sentence: string) => faults.push(`${target.name}, ${one.label}: ${sentence}`);
        const kept = await runUndisturbed(() => runOnce(one, target, fault), patience, note);
        const { values } = kept;
        note(`${scenario.name}, ${one.label}: ${target.name}: ${spelled(one, values)}`);
        if (values !== null) valuesByTarget.get(target)?.push(values);
        stolen = {
          mostOfARun: Math.max(stolen.mostOfARun, kept.stolen),
          repeated: stolen.repeated + kept.repeated,
        };
      }
    }
    figures.push(...figuresOf(one, valuesByTarget));
  }
  const [, loadAfter = 0] = loadavg();
  return { scenario, figures, faults, loadAverages: [loadBefore, loadAfter], stolen };
}

/** How much time may be spent on repeats, so that a benchmark ends also where the host always takes some. */
class Patience {
  readonly #share: number;
  #firstRunsMs = 0;
  #repeatsMs = 0;

  constructor(share: number) {
    this.#share = share;
  }

  /** @returns whether one more run like this one may be made. */
  spend(tookMs: number, isRepeat: boolean): boolean {
    if (isRepeat) this.#repeatsMs += tookMs;
    else this.#firstRunsMs += tookMs;
    return this.#repeatsMs + tookMs <= this.#share * this.#firstRunsMs;
  }
}

/** The one of up to REPEATS_MAX + 1 runs from which the host took least; the first from which it took next to nothing. */
async function runUndisturbed(run: () => Promise<Values | null>, patience: Patience, note: (text: string) => void) {
  for (let repeated = 0, best: { values: Values | null; stolen: number } | null = null; ; repeated++) {
    const stolenSince = watchStolen();
    const startMs = performance.now();
    const values = await run();
    const isWorthIt = patience.spend(performance.now() - startMs, repeated > 0) && repeated < REPEATS_MAX;
    const stolen = stolenSince();
    if (best === null || stolen < best.stolen) best = { values, stolen };
    if (values === null || best.stolen <= STOLEN_MAX || !isWorthIt) return { ...best, repeated };
    note(`  the host took ${(100 * stolen).toFixed(1)} % of the processors: once more`);
  }
}

/** @returns null when the target could not do it at all; that is a fault, and no reason to stop. */
async function runOnce(one: Case, target: Target, fault: (sentence: string) => void): Promise<Values | null> {
  const directory = await mkdtemp(join(tmpdir(), 'scriptorium-bench-'));
  const load = new LoadProcess();
  const servers: RunningServer[] = [];
  const start = async () => {
    const server = await RunningServer.start(target, directory);
    servers.push(server);
    return server;
  };
  try {
    return await one.run({ target, load, directory, start, fault });
  } catch (error) {
    fault(error instanceof Error ? error.message : String(error));
    return null;
  } finally {
    await load.close();
    for (const server of servers) await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function spelled({ measures }: Case, values: Values | null): string {
  if (values === null) return 'failed';
  return measures.map(({ key, what, digits }) => `${what} ${values[key]?.toFixed(digits) ?? '-'}`).join(', ');
}

function figuresOf(one: Case, valuesByTarget: ReadonlyMap<Target, readonly Values[]>): Figures[] {
  return one.measures.flatMap((measure) =>
    [...valuesByTarget].map(([target, runs]) => ({
      case: one.label,
      measure,
      target,
      values: runs.map((values) => values[measure.key] ?? Number.NaN).filter(Number.isFinite),
    })),
  );
}
