/** Going to where somebody writes, and along with them: by block, so that the page moves when they go elsewhere and not at every key. */

import type { Editor } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import { caretOf } from '../binding/collaboration.ts';
import { revealIn } from '../editor/nodes/toggles.ts';
import { personOf } from './people.ts';

/** What a reader does that means: let me be. */
const OWN_MOVES = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

const FACE_KEYS: ReadonlySet<string> = new Set(['Enter', ' ', 'Tab', 'Shift']);

/** Until the reader's own first scroll, press or key, which calls `stop`; the answer ends it. */
export function follow(editor: Editor, awareness: Awareness, key: string, stop: () => void): () => void {
  let block: Element | null = null;
  const look = () => {
    block = goTo(editor, awareness, key, block);
  };
  const ownMove = (event: Event) => {
    if (!isAboutFollowing(event)) stop();
  };
  awareness.on('change', look);
  for (const move of OWN_MOVES) window.addEventListener(move, ownMove, { passive: true });
  look();
  return () => {
    awareness.off('change', look);
    for (const move of OWN_MOVES) window.removeEventListener(move, ownMove);
  };
}

/** A press on a face or on the banner, or the keys that lead to them and press them. */
function isAboutFollowing(event: Event): boolean {
  const isOnFaces = event.target instanceof Element && event.target.closest('.faces, .following') !== null;
  return isOnFaces && !(event instanceof KeyboardEvent && !FACE_KEYS.has(event.key));
}

/** Scrolls to the block of their caret unless it is `before`. @returns that block; `before` while they have no caret. */
export function goTo(editor: Editor, awareness: Awareness, key: string, before: Element | null = null): Element | null {
  const position = editor.isDestroyed ? undefined : caretPosition(editor, awareness, key);
  if (position === undefined) return before;
  const { node } = editor.view.domAtPos(position);
  const block = node instanceof Element ? node : node.parentElement;
  if (block !== before) {
    revealIn(block);
    block?.scrollIntoView({ block: 'center', behavior: isCalm() ? 'auto' : 'smooth' });
  }
  return block;
}

/** Of the first of their windows that has a caret in the text. */
function caretPosition(editor: Editor, awareness: Awareness, key: string): number | undefined {
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID || personOf(state, clientId, awareness.clientID).key !== key) continue;
    const position = caretOf(editor, state);
    if (position !== undefined) return position;
  }
  return undefined;
}

function isCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
