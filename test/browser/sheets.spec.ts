/** On a phone what a button opens is a sheet at the foot of the screen; what is about words stays beside them. */

import { expect, type Locator } from '@playwright/test';
import { words as accounts } from '../../web/accounts/words.ts';
import { words as comments } from '../../web/comments/words.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { firstOwner } from '../support/account-people.ts';
import type { Person, PersonOptions } from '../support/person.ts';
import { SCENES } from '../support/scenes.ts';
import { writesALittle } from '../support/show-document.ts';
import { test, type World } from '../support/world.ts';

// Share is there for people with accounts.
test.use({ ownServer: { ACCESS: 'accounts' } });

const PHONE: PersonOptions = { viewport: { width: 390, height: 744 }, hasTouch: true };
const TITLE = 'A garden';

test('on a phone save, people, share, styles, outline and the menu of a document are sheets: Escape, a tap beside and their button close them, and the focus comes back', async ({
  world,
}) => {
  test.slow();
  const ann = await writesOnAPhone(world);
  const outline = ann.toolbar.getByRole('button', { name: text.commands.outline });
  const styles = ann.toolbar.getByRole('button', { name: startOf(text.toolbar.style('')) });
  await opensAndCloses(ann, button(ann, text.save.saved), text.save.sheet);
  await opensAndCloses(ann, ann.page.getByRole('button', { name: text.people.change }), text.people.change);
  await opensAndCloses(ann, button(ann, accounts.share.button), accounts.share.heading);
  await opensAndCloses(ann, styles, text.toolbar.styles, ann.editor);
  await opensAndCloses(ann, outline, text.outline.label, ann.editor);

  // What was chosen is not behind it.
  await outline.click();
  const headings = ann.page.getByRole('navigation', { name: text.outline.label });
  await headings.getByRole('button', { name: TITLE }).click();
  await expect(headings).toBeHidden();
  await expect(ann.editor.locator('h1')).toBeInViewport();
  await expect(ann.editor).toBeFocused();

  await ann.goesTo('/');
  await opensAndCloses(ann, button(ann, homeWords.menu(TITLE)), homeWords.menu(TITLE));
});

test('on a phone the sheet stands above the keyboard, with the field that is written in', async ({ world }) => {
  const ann = await writesOnAPhone(world);
  await ann.page.getByRole('button', { name: text.people.change }).click();
  const sheet = dialog(ann, text.people.change);
  await isAtTheFoot(sheet);
  // The last of its fields, far below.
  const field = sheet.getByRole('checkbox');
  await field.focus();
  await ann.page.evaluate((keyboardPx) => {
    const viewport = window.visualViewport as VisualViewport;
    Object.defineProperty(viewport, 'height', { get: () => window.innerHeight - keyboardPx });
    viewport.dispatchEvent(new Event('resize'));
  }, KEYBOARD_PX);
  await isAtTheFoot(sheet, KEYBOARD_PX);
  const lowest = await field.evaluate((element) => element.getBoundingClientRect().bottom);
  expect(lowest).toBeLessThanOrEqual(744 - KEYBOARD_PX);
  const highest = await field.evaluate((element) => element.getBoundingClientRect().top);
  expect(highest).toBeGreaterThanOrEqual((await sheet.boundingBox())?.y ?? 0);
});

test('on a phone one tap brings back what was deleted: a comment, and a document on home', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await writesOnAPhone(world);
  const panel = ann.page.getByRole('complementary', { name: comments.label });
  const thread = panel.getByRole('article');
  await ann.presses('ControlOrMeta+Alt+m');
  await expect(ann.page.getByRole('textbox', { name: comments.newLabel })).toBeFocused();
  await ann.page.keyboard.type('Is it green?');
  await ann.presses('ControlOrMeta+Enter');
  await expect(thread).toContainText('Is it green?');
  await expect(thread.getByText(comments.notSent)).toHaveCount(0);
  await thread.locator('button.thread-quote').tap();
  await thread.getByRole('button', { name: comments.remove, exact: true }).tap();
  await expect(thread).toHaveCount(0);
  await ann.page.getByRole('status').getByRole('button', { name: comments.undo }).tap();
  await expect(thread).toContainText('Is it green?');
  await panel.getByRole('button', { name: comments.close }).tap();

  // Not loaded anew: the styles of the document are here, too.
  await ann.page.getByRole('link', { name: text.toHome }).tap();
  await button(ann, homeWords.menu(TITLE)).tap();
  await dialog(ann, homeWords.menu(TITLE)).getByRole('button', { name: homeWords.trash }).tap();
  const row = ann.page.getByRole('list', { name: homeWords.listLabel }).getByRole('listitem');
  await expect(row).toHaveCount(0);
  await button(ann, homeWords.undo).tap();
  await expect(row).toContainText(TITLE);
});

