/** Going where a link leads: a document of this server in this window, anything else in a tab that knows nothing of us. */

import type { Editor } from '@tiptap/core';
import { navigate } from 'wouter/use-browser-location';
import { type LinkTarget, targetAtSelection } from './link-target.ts';

export function openTarget({ address, kind }: LinkTarget, inNewTab = kind === 'link'): void {
  if (inNewTab) window.open(address, '_blank', 'noopener,noreferrer');
  else navigate(address);
}

/** The link or mention at the caret; false where there is none. */
export function openLinkAtCaret({ state }: Editor): boolean {
  const target = targetAtSelection(state);
  if (target !== null) openTarget(target);
  return target !== null;
}

export function hasLinkAtCaret({ state }: Editor): boolean {
  return targetAtSelection(state) !== null;
}
