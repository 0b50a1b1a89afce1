/** Home, addresses that lead nowhere, and what everybody can reach. */

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { text } from '../../web/ui/text.ts';
import { test } from '../support/world.ts';

test('home creates documents and lists them by title, newest change first', async ({ world }) => {
  const ann = await world.somebody('Ann');
  for (const title of ['First', 'Second']) {
    await ann.goesTo('/');
    await ann.page
      .getByRole('link', { name: text.home.newDocument })
      .or(ann.page.getByRole('button', { name: text.home.newDocument }))
      .first()
      .click();
    await expect(ann.editor).toBeVisible();
    await ann.names(title);
    await ann.types(`Words of ${title}`);
    await ann.seesTheSaveWord(text.save.saved);
  }

  const bob = await world.somebody('Bob');
  await expect(async () => {
    await bob.goesTo('/');
    const titles = bob.page.getByRole('list', { name: text.home.listLabel }).getByRole('listitem');
    await expect(titles).toHaveText([/Second/, /First/], { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await bob.page.getByRole('link', { name: /First/ }).click();
  await bob.sees('Words of First');
});

test('R27 an address with an id that cannot be says so, and leads home', async ({ world }) => {
  const ann = await world.somebody('Ann');
  await ann.goesTo('/d/not.an.id');
  await expect(ann.page.getByText(CLOSE.noSuchDocument.sentence)).toBeVisible();
  await ann.page.getByRole('link', { name: text.stopped.home }).click();
  await expect(ann.page.getByRole('heading', { name: text.home.emptyHeading })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no axe violation on home and document page, ${colorScheme}`, async ({ world }) => {
    const ann = await world.writer('Ann', { colorScheme });
    const bob = await world.writer('Bob', { colorScheme });
    await bob.types('Words');
    await ann.names('A title');
    await ann.types('A heading');
    await ann.presses('ControlOrMeta+Alt+1', 'Enter');
    await ann.clicks(text.commands.taskList);
    await ann.types('a task');
    await ann.seesTheSaveWord(text.save.saved);
    expect(await violations(ann.page)).toEqual([]);
    ann.goesOffline();
    await ann.seesTheSaveWord(text.save.onThisDevice);
    expect(await violations(ann.page)).toEqual([]);
    ann.comesBack();
    await ann.goesTo('/');
    await expect(ann.page.getByRole('heading', { name: text.home.heading })).toBeVisible();
    expect(await violations(ann.page)).toEqual([]);
    const cleo = await world.somebody('Cleo', { colorScheme });
    await cleo.goesTo('/d/not.an.id');
    await expect(cleo.page.getByText(CLOSE.noSuchDocument.sentence)).toBeVisible();
    expect(await violations(cleo.page)).toEqual([]);
  });
}

test('the keyboard reaches the bar with Alt+F10, walks it with arrows, and Escape leads back to the text', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.types('words');
  await ann.presses('ControlOrMeta+a', 'Alt+F10');
  await expect(ann.toolbar.locator(':focus')).toHaveCount(1);
  const bold = ann.toolbar.getByRole('button', { name: text.commands.bold, exact: true });
  await expect(async () => {
    await ann.presses('ArrowRight');
    await expect(bold).toBeFocused({ timeout: 100 });
  }).toPass();
  await ann.presses('Enter');
  await expect(ann.editor.locator('strong')).toHaveText('words');
  await ann.presses('Escape');
  await expect(ann.editor).toBeFocused();
});

test('nothing is asked of any other server', async ({ world }) => {
  const ann = await world.somebody('Ann');
  const foreign: string[] = [];
  ann.page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(?:http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') foreign.push(request.url());
  });
  await ann.opens(world.documentId);
  await ann.types('words');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.goesTo('/');
  expect(foreign).toEqual([]);
});

async function violations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`);
}
