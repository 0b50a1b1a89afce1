/** One table of all that is promised about speed, from the figures that each benchmark left behind. */

import { readdir, readFile } from 'node:fs/promises';
import { boundOf, keepsPromise, ratiosOf, rowsOf } from './comparison.ts';
import { median, writeSection } from './report.ts';
import type { Figures, Outcome } from './scenarios/runner.ts';

/** What a benchmark leaves behind, as JSON. */
export interface KeptFigures {
  readonly date: string;
  readonly scenario: string;
  readonly loadAverages: readonly number[];
  readonly figures: readonly Omit<Figures, 'target'>[] & readonly { readonly target: KeptTarget }[];
  readonly faults: readonly string[];
}

type KeptTarget = Pick<Figures['target'], 'name' | 'kind' | 'isDurable'>;

export function keptFigures({ scenario, figures, faults, loadAverages }: Outcome): KeptFigures {
  const kept = figures.map(({ target: { name, kind, isDurable }, ...figure }) => ({
    ...figure,
    target: { name, kind, isDurable },
  }));
  return { date: new Date().toISOString().slice(0, 10), scenario: scenario.name, loadAverages, figures: kept, faults };
}

/** @param folder where every benchmark keeps its `bench-<name>.json`. */
export async function writeSummary(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^bench-.*\.json$/.test(name)).sort();
  const all = await Promise.all(
    names.map(async (name): Promise<KeptFigures> => JSON.parse(await readFile(`${folder}/${name}`, 'utf8'))),
  );
  // Figures of an earlier form say no date.
  const dated = all.filter(({ date }) => date !== undefined);
  const rows = dated.flatMap(({ date, scenario, figures, loadAverages }) =>
    rowsOf(figures as unknown as readonly Figures[])
      .filter(([first]) => /^P\d/.test(first.case))
      .map((row) => ({
        case: row[0].case,
        line: lineOf(row, `${scenario}, ${date}, load ${Math.max(...loadAverages).toFixed(0)}`),
      })),
  );
  // By case alone: within one the measures follow each other as they belong together.
  const sorted = rows.sort((one, other) => one.case.localeCompare(other.case, 'en')).map(({ line }) => line);
  const head = ['', 'this product', 'to reach', 'kept', 'floor', 'best peer', 'x floor', 'x best peer', 'measured'];
  const lines = [head, head.map(() => '---'), ...sorted];
  const body = [
    'Every line that something is promised for; the sections below have all of them, and how each was measured. The floor is the',
    'least program that keeps the same promises. A load above 2 means that the two cores had other work, too: then the ratios count.',
    '',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
  await writeSection('summary', 'What is promised, and where it stands', 'npm run bench -- all --peers', body);
}

function lineOf(row: readonly Figures[], measured: string): string[] {
  const [first] = row;
  if (first === undefined) return [];
  const { digits } = first.measure;
  const product = row.find(({ target }) => target.kind === 'product');
  const [floor, peer] = ratiosOf(row);
  const kept = product === undefined ? null : keepsPromise(product);
  const shown = (kind: string) =>
    row
      .filter(({ target, values }) => target.kind === kind && values.length > 0)
      .map(({ target, values }) => `${median(values).toFixed(digits)} ${target.name}`)
      .join(', ');
  const own = product === undefined ? '' : median(product.values).toFixed(digits);
  const verdict = kept === null ? '' : kept ? 'yes' : '**no**';
  return [
    `${first.case}: ${first.measure.what}`,
    own,
    boundOf(first.measure),
    verdict,
    shown('floor'),
    shown('peer'),
    floor,
    peer,
    measured,
  ];
}
