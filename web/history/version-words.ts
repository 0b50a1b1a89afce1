/** What is said of a version: whose it is, from when, how much, and why it cannot be shown. Pure. */

import type { Version } from '../../server/contract/api.ts';
import type { ApiFailure } from '../lib/api.ts';
import { numberText } from '../lib/numbers.ts';
import { dayText } from '../lib/time.ts';
import { locale } from '../ui/text.ts';
import type { Place } from './change-places.ts';
import type { Changes } from './changes.ts';
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

/** Why a version is shown without what changed in it. */
export function notComparedText(failure: ApiFailure): string {
  return words.noChangesShown(reasonText(failure));
}

function reasonText(failure: ApiFailure): string {
  if (failure.kind === 'away') return words.beforeAway;
  if (failure.status === 429 || failure.status === 503) return words.beforeBusy;
  return failure.status === 413 || failure.status === 422 ? words.beforeTooLarge : words.beforeUnread;
}

/** "3 places changed." */
export function changesText({ count, isWhole, isText, isEqual }: Omit<Changes, 'places'>): string {
  if (count === 0) return isEqual ? words.noChanges : words.onlyFormatting;
  const counted = isText ? words.placesChanged : words.formattingChanged;
  const sentence = counted(numberText(count), count === 1);
  return isWhole ? sentence : `${sentence} ${words.notAllChanges}`;
}

/** What happened at one place. */
export function changeText({ removed, added, restyled }: Omit<Place, 'marks'>): string {
  if (removed !== '' && added !== '') return words.replacedText(excerpt(removed), excerpt(added));
  if (removed !== '') return words.removedText(excerpt(removed));
  return added === '' ? words.restyledText(excerpt(restyled)) : words.addedText(excerpt(added));
}

/** "Change 2 of 5: added “…”" */
export function changeAtText(place: number, places: readonly string[]): string {
  return words.changeAt(numberText(place + 1), numberText(places.length), places[place] ?? '');
}

/** Characters of a change that are told: a line of the bar. */
const EXCERPT_CHARACTERS_MAX = 60;

function excerpt(text: string): string {
  const characters = [...(text.trim() || text).replace(/\s+/g, ' ')];
  if (characters.length <= EXCERPT_CHARACTERS_MAX) return characters.join('');
  return `${characters.slice(0, EXCERPT_CHARACTERS_MAX).join('')}…`;
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
