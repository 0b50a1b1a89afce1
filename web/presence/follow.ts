/**
 * Going to where somebody writes, and following them: by block, so that the page moves when they go elsewhere and not
 * at every key. It ends with the reader's own first scroll, press or key.
 */

import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { caretOf } from '../binding/collaboration.ts';
import { revealIn } from '../editor/nodes/toggles.ts';
import { personOf } from './people.ts';

/** What a reader does that means: let me be. */
const OWN_MOVES = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

const FACE_KEYS: ReadonlySet<string> = new Set(['Enter', ' ', 'Tab', 'Shift']);

export interface Following {
  /** The person who is followed; null when nobody is. */
  readonly key: string | null;
  /** Whose caret was gone to last; pressed again, they are followed. */
  readonly visited: string | null;
  /** First goes to their caret, then follows them, then stops. */
  press(key: string): void;
  stop(): void;
}

export function useFollowing(editor: Editor | null, awareness: Awareness): Following {
  const [visited, setVisited] = useState<string | null>(null);
  const [key, setKey] = useState<string | null>(null);
  const stop = useCallback(() => {
    setKey(null);
    setVisited(null);
  }, []);
  const press = (pressed: string) => {
    if (editor !== null) goTo(editor, awareness, pressed, null);
    if (key === pressed) stop();
    else {
      setKey(visited === pressed ? pressed : null);
      setVisited(pressed);
    }
  };
  useEffect(() => {
    if (key !== null && editor !== null) return follow(editor, awareness, key, stop);
    return undefined;
  }, [editor, awareness, key, stop]);
  return { key, visited, press, stop };
}

function follow(editor: Editor, awareness: Awareness, key: string, stop: () => void): () => void {
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
function goTo(editor: Editor, awareness: Awareness, key: string, before: Element | null): Element | null {
  const position = caretPosition(editor, awareness, key);
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
