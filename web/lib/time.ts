/** Moments as a person reads them, in the language of the page. */

import { locale, text } from '../ui/text.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Made when first used: each reads tables of the language, which takes a telephone as long as drawing a page. */
const clock = once(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }));
const day = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }));
const dayAndClock = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const distance = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

/** "22 Nov 2026". */
export function dayText(atMs: number): string {
  return day().format(atMs);
}

/** "10:42" today, with the date before that. */
export function momentText(atMs: number, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? clock().format(atMs) : dayAndClock().format(atMs);
}

/** "just now", "3 minutes ago", "yesterday", and a date after a week. */
export function agoText(atMs: number, nowMs: number): string {
  const passedMs = Math.max(0, nowMs - atMs);
  if (passedMs < MINUTE_MS) return text.justNow;
  if (passedMs < HOUR_MS) return distance().format(-Math.floor(passedMs / MINUTE_MS), 'minute');
  if (passedMs < DAY_MS) return distance().format(-Math.floor(passedMs / HOUR_MS), 'hour');
  if (passedMs < 7 * DAY_MS) return distance().format(-Math.floor(passedMs / DAY_MS), 'day');
  return day().format(atMs);
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
