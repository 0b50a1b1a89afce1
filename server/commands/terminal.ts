/** The terminal that commands talk to: results on standard output, everything else on standard error. */

import { createInterface } from 'node:readline/promises';
import { Presets, SingleBar } from 'cli-progress';

import type { Progress, Terminal } from './command.ts';

export const processTerminal: Terminal = {
  say: (line) => {
    process.stdout.write(`${line}\n`);
  },
  complain: (line) => {
    process.stderr.write(`${line}\n`);
  },
  write: (bytes) =>
    new Promise((resolve, reject) => {
      process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
    }),
  progress: showProgress,
  async ask(question) {
    if (!process.stdin.isTTY) return null;
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await reader.question(`${question} [y/N] `);
    reader.close();
    return /^y(es)?$/i.test(answer.trim());
  },
};

/** cli-progress shows nothing where nobody looks: in a pipe or a log. */
function showProgress(total: number, unit: string): Progress {
  const format = ` {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`;
  const bar = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: (by = 1) => bar.increment(by), end: () => bar.stop() };
}
