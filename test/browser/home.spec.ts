/** Home with many documents, on a telephone. */

import { expect } from '@playwright/test';
import { homeWords as words } from '../../web/documents/home-words.ts';
import { words as shortcutWords } from '../../web/editor/panels/shortcut-words.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { test } from '../support/world.ts';

// Home lists what its server has.
test.use({ ownServer: {} });

test('pages, tags and the search fit a telephone of 320 pixels, and more is shown when asked for', async ({
  world,
}) => {
  test.slow();
  const ann = await world.somebody('Ann', { viewport: { width: 320, height: 640 } });
  const { url } = world.server;
  const headers = { origin: url, 'content-type': 'application/json' };
  const make = () => fetch(`${url}/api/documents`, { method: 'POST', headers, body: '{}' });
  const made = await Promise.all(Array.from({ length: 55 }, make));
  expect(made.filter(({ status }) => status !== 201)).toEqual([]);
  await ann.goesTo('/');
  const rows = ann.page.getByRole('list', { name: words.listLabel }).getByRole('listitem');
  await expect(rows).toHaveCount(50);
  await ann.page.getByRole('button', { name: words.more }).focus();
  await ann.presses('Enter');
  await expect(rows).toHaveCount(55);
  await expect(ann.page.getByRole('button', { name: words.more })).toHaveCount(0);
  expect(await ann.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('Mod+K finds a view, a document and a new one, and ? lists every shortcut, by keys alone', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.names('Harbour plan');
  await ann.types('The lighthouse is lit in winter.');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.goesTo('/');
  const rows = ann.page.getByRole('list', { name: words.listLabel }).getByRole('listitem');
  await expect(rows).toHaveText(/Harbour plan/);

  const search = ann.page.getByRole('combobox', { name: text.finder.placeholder });
  const searches = async (query: string, found: string | RegExp) => {
    await ann.presses('ControlOrMeta+k');
    await expect(search).toBeFocused();
    await ann.page.keyboard.type(query);
    await expect(ann.page.getByRole('option', { selected: true })).toHaveText(found);
  };
  await searches('templ', words.view.templates);
  await isAccessible(ann, 'the command menu of home');
  await ann.presses('Enter');
  await expect(ann.page.getByText(words.nothing.templates)).toBeVisible();
  await expect(search).toBeHidden();

  await ann.presses('?');
  const shortcuts = ann.page.getByRole('dialog', { name: shortcutWords.heading });
  await expect(shortcuts.getByRole('searchbox')).toBeFocused();
  await isAccessible(ann, 'the shortcuts, on home');
  await ann.presses('Escape');
  await expect(shortcuts).toBeHidden();
  // In a field it is a letter.
  const field = ann.page.getByRole('searchbox', { name: words.search });
  await field.focus();
  await ann.presses('?');
  await expect(field).toHaveValue('?');
  await expect(shortcuts).toBeHidden();
  await ann.presses('ControlOrMeta+/');
  await expect(shortcuts).toBeVisible();
  await ann.presses('Escape', 'Escape');
  await expect(shortcuts).toBeHidden();

  await searches('harb', 'Harbour plan');
  await ann.presses('Enter');
  await ann.sees('The lighthouse is lit in winter.');
  await ann.goesTo('/');
  await expect(rows).toHaveText(/Harbour plan/);
  await searches('new doc', words.newDocument);
  await ann.presses('Enter');
  await ann.page.keyboard.type('typed at once');
  await ann.sees('typed at once');
});
