/** Documents of two people with accounts: sharing, finding, the trash, and doors that close by the clock. */

import { expect, type Locator } from '@playwright/test';
import type { LinkAdded } from '../../server/contract/account-api.ts';
import type { SessionState } from '../../server/contract/api.ts';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { words as accounts } from '../../web/accounts/words.ts';
import { homeWords as words } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { fits, isAccessible } from '../support/accessible.ts';
import { asks, firstOwner, member } from '../support/account-people.ts';
import { emailOf } from '../support/credentials.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'accounts' } });

const PHONE = { viewport: { width: 320, height: 640 } };
const TITLE = 'Harbour plan';

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true });
const view = (person: Person, name: string) =>
  person.page.getByRole('navigation', { name: words.views }).getByRole('button', { name, exact: true });
const rows = ({ page }: Person) => page.getByRole('list', { name: words.listLabel }).getByRole('listitem');
const results = ({ page }: Person) => page.getByRole('list', { name: words.results }).getByRole('listitem');
const searchField = ({ page }: Person): Locator => page.getByRole('searchbox', { name: words.search });

/** Picks something of the menu of the only document in the list. */
async function picks(person: Person, act: string): Promise<void> {
  await button(person, words.menu(TITLE)).click();
  await person.page
    .getByRole('dialog', { name: words.menu(TITLE) })
    .getByRole('button', { name: act })
    .click();
}

// What it tells of does not depend on the browser.
test('what one shares, trashes, brings back and deletes comes to the other and goes, by itself; also on a telephone', {
  tag: '@once',
}, async ({ world }) => {
  test.slow();
  const ann = await firstOwner(world, 'Ann');
  const ben = await member(world, ann, 'Ben', PHONE);
  await ben.goesTo('/');
  await expect(ben.page.getByRole('heading', { name: words.emptyHeading })).toBeVisible();
  await fits(ben);

  await ann.opens(world.documentId);
  await ann.names(TITLE);
  await ann.types('The lighthouse is lit in winter.');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.page.setViewportSize(PHONE.viewport);
  await button(ann, accounts.share.button).click();
  await ann.fills(ann.page.getByLabel(accounts.email, { exact: true }), emailOf('Ben'));
  await button(ann, accounts.share.add).click();
  await expect(button(ann, accounts.share.remove('Ben'))).toBeVisible();
  await fits(ann);
  await ann.page.setViewportSize({ width: 1280, height: 720 });

  await expect(rows(ben)).toHaveText(new RegExp(TITLE));
  await view(ben, words.view.mine).click();
  await expect(ben.page.getByText(words.nothing.mine)).toBeVisible();
  await view(ben, words.view.shared).click();
  await expect(rows(ben)).toHaveText(/Ann/);
  await fits(ben);
  await ben.fills(searchField(ben), 'lightho');
  await expect(results(ben).locator('mark')).toHaveText('lighthouse');
  await fits(ben);
  await isAccessible(ben, 'what was found');

  await ann.goesTo('/');
  await view(ann, words.view.mine).click();
  await expect(rows(ann)).toHaveText(new RegExp(TITLE));
  await button(ann, words.favourite(TITLE)).click();
  await expect(button(ann, words.favourite(TITLE))).toHaveAttribute('aria-pressed', 'true');
  await button(ann, words.menu(TITLE)).click();
  await isAccessible(ann, 'the menu of a document');
  await ann.presses('Escape');
  await picks(ann, words.trash);
  await expect(rows(ann)).toHaveCount(0);
  await expect(results(ben)).toHaveCount(0);
  await expect(ben.page.getByRole('status').filter({ hasText: words.found(0, 1) })).toBeVisible();
  await ben.presses('Escape');
  await picksInTheTrash(ann, words.restore);
  await view(ann, words.view.favourites).click();
  await expect(rows(ann)).toHaveText(new RegExp(TITLE));
  await expect(rows(ben)).toHaveText(new RegExp(TITLE));

  await view(ann, words.view.all).click();
  await picks(ann, words.trash);
  await button(ann, words.undo).click();
  await expect(rows(ann)).toHaveText(new RegExp(TITLE));
  await ben.fills(searchField(ben), 'lightho');
  await results(ben).getByRole('link').click();
  await ben.sees('The lighthouse is lit in winter.');

  await picks(ann, words.trash);
  await expect(rows(ann)).toHaveCount(0);
  // As on a device that has never seen it.
  await ann.page.evaluate(() => localStorage.clear());
  await ann.goesTo('/');
  await expect(ann.page.getByRole('heading', { name: words.emptyHeading })).toBeVisible();
  await button(ann, words.lookInTrash).click();
  await picksInTheTrash(ann, words.remove);
  await button(ann, words.remove).click();
  await expect(ben.page.getByText(CLOSE.noSuchDocument.sentence)).toBeVisible();
  await expect(ann.page.getByRole('heading', { name: words.emptyHeading })).toBeVisible();
  // Nor is anything left of it on the device of whoever deleted it.
  const copies = await ann.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(copies.filter((name) => name?.includes(world.documentId))).toEqual([]);
});

