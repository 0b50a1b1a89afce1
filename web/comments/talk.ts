/** What the parts of the panel ask of what is around them. */

import { useMemo } from 'react';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { isEditable } from '../collab/status.ts';
import type { Desk } from '../editor/acts.ts';
import type { Change } from './changes.ts';
import { useNow } from './comments-hooks.ts';
import type { CommentsStore } from './comments-store.ts';
import { type Done, useDone } from './done-note.tsx';
import type { MarkKeeper } from './mark-keeper.ts';
import { scrollTo } from './sight.ts';

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

/** @param look must not change. @returns what was just done beside it, while it can be taken back. */
export function useTalk(
  { editor, say }: Desk,
  session: DocumentSession,
  store: CommentsStore,
  keeper: MarkKeeper | null,
  look: (thread: string) => void,
  isOpen: boolean,
): readonly [Talk, Done | null] {
  const { mayComment, status } = useSessionView(session);
  const mayWrite = isEditable(status);
  const nowMs = useNow(isOpen);
  const [change, done] = useChanging(store);
  const talk = useMemo<Talk>(() => {
    const goTo = (thread: string) => {
      look(thread);
      const range = keeper?.rangeOf(thread);
      if (range) scrollTo(editor, range.from);
    };
    return { documentId: session.id, mayComment, mayWrite, nowMs, ...change, say, look, goTo };
  }, [session.id, mayComment, mayWrite, nowMs, change, say, look, keeper, editor]);
  return [talk, done];
}

type Changing = Pick<Talk, 'do' | 'doUndoably' | 'doWithWayBack' | 'throwAway' | 'tryAgain'>;

function useChanging(store: CommentsStore): readonly [Changing, Done | null] {
  const [done, tellDone] = useDone();
  const changing = useMemo<Changing>(
    () => ({
      do: (change) => store.do(change),
      doUndoably: (change, sentence) => {
        const key = store.do(change, true);
        tellDone(sentence, () => store.throwAway(key));
      },
      doWithWayBack: (change, sentence, back) => {
        store.do(change);
        tellDone(sentence, () => store.do(back));
      },
      throwAway: (key) => store.throwAway(key),
      tryAgain: (key) => store.tryAgain(key),
    }),
    [store, tellDone],
  );
  return [changing, done];
}
