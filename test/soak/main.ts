/**
 * `npm run soak -- --minutes 30 --seed 1`: a server over a long time, see soak.ts. A line every half minute; exit code 1 when
 * something was lost, somebody was sent away who did nothing wrong, or a promise was broken.
 */

import { percentile } from '../bench/report.ts';
import { asked, refuse } from '../support/asked.ts';
import { type Sample, slopeOf, soak } from './soak.ts';

const USAGE = 'Usage: npm run soak -- [--minutes 30] [--seed 1]\n';

const { values } = asked(
  { options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } } },
  USAGE,
);
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
const PACE_MS = 500;
const STEPS_A_SAMPLE = 60;

if (!(minutes > 0) || !Number.isInteger(seed)) refuse('minutes and seed are numbers', USAGE);

const end = Date.now() + minutes * 60_000;
process.stdout.write('minute  RSS MB  heap MB  files  connections  documents  p99 ms  stall ms\n');
const result = await soak({
  seed,
  paceMs: PACE_MS,
  stepsASample: STEPS_A_SAMPLE,
  isOver: () => Date.now() >= end,
  onSample: (sample) => process.stdout.write(`${rowOf(sample)}\n`),
});

const { samples, words, wrong, sentAway, broken, mischief } = result;
const first = samples[0];
const last = samples.at(-1);
process.stdout.write(
  [
    `${words} words, ${wrong.length} lost or doubled; ${mischief} pieces of mischief, ${broken.length} broken promises; ${sentAway} sent away who did nothing wrong`,
    `RSS ${slope(({ rssMegabytes }) => rssMegabytes)} and heap ${slope(({ heapMegabytes }) => heapMegabytes)} MB an hour over the second half; open files ${first?.openFiles} at first, ${last?.openFiles} at last`,
    `p99 ${percentile(
      samples.map(({ p99Ms }) => p99Ms),
      0.5,
    ).toFixed(
      1,
    )} ms in the middle sample, ${Math.max(...samples.map(({ p99Ms }) => p99Ms)).toFixed(1)} ms in the worst; longest stall ${Math.max(...samples.map(({ stallMs }) => stallMs)).toFixed(0)} ms`,
    ...broken.slice(0, 10),
    '',
  ].join('\n'),
);
process.exitCode = wrong.length + sentAway + broken.length === 0 ? 0 : 1;

function slope(megabytesOf: (sample: Sample) => number): string {
  return slopeOf(samples, megabytesOf).toFixed(1);
}

function rowOf({
  atMs,
  rssMegabytes,
  heapMegabytes,
  openFiles,
  connections,
  documents,
  p99Ms,
  stallMs,
}: Sample): string {
  return [
    (atMs / 60_000).toFixed(1).padStart(6),
    rssMegabytes.toFixed(0).padStart(6),
    heapMegabytes.toFixed(1).padStart(7),
    String(openFiles).padStart(5),
    String(connections).padStart(11),
    String(documents).padStart(9),
    p99Ms.toFixed(1).padStart(6),
    stallMs.toFixed(0).padStart(8),
  ].join('  ');
}
