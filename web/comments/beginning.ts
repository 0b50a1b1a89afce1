/**
 * Beginning a thread, about what is selected or where the cursor is. A reader has no cursor: they choose what it is to be
 * about first (block-choice.tsx).
 */

import { useState } from 'react';
import type { Desk } from '../editor/acts.ts';
import { isNarrow } from '../ui/narrow.ts';
import type { About } from './changes.ts';
import type { MarkKeeper } from './mark-keeper.ts';
import { meantBy } from './new-comment.ts';
import { scrollTo } from './sight.ts';
import { CHOSEN } from './thread-marks.ts';
import { words } from './words.ts';

export interface Beginning {
  /** Begins what is meant at this moment, or says why not. */
  begin(): void;
  /** Begins what a reader has chosen. */
  beginChosen(about: About): void;
  readonly isChoosing: boolean;
  /** What was chosen last, also the time before; null where nothing was. */
  readonly chosen: About | null;
  choose(about: About): void;
  endChoosing(): void;
  /** Ends it because there is nothing to choose, and says so. */
  giveUpChoosing(): void;
}

/** @param onBegun there is something to write about now. */
export function useBeginning(
  { editor, say }: Desk,
  mayComment: boolean,
  keeper: MarkKeeper | null,
  onBegun: (about: About) => void,
): Beginning {
  const [isAskedToChoose, setChoosing] = useState(false);
  const isChoosing = isAskedToChoose && mayComment;
  const [chosen, choose] = useState<About | null>(null);
  const beginAbout = (about: About, position: number) => {
    setChoosing(false);
    onBegun(about);
    if (isNarrow()) scrollTo(editor, position);
  };
  const beginChosen = (about: About) => beginAbout(about, keeper?.rangeOf(CHOSEN)?.from ?? 0);
  const begin = () => {
    const meant = meantBy(editor);
    if (!mayComment) say(words.notAllowed);
    else if (meant === 'nothing') say(words.noPlace);
    else if (meant !== 'choose') beginAbout(meant.about, editor.state.selection.from);
    else if (isChoosing && chosen !== null) beginChosen(chosen);
    else setChoosing(true);
  };
  const endChoosing = () => setChoosing(false);
  const giveUpChoosing = () => {
    endChoosing();
    say(words.noPlace);
  };
  return { begin, beginChosen, isChoosing, chosen, choose, endChoosing, giveUpChoosing };
}
