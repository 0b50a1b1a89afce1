/** What a phone's keyboard covers of the page, whatever part of it somebody looks at. */

import { expect, it } from 'vitest';
import { coveredHeight } from '../../../web/ui/keyboard-inset.ts';

const PAGE_PX = 740;
const KEYBOARD_PX = 300;
/** What is seen of the page. */
const seen = (height: number, scale = 1, offsetTop = 0) => coveredHeight(PAGE_PX, { height, scale, offsetTop });

it('is nothing without a keyboard', () => {
  expect(seen(PAGE_PX)).toBe(0);
});

it('is the height of the keyboard, less what the page was moved up by', () => {
  expect(seen(PAGE_PX - KEYBOARD_PX)).toBe(KEYBOARD_PX);
  expect(seen(PAGE_PX - KEYBOARD_PX, 1, 100)).toBe(200);
});

it('is nothing of a page that is enlarged, wherever one looks', () => {
  for (const scale of [1.1, 2, 4.7]) {
    expect(seen(PAGE_PX / scale, scale)).toBe(0);
    expect(seen(PAGE_PX / scale, scale, PAGE_PX - PAGE_PX / scale)).toBe(0);
  }
});

it('is the keyboard also while the page is enlarged', () => {
  expect(seen((PAGE_PX - KEYBOARD_PX) / 2, 2)).toBe(KEYBOARD_PX);
});
