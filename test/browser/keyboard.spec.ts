/** Without a mouse. */

import { expect, type Locator } from '@playwright/test';
import { homeWords } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { fileSavedBy } from '../support/downloads.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

const { commands } = text;

/** A key that moves the focus has done so by then, unless it does not. */
const FOCUS_MOVES_MS = 2_000;

test('a document is made, written, formatted, searched, named, saved as a file and passed on by keys alone', async ({
  world,
}) => {
  const ann = await world.somebody('Ann');
  await ann.goesTo('/');
  await walksTo(ann, 'Tab', ann.page.getByRole('button', { name: homeWords.newDocument }));
  await ann.presses('Enter');
  await expect(ann.editor).toBeFocused();

  await ann.page.keyboard.type('# The plan');
  await ann.presses('Enter');
  await ann.page.keyboard.type('Roses and more roses');
  await ann.presses('Shift+Home');
  // The browser tells the editor of a selection a moment after the key.
  await expect(ann.page.getByRole('toolbar', { name: text.toolbar.selection })).toBeVisible();
  await ann.presses('ControlOrMeta+b', 'Alt+F10');
  await walksTo(ann, 'ArrowRight', ann.toolbar.getByRole('button', { name: commands.bulletList }));
  await ann.presses('Enter', 'Escape');
  await expect(ann.editor).toBeFocused();
  await expect(ann.editor.locator('li strong')).toHaveText('Roses and more roses');

  await ann.presses('End', 'Enter', 'Enter');
  await ann.page.keyboard.type('/table');
  await expect(ann.page.getByRole('option', { name: text.blocks.table })).toBeVisible();
  await ann.presses('Enter');
  await expect(ann.editor.locator('th')).toHaveCount(3);
  await ann.page.keyboard.type('Plant');
  await ann.presses('Tab');
  await ann.page.keyboard.type('Pieces');
  await ann.finds(text.blocks.addRowBelow);
  await expect(ann.editor.locator('tr')).toHaveCount(4);

  await ann.presses('ControlOrMeta+f');
  await expect(ann.page.getByRole('textbox', { name: text.find.what })).toBeFocused();
  await ann.page.keyboard.type('roses');
  await expect(ann.page.getByRole('search').getByRole('status')).toHaveText(text.find.count(1, '2'));
  await walksTo(ann, 'Tab', ann.page.getByRole('textbox', { name: text.find.replacement }));
  await ann.page.keyboard.type('Tulips');
  await walksTo(ann, 'Tab', ann.page.getByRole('button', { name: text.find.replaceAll }));
  await ann.presses('Enter', 'Escape');
  await expect(ann.editor).toBeFocused();
  await ann.sees('Tulips and more Tulips');

  await ann.presses('ControlOrMeta+Home');
  await walksTo(ann, 'Shift+Tab', ann.title);
  await ann.page.keyboard.type('A garden');
  await ann.presses('Enter');
  await expect(ann.editor).toBeFocused();
  await ann.seesTheSaveWord(text.save.saved);

  await ann.presses('ControlOrMeta+s');
  const markdown = ann.page.getByRole('button', { name: text.exchange.formats.markdown });
  await hasFocusIn(ann.page.getByRole('dialog', { name: text.save.sheet }));
  await walksTo(ann, 'Tab', markdown);
  const { name, content } = await fileSavedBy(ann.page, () => ann.presses('Enter'));
  expect(name).toBe('A garden.md');
  expect(content.toString()).toContain('- **Tulips and more Tulips**');
  await ann.presses('Escape');

  await ann.presses('ControlOrMeta+Home');
  await ann.finds(commands.copyLink);
  await expect(ann.page.getByText(text.notices.linkCopied)).toBeVisible();
  await ann.presses('End', 'Enter', 'ControlOrMeta+v');
  const link = ann.editor.getByRole('link');
  await expect(link).toHaveAttribute('href', /#b=/);
  const { pathname, hash } = new URL((await link.getAttribute('href')) ?? '');
  const bob = await world.somebody('Bob');
  await bob.goesTo(`${pathname}${hash}`);
  await bob.sees('The plan');
  await world.everyoneHasTheSame();
});

test('the keyboard reaches the bar with Alt+F10, walks it with arrows, and Escape leads back to the text', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.types('words');
  await ann.presses('ControlOrMeta+a', 'Alt+F10');
  await expect(ann.toolbar.locator(':focus')).toHaveCount(1);
  await walksTo(ann, 'ArrowRight', ann.toolbar.getByRole('button', { name: commands.bold, exact: true }));
  await ann.presses('Enter');
  await expect(ann.editor.locator('strong')).toHaveText('words');
  await ann.presses('Escape');
  await expect(ann.editor).toBeFocused();
});

test('what is opened while a sheet fades away keeps the keys that are typed into it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const sheet = ann.page.getByRole('dialog', { name: text.save.sheet });
  const search = ann.page.getByRole('combobox', { name: text.finder.placeholder });
  // The first time a sheet is loaded; the second time all is as fast as keys are.
  for (const _ of ['loaded', 'at once']) {
    await ann.presses('ControlOrMeta+s');
    await hasFocusIn(sheet);
    await walksTo(ann, 'Tab', sheet.getByRole('button', { name: text.exchange.formats.markdown }));
    await ann.presses('Escape', 'ControlOrMeta+k');
    await expect(search).toBeFocused();
    await expect(sheet).toHaveCount(0);
    await ann.page.keyboard.type(commands.bold);
    await expect(search).toHaveValue(commands.bold);
    await ann.presses('Escape');
    await expect(ann.editor).toBeFocused();
  }
});

/** Tab before that walks on over the page, and in Firefox out of it. */
async function hasFocusIn(place: Locator): Promise<void> {
  await expect.poll(() => place.evaluateAll(([element]) => element?.contains(document.activeElement))).toBe(true);
}

/** Presses the key until the focus is there: again only when the focus has gone on, which takes a busy machine a while. */
async function walksTo(person: Person, key: string, target: Locator): Promise<void> {
  // What is still to come is walked past, and a walk past all there is ends outside of the page.
  await expect(target).toBeVisible();
  await expect(async () => {
    const before = await person.page.evaluateHandle(() => document.activeElement);
    await person.presses(key);
    await person.page
      .waitForFunction((element) => document.activeElement !== element, before, { timeout: FOCUS_MOVES_MS })
      .catch(() => 'The key did not move it.');
    expect(await target.evaluateAll((found) => found.includes(document.activeElement as HTMLElement))).toBe(true);
  }).toPass();
}
