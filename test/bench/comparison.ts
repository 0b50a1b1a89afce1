/** The figures of several servers side by side: one row a measure, one column a server, and how this product stands. */

import { median } from './report.ts';
import type { Figures, Outcome } from './scenarios/runner.ts';
import type { Measure } from './scenarios/scenario.ts';

/** @returns a Markdown table: medians, in brackets the lowest and the highest. */
export function comparisonTable({ figures }: Outcome): string {
  const targets = [...new Set(figures.map(({ target }) => target))];
  const rows = rowsOf(figures);
  const header = ['', ...targets.map(({ name }) => name), 'to reach', 'x floor', 'x best peer'];
  const body = rows.map(([first, ...others]) => {
    const row = [first, ...others];
    const cells = targets.map((target) => cellOf(row.find((figure) => figure.target === target)));
    return [`${first.case}: ${first.measure.what}`, ...cells, boundOf(first.measure), ...ratiosOf(row)];
  });
  return [header, header.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

type Row = [Figures, ...Figures[]];

/** Figures of the same case and measure, in the order in which they came. */
export function rowsOf(figures: readonly Figures[]): Row[] {
  const rows = new Map<string, Row>();
  for (const figure of figures) {
    const key = `${figure.case}|${figure.measure.key}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [figure]);
    else row.push(figure);
  }
  return [...rows.values()];
}

/** Whether the product keeps what it promises here; null when nothing is promised or measured. */
export function keepsPromise({ measure, values }: Figures): boolean | null {
  const value = median(values);
  if (Number.isNaN(value)) return null;
  if (measure.atMost !== undefined) return value <= measure.atMost;
  return measure.atLeast === undefined ? null : value >= measure.atLeast;
}

function cellOf(figure: Figures | undefined): string {
  if (figure === undefined || figure.values.length === 0) return '-';
  const { measure, target, values } = figure;
  const [middle, low, high] = [median(values), Math.min(...values), Math.max(...values)].map((value) =>
    value.toFixed(measure.digits),
  );
  const text = low === high ? `${middle}` : `${middle} (${low}-${high})`;
  return target.kind === 'product' ? `**${text}**` : text;
}

/** What is promised, as a reader reads it. */
export function boundOf({ atMost, atLeast }: Measure): string {
  if (atMost !== undefined) return `<= ${atMost}`;
  return atLeast === undefined ? '' : `>= ${atLeast}`;
}

/** This product's median over that of the floor with its guarantees, and over that of the best peer. */
export function ratiosOf(row: readonly Figures[]): [string, string] {
  const product = row.find(({ target }) => target.kind === 'product');
  if (product === undefined) return ['', ''];
  const floors = row.filter(({ target }) => target.kind === 'floor');
  const floor = floors.find(({ target }) => target.isDurable === product.target.isDurable) ?? floors[0];
  const peers = row.filter(({ target, values }) => target.kind === 'peer' && values.length > 0);
  const isMore = product.measure.atLeast !== undefined || product.measure.key === 'rate';
  const best = peers.sort((left, right) => (median(left.values) - median(right.values)) * (isMore ? -1 : 1))[0];
  return [ratio(product, floor), ratio(product, best)];
}

function ratio(product: Figures, other: Figures | undefined): string {
  const value = other === undefined ? Number.NaN : median(product.values) / median(other.values);
  return Number.isFinite(value) ? value.toFixed(2) : '';
}
