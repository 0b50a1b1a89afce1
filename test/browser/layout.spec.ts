/** The page on a phone, in scripts that run from right to left, and for people who want no motion. */

import { expect, type Page } from '@playwright/test';
import { words as comments } from '../../web/comments/words.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import { words as shortcuts } from '../../web/editor/panels/shortcut-words.ts';
import { text } from '../../web/ui/text.ts';
import { crowdJoins } from '../support/crowd.ts';
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
    ['ControlOrMeta+/', ann.page.getByRole('dialog', { name: shortcuts.heading })],
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

test('on a phone all that is pressed is as high as a finger needs', { tag: '@once' }, async ({ world }) => {
  const ann = await world.writer('Ann', PHONE);
  const { url, syncUrl } = world.server;
  await ann.names('A garden');
  await ann.types('Something to talk about.');
  await ann.seesTheSaveWord(text.save.saved);
  const crowd = await crowdJoins(`${syncUrl}/${world.documentId}`, 4);
  await expect(ann.page.getByRole('button', { name: text.people.more(3) })).toBeVisible();
  const inBar = [text.document.title, text.save.saved, text.toHome, text.commands.comments, text.commands.history];
  await isPressedEasily(ann.page, 'a document', [...inBar, text.people.more(3), text.commands.outline]);
  await ann.page.getByRole('button', { name: text.commands.comments, exact: true }).tap();
  await ann.page.getByRole('button', { name: comments.add }).tap();
  await ann.page.keyboard.type('What?');
  await isPressedEasily(ann.page, 'a comment that is written', [comments.send, comments.open('0')]);
  for (const member of crowd) member.leaves();
  ann.goesOffline();
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await ann.page.getByRole('button', { name: comments.close }).tap();
  await isPressedEasily(ann.page, 'a document offline', [text.document.title, text.save.onThisDevice]);
  ann.comesBack();

  const headers = { origin: url, 'content-type': 'application/json' };
  const body = JSON.stringify({ tags: ['outside'] });
  await fetch(`${url}/api/documents/${world.documentId}`, { method: 'PATCH', headers, body });
  await ann.goesTo('/');
  await ann.page.getByRole('searchbox', { name: homeWords.search }).fill('garden');
  await expect(ann.page.getByRole('list', { name: homeWords.results })).toBeVisible();
  await isPressedEasily(ann.page, 'what was found', [homeWords.clearSearch]);
  await ann.presses('Escape');
  await expect(ann.page.getByRole('button', { name: 'outside' }).first()).toBeVisible();
  const inRow = [homeWords.menu('A garden'), homeWords.favourite('A garden')];
  await isPressedEasily(ann.page, 'home', [homeWords.newDocument, homeWords.view.recent, 'outside', ...inRow]);
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

const FINGER_PX = 44;

/**
 * Every button, link and field that is in sight, these among them, can be pressed over so many pixels of height: found by
 * pressing, so that what lies over something counts, and what it has around it (`::before`). Not looked at is what stands
 * in the text that is written: a link or a box there is as high as its line, and the lines beside it need theirs.
 */
async function isPressedEasily(page: Page, scene: string, names: readonly string[]): Promise<void> {
  const heights = await page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea')];
    return controls.flatMap((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const [x, middle] = [(left + right) / 2, Math.floor((top + bottom) / 2)];
      const isPressed = (y: number) => {
        const hit = document.elementFromPoint(x, y);
        return hit !== null && (control.contains(hit) || hit.closest('label')?.control === control);
      };
      if (control.closest('.ProseMirror') !== null || !isPressed(middle)) return [];
      let [first, last] = [middle, middle];
      while (isPressed(first - 1)) first -= 1;
      while (isPressed(last + 1)) last += 1;
      const name = control.getAttribute('aria-label') ?? control.innerText ?? '';
      return [{ name: name.trim(), px: last - first + 1 }];
    });
  });
  expect(
    heights.filter(({ px }) => px < FINGER_PX),
    scene,
  ).toEqual([]);
  const found = heights.map(({ name }) => name).join('\n');
  for (const name of names) expect(found, scene).toContain(name);
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
