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
      coveredPx = Math.round(Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop));
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
