/** Benchmarks write their figures into docs/BENCHMARKS.md themselves, so that none is ever typed by hand. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../docs/BENCHMARKS.md', import.meta.url));

export interface Figure {
  readonly what: string;
  readonly value: string;
  /** What it should be, when a target is set. */
  readonly target?: string;
}

/** Puts one benchmark's section in the place of its last one, or at the end of the page. */
export async function writeSection(name: string, title: string, command: string, body: string): Promise<void> {
  const before = await readFile(PAGE, 'utf8').catch(
    () => '# Benchmarks\n\nEach section is written by the command it names.\n',
  );
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const section = [start, `## ${title}`, '', `\`${command}\`, ${machine()}.`, '', body, end].join('\n');
  const from = before.indexOf(start);
  const after =
    from === -1
      ? `${before.trimEnd()}\n\n${section}\n`
      : `${before.slice(0, from)}${section}${before.slice(before.indexOf(end) + end.length)}`;
  await writeFile(PAGE, after);
}

function machine(): string {
  const date = new Date().toISOString().slice(0, 10);
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  // A busy machine makes every figure worse; the reader should know.
  const load = loadavg()[0]?.toFixed(1);
  const node = process.versions.node;
  return `${date}, ${cpus().length} cores with a load of ${load}, ${gigabytes} GiB, ${process.platform}, Node ${node}`;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, target = '' }) => `| ${what} | ${value} | ${target} |`);
  return ['| | measured | target |', '|---|---|---|', ...rows, ''].join('\n');
}

/** The value below which `part` of the sorted numbers lie. */
export function percentile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

export function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} KB`;
}
