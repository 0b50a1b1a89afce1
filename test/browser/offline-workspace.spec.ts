/** A browser that is started cold while the server is not running: the whole workspace is there all the same. */

import { expect, type Locator, type Page, test } from '@playwright/test';
import { homeWords as words } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { newerBuild } from '../support/newer-build.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { test as worldTest } from '../support/world.ts';

test('R38 home, a known document and a new one open cold without a server; all of it arrives later, also at a newer version', async ({
  browser,
  launchOptions,
}) => {
  const server = await ServerProcess.start();
  const profile = await temporaryDirectory('profile');
  const opens = () => browser.browserType().launchPersistentContext(profile.path, launchOptions);
  const saved = (page: Page) => page.getByRole('button', { name: text.save.saved, exact: true });
  const editor = (page: Page) => page.getByRole('textbox', { name: text.document.body });

  const before = await opens();
  const first = await before.newPage();
  await first.goto(`${server.url}/d/plan`);
  await editor(first).fill('Written with a network');
  await first.getByRole('textbox', { name: text.document.title }).fill('The plan');
  await expect(saved(first)).toBeVisible();
  // The app is kept once its worker has everything.
  await first.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await before.close();
  await server.stops();

  const after = await opens();
  const page = await after.newPage();
  await page.goto(`${server.url}/`);
  await expect(page.getByText(words.serverAway)).toBeVisible();
  await page.getByRole('link', { name: /The plan/ }).click();
  await expect(editor(page)).toContainText('Written with a network');
  await page.getByRole('link', { name: text.toHome }).click();
  await page.getByRole('button', { name: words.newDocument }).click();
  await expect(editor(page)).toBeFocused();
  await page.keyboard.type('Written in the dark. ');
  await expect(page.getByRole('status').filter({ hasText: text.save.onThisDevice })).toBeVisible();
  await page.reload();
  await expect(editor(page)).toContainText('Written in the dark.');
  const address = page.url();

  const newer = await newerBuild();
  await server.startsAgain(newer.program);
  await expect(saved(page)).toBeVisible({ timeout: 40_000 });
  await isNotReloadedByTheNewVersion(page, editor(page));
  await after.close();
  const elsewhere = await browser.newPage();
  await elsewhere.goto(address);
  await expect(editor(elsewhere)).toContainText('Written in the dark.');
  await elsewhere.close();
  await server.close();
  await newer.remove();
  await profile.remove();
});

/** The newer version is said to be here, writing goes on, and it comes when it is asked for. */
async function isNotReloadedByTheNewVersion(page: Page, editor: Locator): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  const news = page.getByRole('status').filter({ hasText: text.newVersion.sentence });
  await expect(async () => {
    // As when somebody comes back to the page.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(news).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
  await editor.press('ControlOrMeta+End');
  await page.keyboard.type('The news can wait. ');
  await expect(editor).toContainText('The news can wait.');
  expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(true);
  await news.getByRole('button', { name: text.newVersion.reload }).click();
  await page.waitForFunction(() => !('isTheSamePage' in window));
  await expect(editor).toContainText('The news can wait.');
}

worldTest('a device that has no more room says so at once, and warns before text would be lost', async ({ world }) => {
  const ann = await world.somebody('Ann');
  await ann.page.addInitScript(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (...row) {
      if ('isFull' in window) throw new DOMException('no room', 'QuotaExceededError');
      return add.apply(this, row);
    };
  });
  await ann.opens(world.documentId);
  await ann.types('There is room. ');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.page.evaluate(() => Object.assign(window, { isFull: true }));
  // With a server nothing depends on the device.
  await ann.types('There is none. ');
  await ann.seesTheSaveWord(text.save.saved);
  ann.goesOffline();
  await ann.seesTheSaveWord(text.save.noCopy);
  await ann.types('Only here.');
  const warnings: string[] = [];
  ann.page.on('dialog', async (dialog) => {
    warnings.push(dialog.type());
    await dialog.dismiss();
  });
  await ann.page.evaluate(() => window.location.reload());
  await expect.poll(() => warnings).toEqual(['beforeunload']);
  await ann.sees('Only here.');

  ann.comesBack();
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.writer('Bob');
  await bob.sees('There is room. There is none. Only here.');
});

worldTest(
  'what a device has no room for outlives the page of its document, and the app warns before it would be lost',
  async ({ world }) => {
    const ann = await world.somebody('Ann');
    await ann.page.addInitScript(() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
    });
    await ann.opens(world.documentId);
    await ann.types('There is a server. ');
    await ann.seesTheSaveWord(text.save.saved);
    await ann.keepsTheApp();
    ann.goesOffline();
    await ann.seesTheSaveWord(text.save.noCopy);
    await ann.types('Only here.');
    await ann.page.getByRole('link', { name: text.toHome }).click();
    await expect(ann.page.getByText(words.serverAway)).toBeVisible();
    const warnings: string[] = [];
    ann.page.on('dialog', async (dialog) => {
      warnings.push(dialog.type());
      await dialog.dismiss();
    });
    await ann.page.evaluate(() => window.location.reload());
    await expect.poll(() => warnings).toEqual(['beforeunload']);

    ann.comesBack();
    const bob = await world.writer('Bob');
    await bob.sees('There is a server. Only here.');
  },
);

worldTest.describe('home', () => {
  // Its list is of this document alone.
  worldTest.use({ ownServer: {} });

  worldTest('a search without a server finds titles of this device, and says how many', async ({ world }) => {
    const ann = await world.writer('Ann');
    await ann.names('The plan');
    await ann.types('words');
    await ann.seesTheSaveWord(text.save.saved);
    await ann.keepsTheApp();
    ann.goesOffline();
    await ann.goesTo('/');
    await expect(ann.page.getByText(words.serverAway)).toBeVisible();
    const field = ann.page.getByRole('searchbox', { name: words.search });
    await ann.fills(field, 'plan');
    const said = ann.page.getByRole('status').filter({ hasText: words.foundHere });
    await expect(said).toContainText(words.found(1, 50));
    await expect(ann.page.getByRole('list', { name: words.results }).getByRole('link')).toHaveText(/The plan/);
    await ann.fills(field, 'zebra');
    await expect(said).toContainText(words.found(0, 50));
  });

  worldTest('a document that this device cannot keep is named in a sentence', async ({ world }) => {
    const ann = await world.writer('Ann');
    await ann.names('The plan');
    await ann.types('words');
    await ann.seesTheSaveWord(text.save.saved);
    const bob = await world.somebody('Bob');
    await bob.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
    });
    await bob.goesTo('/');
    await bob.page.getByRole('button', { name: words.keep('The plan') }).click();
    await expect(bob.page.getByRole('status').filter({ hasText: words.notKept('The plan') })).toBeVisible();
  });
});
