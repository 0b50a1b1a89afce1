/** An earlier version on a phone, and on paper. */

import { expect } from '@playwright/test';
import { words } from '../../web/history/words.ts';
import { englishHistory } from '../../web/ui/catalogue/english-history.ts';
import { germanHistory } from '../../web/ui/catalogue/german-history.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { bobRewrites, button, looksAtVersion, panelOf, versionOf } from '../support/history.ts';
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
  const question = ann.page.getByRole('alertdialog', { name: words.restoreQuestion });
  await expect(acts).toBeHidden();
  await question.getByRole('button', { name: words.cancel }).click();
  await expect(question).toBeHidden();
  await button(ann, words.back).click();
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

const SMALL_PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true };
/** A row of buttons, and one of three lines. */
const BAR_PX_MAX = 140;