test('on a phone the save word opens what the bar has no room for: when it connects again, and to try it now', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await writesOnAPhone(world);
  ann.goesOffline();
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await button(ann, text.save.onThisDevice).tap();
  const sheet = dialog(ann, text.save.sheet);
  await expect(sheet).toContainText(text.save.reconnectingIn(0).replace(/0.*/, ''));
  await sheet.getByRole('button', { name: text.save.retryNow }).tap();
  ann.comesBack();
  await ann.seesTheSaveWord(text.save.saved);
});

test('an outline left open on a wide screen does not stand before the text on a phone, and the form of a link stays beside its words', async ({
  world,
}) => {
  const ann = await writesOnAPhone(world);
  const headings = ann.page.getByRole('navigation', { name: text.outline.label });
  await ann.page.setViewportSize({ width: 1280, height: 744 });
  await ann.presses('ControlOrMeta+Alt+o');
  await expect(headings).toBeVisible();
  await ann.page.setViewportSize({ width: 390, height: 744 });
  await ann.reloads();
  await ann.goesToEnd();
  await ann.presses('Shift+Home', 'ControlOrMeta+k');
  const link = dialog(ann, text.link.dialog);
  await expect(link.getByRole('textbox')).toBeFocused();
  await expect(headings).toBeHidden();
  const { x, width } = (await link.boundingBox()) ?? { x: 0, width: 390 };
  expect(x).toBeGreaterThan(0);
  expect(width).toBeLessThan(390);
});

test('no axe violation on a phone, with each sheet open', { tag: '@once' }, async ({ world }) => {
  test.slow();
  const ann = await writesOnAPhone(world);
  for (const scene of [
    'text styles',
    'the insert menu',
    'table tools',
    'the menu of a row',
    'the menu of a block',
    'the outline',
    'the sheet of what is saved',
  ]) {
    await SCENES[scene]?.(ann);
    await isAtTheFoot(ann.page.getByRole('dialog'));
    await isAccessible(ann, scene);
    await ann.presses('Escape');
    await expect(ann.page.getByRole('dialog')).toHaveCount(0);
    await ann.goesToEnd();
  }
  await button(ann, accounts.share.button).click();
  await expect(button(ann, accounts.share.makeLink)).toBeVisible();
  await isAccessible(ann, 'share');
});

const KEYBOARD_PX = 300;

async function writesOnAPhone(world: World): Promise<Person> {
  const ann = await firstOwner(world, 'Ann', PHONE);
  await ann.opens(world.documentId);
  await ann.names(TITLE);
  await writesALittle(ann);
  await ann.seesTheSaveWord(text.save.saved);
  await ann.editor.locator('p').first().click();
  return ann;
}

/** By each of the ways to close it; the tap is on another button, which must not hear it. */
async function opensAndCloses(ann: Person, opener: Locator, name: string, returnsTo = opener): Promise<void> {
  const sheet = dialog(ann, name);
  const top = await ann.page.evaluate(() => window.scrollY);
  // Firefox cannot be driven to tap.
  const hasTouch = ann.page.context().browser()?.browserType().name() === 'chromium';
  const ways: readonly (() => Promise<void>)[] = [
    () => ann.presses('Escape'),
    () => (hasTouch ? ann.page.touchscreen.tap(24, 24) : ann.page.mouse.click(24, 24)),
    () => sheet.getByRole('button', { name: text.close, exact: true }).click(),
  ];
  for (const close of ways) {
    await opener.click();
    await isAtTheFoot(sheet);
    await expect.poll(() => sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    expect(await ann.page.evaluate(() => window.scrollY)).toBe(top);
    await close();
    await expect(sheet).toHaveCount(0);
    await expect(returnsTo).toBeFocused();
  }
}

/** As wide as the screen, and some of the page is in sight above it. */
async function isAtTheFoot(sheet: Locator, keyboardPx = 0): Promise<void> {
  const place = () =>
    sheet.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const { clientWidth } = document.documentElement;
      return { left, right: clientWidth - right, bottom: window.innerHeight - bottom, leavesThePage: top >= 48 };
    });
  await expect.poll(place).toEqual({ left: 0, right: 0, bottom: keyboardPx, leavesThePage: true });
}

const dialog = ({ page }: Person, name: string) => page.getByRole('dialog', { name });
const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true });

function startOf(name: string): RegExp {
  return new RegExp(`^${name}`);
}
