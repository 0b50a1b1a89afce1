/** Daily writing with keys and menus, and what others do to an open menu or a search. */

import { expect } from '@playwright/test';
import { homeWords } from '../../web/documents/home-words.ts';
import { words as shortcuts } from '../../web/editor/panels/shortcut-words.ts';
import { text } from '../../web/ui/text.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

function listbox({ page }: Person, name: string) {
  return page.getByRole('listbox', { name });
}

async function writes(person: Person, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    await person.types(line);
    await person.presses('Enter');
  }
}

test('the slash menu puts in a block where the caret is, and stays open while somebody writes above it', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await writes(ann, 'above');
  await bob.sees('above');
  await ann.types('/');
  const menu = listbox(ann, text.commands.insertMenu);
  await expect(menu).toBeVisible();

  await bob.editor.locator('p').first().click();
  await bob.presses('End');
  await bob.types(', and more');
  await ann.sees('above, and more');
  await expect(menu).toBeVisible();

  await ann.types('quo');
  await expect(menu.getByRole('option')).toHaveCount(1);
  await expect(ann.editor).toHaveAttribute('aria-activedescendant', /blockquote$/);
  await ann.presses('Enter');
  await ann.types('said so');
  await expect(bob.editor.locator('blockquote')).toHaveText('said so');
  expect(await ann.text()).not.toContain('/');
  await world.everyoneHasTheSame();
});

test('Mod+K finds a command, ? lists the shortcuts, Escape leads back to the text', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('a line');
  await ann.presses('ControlOrMeta+k');
  const search = ann.page.getByRole('combobox', { name: text.finder.placeholder });
  await expect(search).toBeFocused();
  await search.pressSequentially('heading 2');
  await ann.presses('Enter');
  await expect(ann.editor.locator('h2')).toHaveText('a line');
  await expect(ann.editor).toBeFocused();

  await ann.presses('ControlOrMeta+/');
  const list = ann.page.getByRole('dialog', { name: shortcuts.heading });
  await ann.fills(list.getByRole('searchbox'), 'numbered');
  await expect(list.getByText('Ctrl+Shift+7').or(list.getByText('⌘⇧7'))).toBeVisible();
  await ann.presses('Escape', 'Escape');
  await expect(list).toBeHidden();
  await expect(ann.editor).toBeFocused();
});

test('find and replace follows what others write, and is taken back in one step', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await writes(ann, 'tea for two', 'two for tea', 'a teapot');
  await bob.sees('a teapot');
  await ann.presses('ControlOrMeta+Home', 'ControlOrMeta+f');
  const panel = ann.page.getByRole('search', { name: text.find.label });
  await ann.fills(panel.getByRole('textbox', { name: text.find.what }), 'tea');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(1, '3'));

  await bob.goesToEnd();
  await bob.types('More tea!');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(1, '4'));

  await panel.getByRole('button', { name: text.find.pattern }).click();
  await ann.fills(panel.getByRole('textbox', { name: text.find.what }), 't(e)a\\b');
  await ann.fills(panel.getByRole('textbox', { name: text.find.replacement }), 'coff$1e');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(1, '3'));
  await panel.getByRole('button', { name: text.find.replaceAll }).click();
  await world.everyoneSees('More coffee!', 'two for coffee', 'a teapot');
  await ann.presses('Escape', 'ControlOrMeta+z');
  await world.everyoneSees('More tea!', 'tea for two', 'two for tea');
  await world.everyoneHasTheSame();
});

test('the key of the search leads back to its field, with what is selected now; F3 and Mod+G go on from the text', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await writes(ann, 'tea for two', 'two for tea');
  await ann.presses('ControlOrMeta+Home', 'ControlOrMeta+f');
  const panel = ann.page.getByRole('search', { name: text.find.label });
  const field = panel.getByRole('textbox', { name: text.find.what });
  await ann.fills(field, 'tea');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(1, '2'));
  await ann.presses('F3');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(2, '2'));

  await ann.editor.getByText('two for tea').click();
  await ann.presses('ControlOrMeta+Shift+g');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(1, '2'));
  await expect(ann.editor).toBeFocused();
  await ann.presses('Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight');
  await expect(ann.page.getByRole('toolbar', { name: text.toolbar.selection })).toBeVisible();
  await ann.presses('ControlOrMeta+f');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('two');
  await expect(panel.getByRole('status')).toHaveText(text.find.count(2, '2'));
  await ann.page.keyboard.type('for');
  await expect(field).toHaveValue('for');
});