async function picksInTheTrash(person: Person, act: string): Promise<void> {
  await view(person, words.view.trash).click();
  await expect(rows(person)).toHaveText(new RegExp(TITLE));
  await isAccessible(person, 'the trash');
  await picks(person, act);
}

/** Long enough to come in on a busy machine. */
const OPEN_MS = 40_000;

test('R26 a guest by a link has the name they chose until the link ends, and a share ends at its time, for who is there', {
  tag: '@once',
}, async ({ world }) => {
  test.slow();
  const ann = await firstOwner(world, 'Ann');
  const ben = await member(world, ann, 'Ben');
  await ann.opens(world.documentId);
  await ann.types('For a while.');
  await ann.seesTheSaveWord(text.save.saved);
  const access = `/api/documents/${world.documentId}/access`;
  const benId = (await asks<SessionState & { readonly id: string }>(ben, 'GET', '/api/session')).id;
  await asks(ann, 'PUT', `${access}/people/${benId}`, { role: 'editor', expiresAt: null });
  await ben.opens(world.documentId);

  const endsAt = Date.now() + OPEN_MS;
  const { token } = await asks<LinkAdded>(ann, 'POST', `${access}/links`, { role: 'editor', expiresAt: endsAt });
  const gus = await world.somebody('Somebody else');
  await gus.goesTo(`/s#${token}`);
  await gus.fills(gus.page.getByLabel(accounts.name, { exact: true }), 'Gus the guest');
  await button(gus, accounts.signIn.enter).click();
  await gus.sees('For a while.');
  await gus.types(' Gus was here.');
  await ann.sees('Gus was here.');
  await expect(
    ann.page.getByRole('list', { name: text.people.list }).getByRole('button', { name: /^Gus the guest/ }),
  ).toBeVisible();

  await asks(ann, 'PUT', `${access}/people/${benId}`, { role: 'editor', expiresAt: Date.now() + 3_000 });
  await ben.seesTheSaveWord(text.save.viewOnlyChanged);
  await expect(gus.page.getByRole('status').filter({ hasText: text.save.viewOnlyChanged }).first()).toBeVisible({
    timeout: OPEN_MS + 10_000,
  });
  expect(Date.now()).toBeGreaterThanOrEqual(endsAt);
  await gus.goesTo(`/s#${token}`);
  await expect(gus.page.getByRole('heading', { name: accounts.welcome.ended })).toBeVisible();
  // Where nobody can say whether it has ended, nobody says so.
  await gus.page.route('**/api/entrance', (route) => route.abort());
  await gus.page.reload();
  await expect(gus.page.getByRole('heading', { name: accounts.welcome.notNow })).toBeVisible();
  expect(await ann.text()).toBe('For a while. Gus was here.');
});
