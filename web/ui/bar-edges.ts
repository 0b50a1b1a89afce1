/** How much of the window its bars cover: what is shown or scrolled to stands clear of them. */

/** The lower edge of what covers the upper end of the window, in pixels from there. */
export function ceiling(): number {
  return Math.max(0, ...bars().flatMap(({ top, bottom }) => (isAbove(top) ? [bottom] : [])));
}

/** What covers its lower end, on a phone: the upper edge of it. */
export function floor(): number {
  return Math.min(window.innerHeight, ...bars().flatMap(({ top }) => (isAbove(top) ? [] : [top])));
}

/** What is left of a block that goes away under the upper bar still has room for something beside it. */
const LEAST_PX = 28;

/** The part of a block that is seen below the upper bar. */
export function seenPart({ x, y, width, height }: DOMRect): DOMRect {
  const bottom = y + height;
  const top = Math.max(y, Math.min(ceiling() + AIR_PX, bottom - LEAST_PX));
  return new DOMRect(x, top, width, bottom - top);
}

function isAbove(top: number): boolean {
  return top < window.innerHeight / 2;
}

function bars(): readonly DOMRect[] {
  return [...document.querySelectorAll('.bar, .toolbar-row')].map((bar) => bar.getBoundingClientRect());
}

/** Between the caret and what covers the page. */
const AIR_PX = 12;

/** For ProseMirror, which asks at each scroll. Of a window that a keyboard makes lower it knows itself. */
export const caretMargin = {
  left: AIR_PX,
  right: AIR_PX,
  get top() {
    return ceiling() + AIR_PX;
  },
  get bottom() {
    const keyboardPx = window.innerHeight - (window.visualViewport?.height ?? window.innerHeight);
    return Math.max(0, window.innerHeight - floor() - keyboardPx) + AIR_PX;
  },
};
