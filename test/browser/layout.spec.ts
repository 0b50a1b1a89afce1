/** The page on a phone, in scripts that run from right to left, and for people who want no motion. */

import { expect, type Page } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import type { Person, PersonOptions } from '../support/person.ts';
import { writesTheShowDocument } from '../support/show-document.ts';
import { test } from '../support/world.ts';

const PHONE: PersonOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };

test('on a phone nothing is wider than the page, the bar is at its foot, and panels stay within it', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.somebody('Ann', PHONE);
  await ann.goesTo('/');
  await expect(ann.page.getByRole('heading').first()).toBeVisible();
  await fits(ann.page, 'home');
  await ann.opens(world.documentId);
  await writesTheShowDocument(ann);
  await ann.editor.locator('h1').click();
  await fits(ann.page, 'a document');
  const bar = await ann.toolbar.boundingBox();
  expect(bar && bar.y + bar.height).toBeGreaterThan(740 - 60);
  await expect(ann.page.getByRole('status').filter({ hasText: text.save.saved }).first()).toBeInViewport();

  for (const [key, panel] of [
    ['ControlOrMeta+s', ann.page.getByRole('dialog', { name: text.save.sheet })],
    ['ControlOrMeta+f', ann.page.getByRole('search', { name: text.find.label })],
    ['ControlOrMeta+/', ann.page.getByRole('dialog', { name: text.shortcuts.heading })],
    ['ControlOrMeta+k', ann.page.getByRole('dialog', { name: text.finder.label })],
    ['ControlOrMeta+Alt+o', ann.page.getByRole('navigation', { name: text.outline.label })],
  ] as const) {
    await ann.presses(key);
    await expect(panel).toBeInViewport({ ratio: 1 });
    await fits(ann.page, key);
    await ann.presses('Escape');
  }

  await ann.goesToEnd();
  for (let lines = 0; lines < 12; lines += 1) await ann.presses('Enter', 'x');
  // The line that is written stands above the bar, not behind it.
  await expect.poll(() => caretBottom(ann)).toBeLessThan((await ann.toolbar.boundingBox())?.y ?? 0);

  // On its side, every item of a menu can be reached.
  await ann.page.setViewportSize({ width: 740, height: 360 });
  await ann.toolbar.getByRole('button', { name: text.toolbar.style(text.commands.paragraph) }).click();
  const styles = ann.page.getByRole('dialog', { name: text.toolbar.styles });
  await expect(styles).toBeInViewport({ ratio: 1 });
  await styles.getByRole('button').last().focus();
  await expect(styles.getByRole('button').last()).toBeInViewport({ ratio: 1 });
});

test('on a phone what has no button of its own is found by touch behind the last one of the bar', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann', PHONE);
  await ann.types('tea for two');
  await ann.toolbar.getByRole('button', { name: text.commands.commands }).tap();
  await ann.page.getByRole('option', { name: text.commands.find }).tap();
  await expect(ann.page.getByRole('textbox', { name: text.find.what })).toBeFocused();
});

test('each paragraph, list and title runs as its letters do, and keys go where the eye expects', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.names('גינה לרחוב');
  await ann.types('Left to right');
  await ann.presses('Enter');
  await ann.types('שלום Ann, מה שלומך');
  await ann.presses('Enter');
  await ann.types('- רשימה');
  await ann.presses('Enter');
  await ann.types('שנייה');
  await bob.sees('שנייה');
  await expect(bob.title).toHaveValue('גינה לרחוב');

  for (const person of [ann, bob]) {
    await startsAt(person, 'p >> text=Left to right', 'left');
    await startsAt(person, 'p >> text=שלום Ann', 'right');
    await startsAt(person, 'li >> text=רשימה', 'right');
    await expect(person.editor.locator('ul')).toHaveCSS('direction', 'rtl');
  }
  // The arrow that points to the left goes on in the text.
  await ann.editor.getByText('רשימה').click();
  await ann.presses('Home', 'ArrowLeft');
  await ann.types('א');
  await bob.sees('ראשימה');
  await world.everyoneHasTheSame();
});

test('who wants no motion sees none: menus, panels and the way to somebody else are there at once', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann', { reducedMotion: 'reduce' });
  await writesTheShowDocument(ann);
  await ann.page.evaluate(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    const note = ({ target, type }: Event) => moved.push(`${type} ${(target as Element).className}`);
    for (const event of ['transitionrun', 'animationstart']) document.addEventListener(event, note, true);
  });
  for (const key of ['ControlOrMeta+s', 'ControlOrMeta+k', 'ControlOrMeta+/', 'ControlOrMeta+f']) {
    await ann.presses(key);
    await expect(ann.page.locator('[role=dialog], search').first()).toBeVisible();
    await ann.presses('Escape', 'Escape');
    await expect(ann.page.locator('[role=dialog], search')).toHaveCount(0);
  }
  await ann.toolbar.getByRole('button').first().hover();
  await ann.editor.locator('h1').hover();
  expect(await ann.page.evaluate(() => (window as unknown as { moved: readonly string[] }).moved)).toEqual([]);
});

/** The lower end of the last line, where the caret is. */
async function caretBottom({ editor }: Person): Promise<number> {
  return await editor
    .locator('p')
    .last()
    .evaluate((line) => line.getBoundingClientRect().bottom);
}

/** Nothing sticks out at the sides. */
async function fits(page: Page, scene: string): Promise<void> {
  const { wide, width } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  expect(wide, scene).toBeLessThanOrEqual(width);
}

/** The first letter stands nearer to that side of the text than to the other. */
async function startsAt(person: Person, selector: string, side: 'left' | 'right'): Promise<void> {
  const found = await person.editor
    .locator(selector)
    .first()
    .evaluate((element) => {
      const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
      const block = element.closest('p, li, h1');
      if (!words || !block) throw new Error('no words');
      const range = document.createRange();
      range.setStart(words, 0);
      range.setEnd(words, 1);
      const [letter, around] = [range.getBoundingClientRect(), block.getBoundingClientRect()];
      return letter.left - around.left < around.right - letter.right ? 'left' : 'right';
    });
  expect(found, selector).toBe(side);
}
