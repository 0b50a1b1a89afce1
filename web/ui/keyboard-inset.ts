/** Keeps what stands at the foot of a phone above its keyboard, where the browser draws the keyboard over the page. */

import { useEffect } from 'react';

/** Sets `--keyboard` on the page: the height of what covers its lower end. Used once, for every screen. */
export function useKeyboardInset(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const root = document.documentElement;
    let coveredPx = -1;
    const measure = () => {
      const before = coveredPx;
      coveredPx = coveredHeight(window.innerHeight, viewport);
      if (coveredPx === before) return;
      root.style.setProperty('--keyboard', `${coveredPx}px`);
      // A sheet is lower now: the field that is written in stays in sight. The text sees to itself.
      const field = document.activeElement?.closest('input, textarea');
      if (field?.closest('.panel, .popover')) field.scrollIntoView({ block: 'nearest' });
    };
    measure();
    viewport.addEventListener('resize', measure);
    viewport.addEventListener('scroll', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      viewport.removeEventListener('scroll', measure);
      root.style.removeProperty('--keyboard');
    };
  }, []);
}

/**
 * How much of the lower end of the page something covers, in CSS pixels. Of a page that somebody enlarged with two
 * fingers they see a part; what is beside it is not covered: they move there.
 *
 * @param pageHeight of the page as it is laid out.
 */
export function coveredHeight(
  pageHeight: number,
  { height, offsetTop, scale }: Pick<VisualViewport, 'height' | 'offsetTop' | 'scale'>,
): number {
  return Math.round(Math.max(0, pageHeight - height * scale - offsetTop));
}
