/**
 * Under which heading the reader is: the last one that has come up to where what is gone to comes to stand, below the
 * bars. Where the page ends it cannot come up so far; there the caret tells, or what is seen last.
 *
 * Looked for once a frame at most, by halves: of ten thousand headings fourteen are asked where they are.
 */

import type { Editor } from '@tiptap/core';
import type { EditorView } from '@tiptap/pm/view';
import { browserEnvironment } from '../../lib/environment.ts';
import { headingsOf, type OutlineHeading } from './headings.ts';

/** Told, now and whenever it may be another: its place among the headings, -1 before the first. The answer ends it. */
export function watchPresentHeading(editor: Editor, tell: (index: number) => void): () => void {
  let frame = 0;
  let cancel = () => {};
  const look = () => {
    frame = 0;
    if (!editor.isDestroyed) tell(presentHeading(editor.view));
  };
  // Behind the frame: all is laid out then. Within it a block that was drawn anew is as high as one that nobody sees is
  // guessed to be (`content-visibility`).
  const lookSoon = () => {
    frame ||= requestAnimationFrame(() => {
      cancel = browserEnvironment.after(0, look);
    });
  };
  // Toggles open and images come: everything moves, and nobody scrolled.
  const sizes = new ResizeObserver(lookSoon);
  sizes.observe(editor.view.dom);
  editor.on('transaction', lookSoon);
  window.addEventListener('scroll', lookSoon, { passive: true });
  window.addEventListener('resize', lookSoon);
  return () => {
    cancelAnimationFrame(frame);
    cancel();
    sizes.disconnect();
    editor.off('transaction', lookSoon);
    window.removeEventListener('scroll', lookSoon);
    window.removeEventListener('resize', lookSoon);
  };
}

/** Room for half a line: what was gone to stands on a fraction of a pixel. */
const AIR_PX = 12;

function presentHeading(view: EditorView): number {
  const headings = headingsOf(view.state.doc);
  const page = document.documentElement;
  const line = Number.parseFloat(getComputedStyle(page).scrollPaddingTop) + AIR_PX;
  const last = (isTrue: (heading: OutlineHeading) => boolean) => lastShown(view, headings, lastWhere(headings, isTrue));
  const reached = last((heading) => topOf(view, heading) <= line);
  const isAtTop = page.scrollTop <= 1;
  const isAtEnd = page.scrollTop + page.clientHeight >= page.scrollHeight - 1;
  if (!isAtTop && !isAtEnd) return reached;
  const { head } = view.state.selection;
  const ofCaret = last(({ position }) => position <= head);
  if (ofCaret >= reached && isInSight(view.coordsAtPos(head))) return ofCaret;
  if (isAtTop) return reached;
  return last((heading) => topOf(view, heading) < window.innerHeight);
}

/** The last of which it is true, where it is true of all before it; -1 where it is true of none. */
function lastWhere(headings: readonly OutlineHeading[], isTrue: (heading: OutlineHeading) => boolean): number {
  let [low, high] = [0, headings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(headings[middle] as OutlineHeading)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Nobody is under a heading in a closed toggle: the last one before it. */
function lastShown(view: EditorView, headings: readonly OutlineHeading[], last: number): number {
  let index = last;
  while (index >= 0 && closedAround(domOf(view, headings[index] as OutlineHeading)) !== null) index -= 1;
  return index;
}

/** One in a closed toggle is where the toggle is. */
function topOf(view: EditorView, heading: OutlineHeading): number {
  const dom = domOf(view, heading);
  return (closedAround(dom) ?? dom)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
}

/** The outermost toggle that is closed around it. */
function closedAround(dom: Element | null): Element | null {
  let closed: Element | null = null;
  for (let at = dom; at !== null; at = closed) {
    const outer: Element | null = at.closest('[data-type="detailsContent"][hidden]')?.closest('.details') ?? null;
    if (outer === null) break;
    closed = outer;
  }
  return closed;
}

function domOf(view: EditorView, { position }: OutlineHeading): Element | null {
  const dom = view.nodeDOM(position);
  return dom instanceof Element ? dom : null;
}

function isInSight({ top, bottom }: { readonly top: number; readonly bottom: number }): boolean {
  return bottom > 0 && top < window.innerHeight;
}
