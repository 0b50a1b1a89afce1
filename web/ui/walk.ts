/** Walking a list of buttons with the keyboard, the same in every menu of the page. */

import type { KeyboardEvent } from 'react';

/**
 * Up and Down walk through what can be chosen, round its ends; Home and End go to them. Whatever is around the list,
 * whose keys mean something else, hears nothing of it.
 */
export function walkWithKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Escape' || event.key === 'Tab') return;
  event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled:not(.popover-close)')];
  const next = nextPlace(event.key, items.indexOf(event.target as HTMLElement), items.length);
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

/** Where a key leads in a list of `count`, from `place` (-1: nowhere yet); undefined when the key does not walk. */
export function nextPlace(key: string, place: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (place + 1) % count;
    case 'ArrowUp':
      return place <= 0 ? count - 1 : place - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
