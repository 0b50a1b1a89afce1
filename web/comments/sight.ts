/** Bringing the text of a thread into sight. */

import type { Editor } from '@tiptap/core';
import { revealIn } from '../editor/nodes/toggles.ts';
import { isNarrow } from '../ui/narrow.ts';

/** As following does: by block, out of closed toggles; clear of a sheet. */
export function scrollTo({ view }: Editor, position: number): void {
  const { node } = view.domAtPos(position);
  const block = node instanceof Element ? node : node.parentElement;
  revealIn(block);
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const place = isNarrow() ? 'start' : 'center';
  block?.scrollIntoView({ block: place, behavior: isCalm ? 'auto' : 'smooth' });
}
