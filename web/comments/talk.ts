/** What the parts of the panel ask of what is around them. */

import type { Change } from './changes.ts';

export interface Talk {
  readonly documentId: string;
  /** Whether this reader may say something. */
  readonly mayComment: boolean;
  /** Whether they may remove what others began. */
  readonly mayWrite: boolean;
  readonly nowMs: number;
  /** @returns its key, by which it can be thrown away. */
  do(change: Change): string;
  /** As `do`, with a moment to take it back; `sentence` says what was done. */
  doUndoably(change: Change, sentence: string): void;
  /** As `do`; `back` undoes it while `sentence` is shown. */
  doWithWayBack(change: Change, sentence: string, back: Change): void;
  throwAway(key: string): void;
  tryAgain(key: string): void;
  /** Says something in passing. */
  say(sentence: string): void;
  /** Makes it the one that is looked at, and shows its text. */
  goTo(thread: string): void;
  /** The same, without moving the text. */
  look(thread: string): void;
}
