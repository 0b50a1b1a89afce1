/** What is said of comments: whose, when, why not. Pure. */

import type { ThreadView } from '../../server/contract/comment-api.ts';
import { colourIndexFor } from '../../server/contract/palette.ts';
import type { ApiFailure } from '../lib/api.ts';
import { numberText } from '../lib/numbers.ts';
import { agoText } from '../lib/time.ts';
import { guests } from '../presence/guest.ts';
import { locale } from '../ui/text.ts';
import { type LeftBySomebody, type Refusal, type ShownComment, UNCLAIMED } from './changes.ts';
import { words } from './words.ts';

export function authorText({ isMine, author }: Pick<ShownComment, 'isMine' | 'author'>): string {
  if (isMine) return words.you;
  return author === '' ? words.someone : author;
}

/** As beside their caret, where the server knows whose it is; else the same for the same name, which is all that is known. */
export function commentColour({ isMine, author, colour }: Pick<ShownComment, 'isMine' | 'author' | 'colour'>): number {
  return isMine ? guests.present.colourIndex : (colour ?? colourIndexFor(author));
}

export function resolvedText({ at, by }: NonNullable<ThreadView['resolved']>, nowMs: number): string {
  const when = agoText(at, nowMs);
  return words.resolvedBy(by === '' ? words.someone : by, when);
}

/** "Ann, Bob and Ben". */
export function newsText(authors: readonly string[]): string {
  const names = [...new Set(authors.map((author) => authorText({ author, isMine: false })))];
  return words.news(new Intl.ListFormat(locale).format(names));
}

/** Why something that was written was not accepted. */
export function refusalText({ status, reason }: Refusal): string {
  if (reason === UNCLAIMED.reason) return words.refused.unclaimed;
  switch (status) {
    case 403:
      return words.refused.access;
    case 404:
    case 410:
      return words.refused.gone;
    case 409:
      return words.refused.full;
    case 413:
      return words.refused.tooLong;
    default:
      return words.refused.other;
  }
}

/** Why something that was to be done to a thread was not. */
export function notDoneText({ status, reason }: Refusal): string {
  if (reason === UNCLAIMED.reason) return words.notDone.unclaimed;
  if (status === 403) return words.notDone.access;
  return status === 404 || status === 410 ? words.notDone.gone : words.notDone.other;
}

/** What sends it after all. */
export function againText({ reason }: Refusal): string {
  return reason === UNCLAIMED.reason ? words.claim : words.tryAgain;
}

export function failureText(failure: ApiFailure, hasThreads: boolean): string {
  if (failure.kind === 'away') return hasThreads ? words.away : words.awayUnknown;
  if (failure.status === 401) return words.signedOut;
  return failure.status === 403 || failure.status === 410 ? words.noAccess : words.busy;
}

/** What somebody else left here. */
export function leftText({ name, count }: LeftBySomebody): string {
  return words.left(name === '' ? words.someone : name, numberText(count));
}
