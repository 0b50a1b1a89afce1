/** Coming by a link to a block: the page scrolls there as soon as the block is here. */

import { useEffect } from 'react';
import { blockPosition } from '../binding/collaboration.ts';
import type { Desk } from '../editor/acts.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { text } from '../ui/text.ts';

/** A block that has not arrived by then is gone. */
const ARRIVES_MS_MAX = 8_000;

export function useBlockArrival(desk: Desk | null): void {
  useEffect(() => {
    if (desk === null) return;
    let end = goToBlock(desk);
    const again = () => {
      end();
      end = goToBlock(desk);
    };
    window.addEventListener('hashchange', again);
    return () => {
      end();
      window.removeEventListener('hashchange', again);
    };
  }, [desk]);
}

/** Looks for the block of the address after every change, until it is here; the answer ends it. */
function goToBlock({ editor, say }: Desk): () => void {
  const address = new URLSearchParams(location.hash.slice(1)).get('b');
  if (address === null) return () => undefined;
  const look = () => {
    const position = blockPosition(editor, address);
    if (position === undefined) return;
    end();
    const { node } = editor.view.domAtPos(position);
    const element = node instanceof Element ? node : node.parentElement;
    element?.scrollIntoView({ block: 'center' });
    element?.animate([{ backgroundColor: 'var(--selection)' }, { backgroundColor: 'transparent' }], 2_000);
  };
  const cancel = browserEnvironment.after(ARRIVES_MS_MAX, () => {
    end();
    say(text.notices.blockGone);
  });
  const end = () => {
    cancel();
    editor.off('transaction', look);
  };
  editor.on('transaction', look);
  look();
  return end;
}
