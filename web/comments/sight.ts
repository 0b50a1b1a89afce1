/** Bringing the text of a thread into sight. */

import type { Editor } from '@tiptap/core';

/** On a phone the comments are a sheet over the lower part of the text. */
export function coversTheText(): boolean {
  return matchMedia('(max-width: 640px)').matches;
}

/** As following does: by block; clear of a sheet. */
export function scrollTo({ view }: Editor, position: number): void {
  const { node } = view.domAtPos(position);
  const block = node instanceof Element ? node : node.parentElement;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const place = coversTheText() ? 'start' : 'center';
  block?.scrollIntoView({ block: place, behavior: isCalm ? 'auto' : 'smooth' });
}
