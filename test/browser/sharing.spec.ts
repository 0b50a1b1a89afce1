/** Accounts, from the first link in the terminal to a document that is shared, taken back, and opened by a guest. */

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { words } from '../../web/accounts/words.ts';
import { text } from '../../web/ui/text.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'accounts' } });

async function isAccessible({ page }: Person): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Nothing of the page lies beside the screen. */
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

const labelled = (person: Person, label: string) => person.page.getByLabel(label, { exact: true });
const button = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true });

test('R26 the first owner invites somebody, shares a document with them and takes it back; a guest comes by a link', {
  tag: '@once',
}, async ({ world }) => {
  test.slow();
  const welcome = /\/welcome#\S+/.exec(world.server.output)?.[0] ?? '';
  const ann = await world.somebody('Ann');
  await ann.goesTo(welcome);
  await ann.fills(labelled(ann, words.email), 'ann@example.org');
  await ann.fills(labelled(ann, words.name), 'Ann');
  await ann.fills(labelled(ann, words.password), 'a long enough secret');
  await button(ann, words.welcome.submit).click();
  await expect(ann.page.getByRole('navigation', { name: words.account.menu })).toContainText('Ann');

  await ann.goesTo('/people');
  await ann.fills(labelled(ann, words.email), 'ben@example.org');
  await ann.fills(labelled(ann, words.people.theirName), 'Ben');
  await button(ann, words.people.invite).click();
  const invitation = await ann.page.getByLabel(words.people.link('Ben')).inputValue();
  await isAccessible(ann);

  const ben = await world.somebody('Ben', { viewport: { width: 320, height: 640 } });
  await ben.goesTo(new URL(invitation).pathname + new URL(invitation).hash);
  await expect(ben.page.getByRole('heading', { name: words.welcome.invitationHeading })).toBeVisible();
  await fits(ben.page);
  await ben.fills(labelled(ben, words.password), 'another long secret');
  await button(ben, words.welcome.submit).click();
  await expect(ben.page.getByRole('navigation', { name: words.account.menu })).toContainText('Ben');
  await fits(ben.page);

  await ann.opens(world.documentId);
  await ann.types('Between us.');
  await ann.seesTheSaveWord(text.save.saved);
  await ben.goesTo(`/d/${world.documentId}`);
  await button(ben, words.refused.askSubmit).click();
  await expect(ben.page.getByText(words.refused.asked)).toBeVisible();
  await fits(ben.page);

  await button(ann, words.share.button).click();
  await button(ann, words.requests.letRead).click();
  await expect(ann.page.getByRole('button', { name: words.share.remove('Ben') })).toBeVisible();
  await isAccessible(ann);
  await ben.reloads();
  await ben.sees('Between us.');
  await ben.seesTheSaveWord(text.save.viewOnly);
  await ann.page.getByLabel(words.share.roleOf('Ben')).selectOption('editor');
  await ben.seesTheSaveWord(text.save.saved);
  await ben.types(' And Ben.');
  await ann.sees('And Ben.');

  await button(ann, words.share.makeLink).click();
  const link = new URL(await ann.page.getByLabel(words.share.newLink).inputValue());
  const gus = await world.somebody('Gus');
  await gus.goesTo(link.pathname + link.hash);
  await gus.fills(labelled(gus, words.name), 'Gus the guest');
  await isAccessible(gus);
  await button(gus, words.signIn.enter).click();
  await gus.sees('Between us.');
  await gus.seesTheSaveWord(text.save.viewOnly);

  await ann.page.getByRole('button', { name: words.share.remove('Ben') }).click();
  await ben.seesTheSaveWord(text.save.viewOnlyChanged);
  await ann.page.getByRole('button', { name: words.share.removeLink(words.share.roles.viewer) }).click();
  await gus.seesTheSaveWord(text.save.viewOnlyChanged);

  await ben.goesTo('/account');
  await expect(ben.page.getByRole('heading', { name: words.account.sessions })).toBeVisible();
  await isAccessible(ben);
  await fits(ben.page);
  await button(ben, words.account.endAll).click();
  await expect(ben.page.getByRole('heading', { name: words.signIn.heading })).toBeVisible();
  await ben.fills(labelled(ben, words.email), 'ben@example.org');
  await ben.fills(labelled(ben, words.password), 'not the secret');
  await button(ben, words.signIn.submit).click();
  await expect(ben.page.getByRole('alert')).toHaveText(words.problems.wrong);
  await isAccessible(ben);
  await ben.fills(labelled(ben, words.password), 'another long secret');
  await button(ben, words.signIn.submit).click();
  await expect(ben.page.getByRole('navigation', { name: words.account.menu })).toContainText('Ben');
});
