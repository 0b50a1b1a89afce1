/** How this reader likes the page: with the outline, the history, the comments and the formatting bar or without, and in which letters. Kept on this device. */

import { useSyncExternalStore } from 'react';
import { StoredValue } from '../../lib/stored-value.ts';

export const PAGE_FONTS = ['sans', 'serif', 'mono'] as const;
export type PageFont = (typeof PAGE_FONTS)[number];

export interface PageView {
  readonly hasOutline: boolean;
  /** At most one of the two. */
  readonly hasHistory: boolean;
  readonly hasComments: boolean;
  readonly hasBar: boolean;
  readonly font: PageFont;
}

const DEFAULT: PageView = { hasOutline: false, hasHistory: false, hasComments: false, hasBar: true, font: 'sans' };

/** What was kept; anything else in its place is the default. */
export function readPageView(stored: unknown): PageView {
  if (typeof stored !== 'object' || stored === null) return DEFAULT;
  const { hasOutline, hasHistory, hasComments, hasBar, font } = stored as Record<string, unknown>;
  return {
    hasOutline: hasOutline === true,
    hasHistory: hasHistory === true,
    hasComments: hasComments === true && hasHistory !== true,
    hasBar: hasBar !== false,
    font: PAGE_FONTS.find((one) => one === font) ?? DEFAULT.font,
  };
}

export const pageView = new StoredValue('scriptorium/page-view', readPageView);

export function usePageView(): PageView {
  return useSyncExternalStore(
    (listener) => pageView.subscribe(listener),
    () => pageView.value,
  );
}

export function showBar(hasBar: boolean): void {
  pageView.value = { ...pageView.value, hasBar };
}

export function toggleOutline(): void {
  pageView.value = { ...pageView.value, hasOutline: !pageView.value.hasOutline };
}

export function hideOutline(): void {
  pageView.value = { ...pageView.value, hasOutline: false };
}

export function toggleHistory(): void {
  pageView.value = { ...pageView.value, hasHistory: !pageView.value.hasHistory, hasComments: false };
}

export function showComments(hasComments: boolean): void {
  pageView.value = { ...pageView.value, hasComments, hasHistory: false };
}

export function toggleComments(): void {
  showComments(!pageView.value.hasComments);
}

export function choosePageFont(font: PageFont): void {
  pageView.value = { ...pageView.value, font };
}
