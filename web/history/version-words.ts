/** What is said of a version: whose it is, from when, how much, and why it cannot be shown. Pure. */

import type { Version } from '../../server/contract/api.ts';
import type { ApiFailure } from '../lib/api.ts';
import { dayText } from '../lib/time.ts';
import { locale } from '../ui/text.ts';
import { words } from './words.ts';

/** "You, Bob and 3 more". */
export function authorsText({ authors, authorCount }: Pick<Version, 'authors' | 'authorCount'>): string {
  if (authorCount === 0) return words.nobody;
  const names = authors.flatMap(({ name, isYou }) => (isYou ? words.you : (name ?? [])));
  const others = authorCount - names.length;
  if (names.length === 0) return others === 1 ? words.someone : words.people(numberText(others));
  const rest = others === 0 ? [] : [words.others(numberText(others))];
  return new Intl.ListFormat(locale).format([...names, ...rest]);
}

export function editsText({ edits }: Pick<Version, 'edits'>): string {
  return words.edits(numberText(edits), edits === 1);
}

/** "10:12 – 10:40", or one time of day. */
export function timesText({ fromAt, throughAt }: Pick<Version, 'fromAt' | 'throughAt'>): string {
  const [from, to] = [timeText(fromAt), timeText(throughAt)];
  return from === to ? to : words.span(from, to);
}

/** Versions of one day each, in the order given; the day as it is said. */
export function byDay(
  versions: readonly Version[],
  nowMs: number,
): readonly { readonly day: string; readonly versions: readonly Version[] }[] {
  const days: { day: string; versions: Version[] }[] = [];
  for (const version of versions) {
    const day = dayOf(version.throughAt, nowMs);
    const last = days.at(-1);
    if (last?.day === day) last.versions.push(version);
    else days.push({ day, versions: [version] });
  }
  return days;
}

export function failureText(failure: ApiFailure): string {
  if (failure.kind === 'away') return words.away;
  switch (failure.status) {
    case 401:
    case 403:
    case 404:
      return words.noAccess;
    case 429:
    case 503:
      return words.busy;
    case 413:
    case 422:
      return words.tooLarge;
    default:
      return words.failed;
  }
}

const DAY_MS = 24 * 60 * 60_000;

function dayOf(atMs: number, nowMs: number): string {
  const day = dayText(atMs);
  if (day === dayText(nowMs)) return words.today;
  return day === dayText(nowMs - DAY_MS) ? words.yesterday : day;
}

function timeText(atMs: number): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(atMs);
}

function numberText(count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}
