/**
 * Runs the frame fuzz in a process of its own and watches it: one that ends, or says nothing for a while, met a frame that
 * ends or hangs a server. Frames that must not be are kept in test/corpus/frames, where a test tries them for ever.
 */

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Verdict } from './frame-judge.ts';
import { FRAMES_A_ROUND, type FrameFuzzResult } from './frames.ts';

const CORPUS = fileURLToPath(new URL('../corpus/frames/', import.meta.url));

/** A round takes a tenth of a second. */
const HANGS_AFTER_MS = 30_000;

export type FrameReport =
  | { readonly kind: 'round'; readonly round: number }
  | { readonly kind: 'done'; readonly result: FrameFuzzResult };

/** @param from, count in frames. @returns the exit code. */
export async function runFrames(from: number, count: number, seed: number): Promise<number> {
  const first = Math.floor(from / FRAMES_A_ROUND);
  const end = first + Math.ceil(count / FRAMES_A_ROUND);
  const startedAt = Date.now();
  const result = await watched(first, end, seed);
  if (typeof result === 'string') {
    process.stderr.write(`\n${result}\n`);
    return 1;
  }
  for (const fault of result.faults) keep(fault);
  const frames = (end - first) * FRAMES_A_ROUND;
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(0);
  process.stdout.write(
    `\r${frames} frames from ${first * FRAMES_A_ROUND} of seed ${seed}: ${verdicts(result.countByVerdict)}, exits 0, hangs 0, longest check ${result.longestCheckMs.toFixed(1)} ms, in ${seconds} s\n`,
  );
  return result.faults.length === 0 ? 0 : 1;
}

function verdicts(counts: Readonly<Record<Verdict, number>>): string {
  return Object.entries(counts)
    .map(([verdict, count]) => `${verdict} ${count}`)
    .join(', ');
}

/** @returns what came of it, or a sentence about the round that ended or hung the process. */
function watched(first: number, end: number, seed: number): Promise<FrameFuzzResult | string> {
  const script = fileURLToPath(new URL('./frames-process.ts', import.meta.url));
  const child = fork(script, [first, end, seed].map(String), { execArgv: ['--import', 'tsx'] });
  return new Promise((resolve) => {
    let round = first;
    let isOver = false;
    const ends = (outcome: FrameFuzzResult | string) => {
      isOver = true;
      clearTimeout(silence);
      child.kill('SIGKILL');
      resolve(outcome);
    };
    const where = () => `round ${round} of seed ${seed} (--from ${round * FRAMES_A_ROUND} --count ${FRAMES_A_ROUND})`;
    const silence = setTimeout(() => ends(`Nothing for ${HANGS_AFTER_MS / 1_000} s in ${where()}.`), HANGS_AFTER_MS);
    child.on('message', (report: FrameReport) => {
      silence.refresh();
      if (report.kind === 'done') ends(report.result);
      else {
        round = report.round;
        showProgress(round - first, end - first);
      }
    });
    child.on('exit', (code) => {
      if (!isOver) ends(`The process ended with ${code} in ${where()}.`);
    });
  });
}

function showProgress(done: number, rounds: number): void {
  if (done % 20 === 0 && process.stdout.isTTY)
    process.stdout.write(`\r${done * FRAMES_A_ROUND} of ${rounds * FRAMES_A_ROUND} frames`);
}

function keep(hex: string): void {
  mkdirSync(CORPUS, { recursive: true });
  const name = createHash('sha256').update(hex).digest('hex').slice(0, 12);
  writeFileSync(`${CORPUS}${name}.hex`, `# the document, and the frame that came to it\n${hex}\n`);
  process.stdout.write(`\rkept as test/corpus/frames/${name}.hex\n`);
}
