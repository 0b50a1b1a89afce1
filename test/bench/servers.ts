/** The benchmarks of whole servers: which there are, which servers take part, and where their figures go. */

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chart } from './chart.ts';
import { comparisonTable } from './comparison.ts';
import { writeSection } from './report.ts';
import { coldOpen } from './scenarios/cold-open.ts';
import { disk } from './scenarios/disk.ts';
import { durability } from './scenarios/durability.ts';
import { fanout } from './scenarios/fanout.ts';
import { growth } from './scenarios/growth.ts';
import { many } from './scenarios/many.ts';
import { memory } from './scenarios/memory.ts';
import { presence } from './scenarios/presence.ts';
import { type Outcome, runScenario } from './scenarios/runner.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { slowReader } from './scenarios/slow-reader.ts';
import { workers } from './scenarios/workers.ts';
import { keptFigures, writeSummary } from './summary.ts';
import { batchRelay, durableRelay, frameRelay } from './targets/floors.ts';
import { installPeers, PEERS } from './targets/peers.ts';
import { buildProduct, product, profiled } from './targets/product.ts';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

export const SCENARIOS: readonly Scenario[] = [
  fanout,
  many,
  presence,
  slowReader,
  coldOpen,
  memory,
  durability,
  disk,
  workers,
  growth,
];

export interface ServerBenchOptions {
  readonly peers: boolean;
  readonly runs: number;
  readonly tiny: boolean;
  /** Names of targets; all when empty. */
  readonly only: readonly string[];
  /** Parts of the labels of cases; all when empty. */
  readonly labels: readonly string[];
  /** Folder for CPU profiles of the product; its figures count no more then, and are not published. */
  readonly profile: string | null;
}

/** @returns how many faults there were: what was lost or doubled under load. */
export async function benchServers(scenarios: readonly Scenario[], options: ServerBenchOptions): Promise<number> {
  buildProduct();
  if (options.peers) await installPeers(note);
  const ours = options.profile === null ? product : profiled(options.profile);
  const everybody = [ours, frameRelay, batchRelay, durableRelay, ...(options.peers ? PEERS : [])];
  const targets = everybody.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  let faults = 0;
  for (const scenario of scenarios) {
    const size = options.tiny ? 'tiny' : 'full';
    const { runs, labels } = options;
    const outcome = await runScenario(scenario, { runs, size, labels, targets, note });
    faults += outcome.faults.length;
    note('');
    process.stdout.write(`\n${scenario.title}\n\n${comparisonTable(outcome)}\n${faultLines(outcome)}\n`);
    const asked = scenarios.length === 1 ? scenario.name : 'all';
    if (!options.tiny && options.profile === null) await publish(outcome, asked, options);
  }
  return faults;
}

/** One line that tells what is going on; a terminal's own is written over. */
function note(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
}

/** @param asked which benchmark was asked for. */
async function publish(outcome: Outcome, asked: string, options: ServerBenchOptions) {
  const { peers, runs, only, labels } = options;
  const { name, title, method } = outcome.scenario;
  await mkdir(`${DOCS}/images`, { recursive: true });
  await writeFile(`${DOCS}/images/bench-${name}.svg`, chart(outcome));
  await writeFile(`${DOCS}/images/bench-${name}.json`, `${JSON.stringify(keptFigures(outcome), null, 2)}\n`);
  const body = [
    method,
    '',
    runs === 1 ? 'One run.' : `Medians of ${runs} interleaved runs (lowest-highest).`,
    `The machine's load average was ${outcome.loadAverages.map((load) => load.toFixed(1)).join(' at the start and ')} at the end.`,
    stolenLine(outcome),
    '',
    `${legend(outcome)}.`,
    '',
    comparisonTable(outcome),
    faultLines(outcome),
    `![${title}](images/bench-${name}.svg) Every single value: [bench-${name}.json](images/bench-${name}.json)`,
  ].join('\n');
  const flags = [...(peers ? ['--peers'] : []), `--runs ${runs}`, ...(only.length > 0 ? [`--only ${only}`] : [])];
  if (labels.length > 0) flags.push(`--cases "${labels}"`);
  await writeSummary(`${DOCS}/images`);
  await writeSection(name, title, `npm run bench -- ${asked} ${flags.join(' ')}`, body);
}

function stolenLine({ stolen: { mostOfARun, repeated } }: Outcome): string {
  const most = `${(100 * mostOfARun).toFixed(1)} %`;
  return (
    `The host took at most ${most} of the processors from a run that counts` +
    (repeated === 0 ? '.' : `; ${repeated} ${repeated === 1 ? 'run was' : 'runs were'} repeated because it took more.`)
  );
}

function legend({ figures }: Outcome): string {
  const targets = [...new Set(figures.map(({ target }) => target))];
  return targets.map(({ name, meaning }) => `${name} = ${meaning}`).join('; ');
}

function faultLines({ faults }: Outcome): string {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  const lines = [...counts].map(([fault, count]) => `- ${fault}${count > 1 ? ` (${count} runs)` : ''}`);
  return lines.length === 0
    ? '\nNothing was lost or doubled.\n'
    : `\nLost, doubled or failed:\n\n${lines.join('\n')}\n`;
}
