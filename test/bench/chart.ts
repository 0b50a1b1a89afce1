/** Horizontal bars as SVG: a panel a measure, a bar a server, a line where this product should be. */

import { keepsPromise, rowsOf } from './comparison.ts';
import { median } from './report.ts';
import type { Figures, Outcome } from './scenarios/runner.ts';
import type { Target } from './targets/target.ts';

const WIDTH = 760;
const LABEL_WIDTH = 170;
const VALUE_WIDTH = 120;
const BAR = 18;
const GAP = 6;
const PANEL_GAP = 44;
const TOP = 56;

const COLOURS: Readonly<Record<Target['kind'], string>> = { product: '#2f6f4f', floor: '#9aa3ad', peer: '#c98f4a' };
const FONT = 'font-family="system-ui, sans-serif"';

export function chart({ scenario, figures }: Outcome): string {
  const rows = rowsOf(figures)
    .map((row) => row.filter(({ values }) => values.length > 0))
    .filter((row) => row.length > 0);
  let y = TOP;
  const panels = rows.map((row) => {
    const at = y;
    y += PANEL_GAP + row.length * (BAR + GAP);
    return panel(row, at);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" ${FONT} role="img" aria-label="${escaped(scenario.title)}">`,
    `<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>`,
    `<text x="16" y="30" font-size="18" font-weight="600" fill="#1d2329">${escaped(scenario.title)}</text>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

function panel(row: readonly Figures[], top: number): string {
  const [first] = row;
  if (first === undefined) return '';
  const bound = first.measure.atMost ?? first.measure.atLeast;
  const most = Math.max(...row.map(({ values }) => median(values)), bound ?? 0) || 1;
  const scale = (value: number) => (value / most) * (WIDTH - LABEL_WIDTH - VALUE_WIDTH);
  const title = `<text x="16" y="${top + 14}" font-size="13" fill="#1d2329">${escaped(`${first.case}: ${first.measure.what}`)}</text>`;
  const barsTop = top + 24;
  const bars = row.map((figure, index) => bar(figure, barsTop + index * (BAR + GAP), scale));
  const x = LABEL_WIDTH + scale(bound ?? 0);
  const line =
    bound === undefined
      ? ''
      : `<line x1="${round(x)}" x2="${round(x)}" y1="${barsTop - 3}" y2="${barsTop + row.length * (BAR + GAP)}" stroke="#1d2329" stroke-dasharray="3 3"/>`;
  return [title, ...bars, line].join('\n');
}

function bar(figure: Figures, y: number, scale: (value: number) => number): string {
  const { target, measure, values } = figure;
  const value = median(values);
  const width = Math.max(1, scale(value));
  const [low, high] = [scale(Math.min(...values)), scale(Math.max(...values))].map((at) => round(LABEL_WIDTH + at));
  const weight = target.kind === 'product' ? ' font-weight="600"' : '';
  const mark = target.kind === 'product' && keepsPromise(figure) === false ? ' (misses)' : '';
  const middle = y + BAR / 2;
  return [
    `<text x="${LABEL_WIDTH - 8}" y="${y + 13}" font-size="12" text-anchor="end" fill="#1d2329"${weight}>${escaped(target.name)}</text>`,
    `<rect x="${LABEL_WIDTH}" y="${y}" width="${round(width)}" height="${BAR}" rx="2" fill="${COLOURS[target.kind]}"/>`,
    `<line x1="${low}" x2="${high}" y1="${middle}" y2="${middle}" stroke="#1d2329"/>`,
    `<text x="${round(LABEL_WIDTH + width + 6)}" y="${y + 13}" font-size="12" fill="#1d2329"${weight}>${value.toFixed(measure.digits)}${mark}</text>`,
  ].join('\n');
}

function round(value: number): string {
  return value.toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
