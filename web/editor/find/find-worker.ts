/** Runs a pattern apart from the page: some patterns never end, and whoever asked ends this worker instead. */

import { matchesIn, type SearchedText } from './find-matches.ts';

interface Question {
  readonly texts: readonly SearchedText[];
  readonly pattern: RegExp;
}

addEventListener('message', ({ data: { texts, pattern } }: MessageEvent<Question>) => {
  postMessage(matchesIn(texts, pattern));
});
