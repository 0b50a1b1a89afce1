/** Home with many documents: finding one again, putting one away and taking it back, and doing so without a mouse. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { test } from '../support/world.ts';

// Home lists what its server has.
test.use({ ownServer: {} });

const words = text.home;

test('one is found by what it says, made a favourite, put into the trash, taken back, and deleted for good', async ({
  world,
}) => {
  test.slow();
  const ann = await world.writer('Ann');
  await ann.names('The plan');
  await ann.types('The harbour is closed in winter.');
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.somebody('Bob');
  const { page } = bob;
  await bob.goesTo('/');
  const list = page.getByRole('list', { name: words.listLabel });
  await expect(list.getByRole('img', { name: words.here('Ann') })).toBeVisible({ timeout: 20_000 });

  await test.step('as one types', async () => {
    const results = page.getByRole('list', { name: words.results });
    await expect(async () => {
      await bob.fills(page.getByRole('searchbox', { name: words.search }), 'harb');
      await expect(results.locator('mark')).toHaveText(['harbour'], { timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    await expect(results.getByRole('listitem')).toHaveText([/The plan.*closed in winter/]);
    await bob.presses('Escape');
  });

  await test.step('a favourite', async () => {
    await page.getByRole('button', { name: words.favourite('The plan') }).click();
    await page.getByRole('button', { name: words.view.favourites, exact: true }).click();
    await expect(list.getByRole('link', { name: /The plan/ })).toBeVisible();
  });

  await test.step('into the trash, by the keyboard, and back by the note', async () => {
    await page.getByRole('button', { name: words.menu('The plan') }).focus();
    await bob.presses('Enter');
    await expect(page.getByRole('button', { name: words.rename })).toBeFocused();
    await bob.presses('ArrowUp', 'Enter');
    await expect(page.getByText(words.trashed('The plan'))).toBeVisible();
    await expect(page.getByText(words.nothing.favourites)).toBeVisible();
    await page.getByRole('button', { name: words.undo, exact: true }).click();
    await expect(list.getByRole('link', { name: /The plan/ })).toBeVisible();
  });

  await test.step('for good, which ends it for whoever has it open', async () => {
    const opensMenu = () => page.getByRole('button', { name: words.menu('The plan') }).click();
    await opensMenu();
    await page.getByRole('button', { name: words.trash, exact: true }).last().click();
    await page.getByRole('button', { name: words.view.trash, exact: true }).first().click();
    await opensMenu();
    await page.getByRole('button', { name: words.remove }).click();
    await page.getByRole('button', { name: words.remove }).click();
    await expect(page.getByText(words.removed('The plan'))).toBeVisible();
    await expect(page.getByText(words.nothing.trash)).toBeVisible();
    await expect(ann.page.getByRole('alert').filter({ hasText: text.stopped.keptHere })).toBeVisible();
  });
});

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
