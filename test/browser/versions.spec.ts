/** An earlier version on a phone, and on paper. */

import { expect } from '@playwright/test';
import { words } from '../../web/history/words.ts';
import { englishHistory } from '../../web/ui/catalogue/english-history.ts';
import { germanHistory } from '../../web/ui/catalogue/german-history.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { bobRewrites, button, changesOf, looksAtVersion, marksOf, panelOf, versionOf } from '../support/history.ts';
import { test } from '../support/world.ts';

test('on a phone the list makes room for what was chosen, and axe finds nothing', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.writer('Ann', { viewport: { width: 390, height: 844 }, hasTouch: true });
  await ann.types('Something to look back on.');
  await ann.seesTheSaveWord(text.save.saved);
  await button(ann, text.commands.history).click();
  await expect(panelOf(ann).getByRole('listitem').first()).toBeVisible();
  await isAccessible(ann, 'the list of versions');
  await looksAtVersion(ann, 0);
  await expect(panelOf(ann)).toBeHidden();
  await isAccessible(ann, 'a version');
  await button(ann, words.list).click();
  await expect(panelOf(ann)).toBeVisible();
  await looksAtVersion(ann, 0);
  await button(ann, words.acts).click();
  const acts = ann.page.getByRole('dialog', { name: words.acts });
  await expect(acts.getByRole('group', { name: text.exchange.copyAs })).toBeVisible();
  await isAccessible(ann, 'what can be done with a version');
  await acts.getByRole('button', { name: words.restore }).click();
  await expect(acts).toBeHidden();
  await expect(ann.page.getByRole('status').filter({ hasText: words.same })).toBeVisible();
  await expect(versionOf(ann)).toBeHidden();
  await expect(panelOf(ann)).toBeHidden();
  await ann.sees('Something to look back on.');
});

test('on a phone a history that was asked for before the document is here opens with it, and stays', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('Something to look back on.');
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.somebody('Bob', { viewport: { width: 390, height: 844 }, hasTouch: true });
  let letsIn = () => {};
  const isLetIn = new Promise<void>((resolve) => {
    letsIn = resolve;
  });
  await bob.page.routeWebSocket(/./, async (line) => {
    await isLetIn;
    line.connectToServer();
  });
  await bob.goesTo(`/d/${world.documentId}`);
  await button(bob, text.commands.history).click();
  letsIn();
  await expect(panelOf(bob).getByRole('listitem').first()).toBeVisible();
  await expect(button(bob, text.commands.history)).toHaveAttribute('aria-expanded', 'true');
});

test('on a phone the bar over a version leaves the text its room, in German too', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await bobRewrites(ann, await world.writer('Bob'));
  for (const [locale, said] of [
    ['en-GB', englishHistory],
    ['de-DE', germanHistory],
  ] as const) {
    const cleo = await world.somebody('Cleo', { ...SMALL_PHONE, locale });
    await cleo.goesTo(`/d/${world.documentId}`);
    const { page } = cleo;
    await page.locator('.history-button').click();
    await page
      .getByRole('complementary', { name: said.label })
      .getByRole('listitem')
      .first()
      .getByRole('button')
      .click();
    const bar = page.getByRole('region', { name: said.version });
    await bar.getByRole('button', { name: said.nextChange }).click();
    await expect(bar).toContainText(said.changeAt('1', '2', said.replacedText('old', 'new')));
    const { height = Number.NaN } = (await bar.boundingBox()) ?? {};
    expect(height, locale).toBeLessThan(BAR_PX_MAX);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), locale).toBe(SMALL_PHONE.viewport.width);
    // Not even in parts behind what is beside it.
    for (const name of [said.showChanges, said.list, said.acts, said.back, said.previousChange, said.nextChange]) {
      await expect(bar.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
    }
    await bar.getByRole('button', { name: said.showChanges }).click();
    await expect(bar.getByText(said.showChanges)).toBeVisible();
  }
});

test('on paper what was put in and taken out is told apart without colour, beside no button; hidden marks are not printed', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await bobRewrites(ann, bob);
  await bob.goesToEnd();
  await bob.does('insertTable', { rows: 1, cols: 1, withHeaderRow: false });
  await bob.types('Roses');
  await bob.seesTheSaveWord(text.save.saved);
  const cid = await world.writer('Cid');
  await cid.editor.getByText('Roses').click();
  await cid.does('addRowAfter');
  await cid.seesTheSaveWord(text.save.saved);

  await looksAtVersion(ann, 1);
  await expect(marksOf(ann, 'del')).toHaveText(['old']);
  await ann.page.emulateMedia({ media: 'print' });
  await expect(marksOf(ann, 'del')).toHaveCSS('text-decoration', /^line-through double/);
  await expect(marksOf(ann, 'ins').first()).toHaveCSS('text-decoration', /^underline double/);
  for (const field of [marksOf(ann, 'ins').first(), marksOf(ann, 'del')]) {
    await expect(field).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  }
  await expect(ann.page.getByRole('button')).toHaveCount(0);
  await expect(panelOf(ann)).toBeHidden();

  await ann.page.emulateMedia({ media: 'screen' });
  await looksAtVersion(ann, 0);
  const added = versionOf(ann).locator('.change-added-row > td');
  await expect(added).toHaveCount(1);
  await ann.page.emulateMedia({ media: 'print' });
  await expect(added).toHaveCSS('border-top-style', 'dashed');

  await ann.page.emulateMedia({ media: 'screen' });
  await changesOf(ann).getByRole('button', { name: words.showChanges }).click();
  await ann.page.emulateMedia({ media: 'print' });
  await expect(versionOf(ann).locator('[data-change]')).toHaveCount(0);
});

const SMALL_PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true };
/** A row of buttons, and one of three lines. */
const BAR_PX_MAX = 140;