test('a link is made by keys, and taken away by emptying its address', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('roses');
  await ann.presses('Shift+Home');
  await expect(ann.page.getByRole('toolbar', { name: text.toolbar.selection })).toBeVisible();
  await ann.presses('ControlOrMeta+k');
  const field = ann.page.getByRole('textbox', { name: text.link.address });
  await expect(field).toBeFocused();
  await ann.page.keyboard.type('example.org');
  await ann.presses('Enter');
  await expect(ann.editor.getByRole('link')).toHaveAttribute('href', 'https://example.org');
  await expect(ann.editor).toBeFocused();

  await ann.presses('ControlOrMeta+k');
  await expect(field).toHaveValue('https://example.org');
  await ann.presses('ControlOrMeta+a', 'Delete', 'Enter');
  await expect(ann.editor.getByRole('link')).toHaveCount(0);
  await expect(ann.editor).toBeFocused();
});

test('a link to a block leads there, also offline, and also where the block comes later; a mention leads to its document', async ({
  world,
}) => {
  const ann = await world.somebody('Ann');
  await ann.page.addInitScript(() => {
    const writeText = async (copied: string) => Object.assign(window, { copied });
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  await ann.opens(world.documentId);
  const filler = Array.from({ length: 60 }, (_, n) => `<p>line ${n}</p>`).join('');
  await ann.does('insertContent', `${filler}<p>the place</p>`);
  const linkHere = async () => {
    await ann.presses('ControlOrMeta+Alt+0', 'ControlOrMeta+k');
    const search = ann.page.getByRole('combobox', { name: text.finder.placeholder });
    await search.pressSequentially(text.commands.copyLink);
    await ann.presses('Enter');
    await expect(ann.page.getByRole('status').filter({ hasText: text.notices.linkCopied })).toBeVisible();
    return new URL(await ann.page.evaluate(() => (window as unknown as { copied: string }).copied)).hash;
  };
  await ann.goesToEnd();
  const here = await linkHere();
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.somebody('Bob');
  await bob.goesTo(`/d/${world.documentId}${here}`);
  await expect(bob.editor.getByText('the place')).toBeInViewport();
  await bob.keepsTheApp();

  ann.goesOffline();
  await ann.goesToEnd();
  await ann.presses('Enter');
  await ann.types('the later place');
  const later = await linkHere();
  await bob.goesTo('/');
  await expect(bob.page.getByRole('heading', { name: homeWords.heading })).toBeVisible();
  await bob.goesTo(`/d/${world.documentId}${later}`);
  await bob.sees('the place');
  ann.comesBack();
  await expect(bob.editor.getByText('the later place')).toBeInViewport({ timeout: 30_000 });

  bob.goesOffline();
  await bob.goesTo('/');
  await expect(bob.page.getByRole('heading', { name: homeWords.heading })).toBeVisible();
  await bob.goesTo(`/d/${world.documentId}${here}`);
  await expect(bob.editor.getByText('the place', { exact: true })).toBeInViewport();
  bob.comesBack();

  await ann.goesToEnd();
  await ann.does('insertContent', { type: 'mention', attrs: { id: 'document:elsewhere', label: 'Elsewhere' } });
  const card = ann.page.getByRole('toolbar', { name: text.link.card });
  await expect(card.getByRole('button', { name: text.link.open })).toBeVisible();
  await ann.editor.getByRole('link', { name: '@Elsewhere' }).click();
  await expect(ann.page).toHaveURL(/\/d\/elsewhere$/);
});
