/** Home, addresses that lead nowhere, and what everybody can reach. */

import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import { english } from '../../web/ui/catalogue/english.ts';
import { german } from '../../web/ui/catalogue/german.ts';
import { germanHome } from '../../web/ui/catalogue/german-home.ts';
import { text } from '../../web/ui/text.ts';
import { test } from '../support/world.ts';

test.describe('home', () => {
  // What it lists is what its server has.
  test.use({ ownServer: {} });

  test('creates documents, in which keys arrive from the first on, and lists them by title, newest change first', async ({
    world,
  }) => {
    const ann = await world.somebody('Ann');
    for (const title of ['First', 'Second']) {
      const editor = await ann.holdsBackTheEditor();
      await ann.goesTo('/');
      await ann.page.getByRole('button', { name: homeWords.newDocument }).first().click();
      await ann.page.keyboard.type('# Words of');
      // No blank page meanwhile: the bar, and the page as it will stand.
      await expect(ann.page.getByRole('main', { name: text.loading })).toBeVisible();
      await expect(ann.page.getByRole('link', { name: text.toHome })).toBeVisible();
      editor.comes();
      await ann.page.keyboard.type(` ${title}\nand more`);
      await expect(ann.editor.locator('h1')).toHaveText(`Words of ${title}`);
      await expect(ann.editor.locator('p')).toHaveText('and more');
      await ann.names(title);
      await ann.seesTheSaveWord(text.save.saved);
    }
    const { room, bar } = await ann.page.evaluate(roomForTheBar);
    expect(room).toBe(bar);

    const bob = await world.somebody('Bob');
    await expect(async () => {
      await bob.goesTo('/');
      const titles = bob.page.getByRole('list', { name: homeWords.listLabel }).getByRole('listitem');
      await expect(titles).toHaveText([/Second/, /First/], { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await bob.page.getByRole('link', { name: /First/ }).click();
    await bob.sees('Words of First');
  });

  test('leads to a document also while its own parts are still on their way', async ({ world }) => {
    const ann = await world.writer('Ann');
    await ann.keepsTheApp();
    for (let i = 0; i < 5; i++) {
      await ann.goesTo('/');
      await expect(ann.page.getByRole('heading', { name: homeWords.heading })).toBeVisible();
      await ann.goesTo(`/d/${world.documentId}`);
      await expect(ann.page).toHaveURL(new RegExp(`/d/${world.documentId}$`));
    }
  });

  test('R27 an address with an id that cannot be says so, and leads home', { tag: '@once' }, async ({ world }) => {
    const ann = await world.somebody('Ann');
    await ann.goesTo('/d/not.an.id');
    await expect(ann.page.getByText(CLOSE.noSuchDocument.sentence)).toBeVisible();
    await ann.page.getByRole('link', { name: text.stopped.home }).click();
    await expect(ann.page.getByRole('heading', { name: homeWords.emptyHeading })).toBeVisible();
  });
});

/** How high the bar is, and what the page that opens keeps free for it, so that the text does not jump; in the page. */
function roomForTheBar(): { readonly room: number; readonly bar: number } {
  const row = document.querySelector<HTMLElement>('.toolbar-row');
  const kept = document.createElement('div');
  kept.className = 'toolbar-row toolbar-opening';
  row?.after(kept);
  const heights = { room: kept.offsetHeight, bar: row?.offsetHeight ?? 0 };
  kept.remove();
  return heights;
}

test('at an address that nobody has written to nothing is asked that there is no answer to', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.somebody('Ann');
  const refused: string[] = [];
  ann.page.on('response', (answer) => answer.status() >= 400 && refused.push(answer.url()));
  await ann.opens(world.documentId);
  await ann.seesTheSaveWord(text.save.saved);
  const visit = ann.page.waitForResponse(/visits$/);
  await ann.types('The first words.');
  expect((await visit).status()).toBe(204);
  expect(refused).toEqual([]);
});

test('a document can be read before its editor has come, and nothing jumps when it comes', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('## What there is\nwords to read\n\n- one\n');
  await ann.seesTheSaveWord(text.save.saved);

  const bob = await world.somebody('Bob');
  const words = bob.page.getByText('words to read');
  const item = bob.page.getByRole('listitem').filter({ hasText: 'one' });
  let editor = { comes: () => {} };
  await expect(async () => {
    // A server that is busy sends the page without it.
    editor = await bob.holdsBackTheEditor();
    await bob.goesTo(`/d/${world.documentId}`);
    await expect(words).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await expect(bob.page.getByRole('link', { name: text.toHome })).toBeVisible();
  const places = async () => [await words.boundingBox(), await item.boundingBox()];
  const before = await places();
  editor.comes();
  await expect(bob.editor).toBeVisible();
  // For a moment both are there, one over the other.
  await expect(words).toHaveCount(1);
  expect(await places()).toEqual(before);
  await bob.types('written by Bob ');
  await ann.sees('written by Bob');
  await world.everyoneHasTheSame();
});

test.describe('languages', () => {
  test.use({ ownServer: {} });

  test('the pages speak German where the browser does, and English where the person chooses it', async ({
    world,
    browserName,
  }) => {
    const uwe = await world.somebody('Uwe', { locale: 'de-DE' });
    const { page } = uwe;
    await uwe.goesTo('/');
    await expect(page.getByRole('heading', { name: germanHome.emptyHeading })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await page.getByRole('button', { name: germanHome.newCardLead }).click();
    const body = page.getByRole('textbox', { name: german.document.body });
    await body.pressSequentially('Ein Satz. ');
    await expect(page.getByRole('status').filter({ hasText: german.save.saved }).first()).toBeVisible();
    // What it finds does not depend on the browser, and in Firefox it takes a minute.
    const { violations } = browserName === 'chromium' ? await new AxeBuilder({ page }).analyze() : { violations: [] };
    expect(violations).toEqual([]);

    await page.getByRole('button', { name: german.people.you('Uwe') }).click();
    await page.getByRole('combobox', { name: german.settings.language }).selectOption('en');
    await expect(page.getByRole('textbox', { name: english.document.body })).toContainText('Ein Satz.');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
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

test('R40 a page that is older than the document shows it, says so, and writes nothing', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.types('Written by both versions.');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.page.addInitScript(() => {
    // What an older page says of itself.
    window.WebSocket = class extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(String(address).replace(/schema=\d+/, 'schema=0'), protocols);
      }
    };
  });
  await ann.page.reload();

  await expect(ann.page.getByRole('alert')).toContainText(CLOSE.clientTooOld.sentence);
  await expect(ann.page.getByRole('alert').getByRole('button', { name: text.stopped.reload })).toBeVisible();
  const page = ann.page.locator('.ProseMirror');
  await expect(page).toContainText('Written by both versions.');
  await expect(page).not.toHaveAttribute('contenteditable', 'true');
  await page.click();
  await ann.page.keyboard.type('Not this.');

  const bob = await world.writer('Bob');
  await bob.sees('Written by both versions.');
  expect(await bob.text()).not.toContain('Not this.');
  await expect(page).not.toContainText('Not this.');

  // On a phone the bar has no room for it beside the word.
  await ann.page.setViewportSize({ width: 390, height: 744 });
  await ann.page.getByRole('button', { name: text.save.newVersion }).click();
  const sheet = ann.page.getByRole('dialog', { name: text.save.sheet });
  await expect(sheet.getByRole('button', { name: text.save.reload })).toBeVisible();
});
