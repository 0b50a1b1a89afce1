/** How this reader likes the page: with the outline or without, and in which letters. Kept on this device. */

import { StoredValue } from '../lib/stored-value.ts';

export const PAGE_FONTS = ['sans', 'serif', 'mono'] as const;
export type PageFont = (typeof PAGE_FONTS)[number];

export interface PageView {
  readonly hasOutline: boolean;
  readonly font: PageFont;
}

const DEFAULT: PageView = { hasOutline: false, font: 'sans' };

/** What was kept; anything else in its place is the default. */
export function readPageView(stored: unknown): PageView {
  if (typeof stored !== 'object' || stored === null) return DEFAULT;
  const { hasOutline, font } = stored as Record<string, unknown>;
  return { hasOutline: hasOutline === true, font: PAGE_FONTS.find((one) => one === font) ?? DEFAULT.font };
}

export const pageView = new StoredValue('scriptorium/page-view', readPageView);

export function toggleOutline(): void {
  pageView.value = { ...pageView.value, hasOutline: !pageView.value.hasOutline };
}

export function choosePageFont(font: PageFont): void {
  pageView.value = { ...pageView.value, font };
}
