/**
 * Coming by a link to a block: the page scrolls there as soon as the block is here, however late it comes, unless the
 * reader has begun something of their own.
 */

import { useEffect, useRef } from 'react';
import { blockPosition } from '../binding/collaboration.ts';
import type { Desk } from '../editor/acts.ts';
import { revealIn } from '../editor/nodes/toggles.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { text } from '../ui/text.ts';

/** What the server has is here by then. */
const ARRIVES_MS_MAX = 8_000;

/** What a reader does who has stopped waiting. */
const OWN_MOVES = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/** @param isLive whether what the server has comes here now. */
export function useBlockArrival(desk: Desk | null, isLive: () => boolean): void {
  const live = useRef(isLive);
  live.current = isLive;
  useEffect(() => {
    if (desk === null) return;
    const start = () => goToBlock(desk, () => live.current());
    let end = start();
    const again = () => {
      end();
      end = start();
    };
    window.addEventListener('hashchange', again);
    return () => {
      end();
      window.removeEventListener('hashchange', again);
    };
  }, [desk]);
}

/** Looks for the block of the address after every change, until it is here; the answer ends it. */
function goToBlock({ editor, say }: Desk, isLive: () => boolean): () => void {
  const address = new URLSearchParams(location.hash.slice(1)).get('b');
  if (address === null) return () => undefined;
  const look = () => {
    const position = blockPosition(editor, address);
    if (position === undefined) return;
    end();
    const { node } = editor.view.domAtPos(position);
    const element = node instanceof Element ? node : node.parentElement;
    revealIn(element);
    element?.scrollIntoView({ block: 'center' });
    element?.animate([{ backgroundColor: 'var(--selection)' }, { backgroundColor: 'transparent' }], 2_000);
  };
  const cancel = browserEnvironment.after(ARRIVES_MS_MAX, () => {
    say(isLive() ? text.notices.blockGone : text.notices.blockLater);
  });
  const end = () => {
    cancel();
    editor.off('transaction', look);
    for (const move of OWN_MOVES) window.removeEventListener(move, end);
  };
  for (const move of OWN_MOVES) window.addEventListener(move, end, { passive: true });
  editor.on('transaction', look);
  look();
  return end;
}
