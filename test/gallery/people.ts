/** The pictures of accounts and sharing: what the first owner, somebody invited, and a guest see. */

import { expect, type Locator } from '@playwright/test';
import { words } from '../../web/accounts/words.ts';
import { words as admin } from '../../web/admin/words.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import type { Person } from '../support/person.ts';
import { test, type World } from '../support/world.ts';
import { MODES, type Mode, takes, turns } from './modes.ts';

test.use({ ownServer: { ACCESS: 'accounts' } });

const labelled = (person: Person, label: string) => person.page.getByLabel(label, { exact: true });
const button = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true });

for (const mode of MODES) {
  test(`accounts and sharing, ${mode.name}`, async ({ world }) => {
    test.setTimeout(600_000);
    const ann = await becomesOwner(world, mode);
    const invitation = await invites(ann, mode);
    await shares(world, ann, await comesIn(world, mode, invitation), mode);
  });
}

async function shows(person: Person, mode: Mode, what: Locator, scene: string): Promise<void> {
  await expect(what).toBeVisible();
  await turns(person, mode);
  await takes(person, mode, scene);
}

async function becomesOwner(world: World, mode: Mode): Promise<Person> {
  const ann = await world.somebody('Ann', mode.options);
  await ann.goesTo(/\/welcome#\S+/.exec(world.server.output)?.[0] ?? '');
  await ann.fills(labelled(ann, words.email), 'ann@example.org');
  await ann.fills(labelled(ann, words.name), 'Ann');
  await shows(ann, mode, button(ann, words.welcome.submit), 'welcome, the first owner');
  await ann.fills(labelled(ann, words.password), 'a long enough secret');
  await button(ann, words.welcome.submit).click();
  await shows(ann, mode, ann.page.getByRole('navigation', { name: words.account.menu }), 'home, with an account');
  return ann;
}

/** @returns the link that Ben gets. */
async function invites(ann: Person, mode: Mode): Promise<URL> {
  await ann.goesTo('/people');
  await ann.fills(labelled(ann, words.email), 'ben@example.org');
  await ann.fills(labelled(ann, words.people.theirName), 'Ben');
  await button(ann, words.people.invite).click();
  const link = ann.page.getByLabel(words.people.link('Ben'));
  await shows(ann, mode, link, 'people');
  const invitation = new URL(await link.inputValue());
  await ann.goesTo('/admin');
  await button(ann, admin.test).click();
  await shows(ann, mode, ann.page.getByText(admin.allGood), 'this server');
  return invitation;
}

async function comesIn(world: World, mode: Mode, { pathname, hash }: URL): Promise<Person> {
  const ben = await world.somebody('Ben', mode.options);
  await ben.goesTo('/');
  await shows(ben, mode, ben.page.getByText(words.signIn.homeLead), 'home, not signed in');
  await ben.page.getByRole('status').getByRole('link', { name: words.signIn.submit }).click();
  await shows(ben, mode, ben.page.getByRole('heading', { name: words.signIn.heading, exact: true }), 'sign in');
  await ben.fills(labelled(ben, words.email), 'ben@example.org');
  await ben.fills(labelled(ben, words.password), 'not the secret');
  await button(ben, words.signIn.submit).click();
  await shows(ben, mode, ben.page.getByRole('alert'), 'sign in, refused');
  await ben.goesTo(pathname + hash);
  await shows(ben, mode, ben.page.getByRole('heading', { name: words.welcome.invitationHeading }), 'welcome, invited');
  await ben.fills(labelled(ben, words.password), 'another long secret');
  await button(ben, words.welcome.submit).click();
  await expect(ben.page.getByRole('navigation', { name: words.account.menu })).toContainText('Ben');
  await ben.goesTo('/account');
  await shows(ben, mode, ben.page.getByRole('heading', { name: words.account.sessions }), 'your account');
  return ben;
}

async function shares(world: World, ann: Person, ben: Person, mode: Mode): Promise<void> {
  await ann.opens(world.documentId);
  await ann.names('A garden for the street');
  await ann.types('Between us.');
  await ann.seesTheSaveWord(text.save.saved);
  await ben.goesTo(`/d/${world.documentId}`);
  await shows(ben, mode, button(ben, words.refused.askSubmit), 'not open to you');
  await button(ben, words.refused.askSubmit).click();
  await expect(ben.page.getByText(words.refused.asked)).toBeVisible();
  await ann.goesTo('/');
  await shows(ann, mode, ann.page.getByText(words.requests.heading), 'home, somebody asks');
  await ann.opens(world.documentId);
  await button(ann, words.share.button).click();
  await shows(ann, mode, button(ann, words.requests.letRead), 'share, somebody asks');
  await button(ann, words.requests.letRead).click();
  await button(ann, words.share.makeLink).click();
  const link = ann.page.getByLabel(words.share.newLink);
  await shows(ann, mode, link, 'share, with a link');
  const { pathname, hash } = new URL(await link.inputValue());
  const gus = await world.somebody('Gus', mode.options);
  await gus.goesTo(pathname + hash);
  await shows(gus, mode, button(gus, words.signIn.enter), 'a guest comes in');
  await ben.goesTo('/');
  await button(ben, homeWords.view.shared).click();
  await shows(ben, mode, ben.page.getByRole('link', { name: /A garden for the street/ }), 'home, shared with me');
  await ben.goesTo(`/d/${world.documentId}`);
  await button(ben, words.share.button).click();
  await shows(ben, mode, button(ben, words.share.leave), 'share, as a viewer');
}
