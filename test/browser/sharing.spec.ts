/** Accounts, from the first link in the terminal to a document that is shared, taken back, and opened by a guest. */

import { expect } from '@playwright/test';
import type { CommentList } from '../../server/contract/comment-api.ts';
import { words } from '../../web/accounts/words.ts';
import { words as commentWords } from '../../web/comments/words.ts';
import { text } from '../../web/ui/text.ts';
import { fits, isAccessible } from '../support/accessible.ts';
import { asks, firstOwner, member } from '../support/account-people.ts';
import { emailOf, passwordOf } from '../support/credentials.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'accounts' } });

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
  await isAccessible(ann, 'the people of a server');

  const ben = await world.somebody('Ben', { viewport: { width: 320, height: 640 } });
  await ben.goesTo('/');
  await expect(ben.page.getByText(words.signIn.homeLead)).toBeVisible();
  await fits(ben);
  await ben.goesTo(new URL(invitation).pathname + new URL(invitation).hash);
  await expect(ben.page.getByRole('heading', { name: words.welcome.invitationHeading })).toBeVisible();
  await fits(ben);
  await ben.fills(labelled(ben, words.password), 'another long secret');
  await button(ben, words.welcome.submit).click();
  await expect(ben.page.getByRole('navigation', { name: words.account.menu })).toContainText('Ben');
  await fits(ben);

  await ann.opens(world.documentId);
  await ann.types('Between us.');
  await ann.seesTheSaveWord(text.save.saved);
  await ben.goesTo(`/d/${world.documentId}`);
  await button(ben, words.refused.askSubmit).click();
  await expect(ben.page.getByText(words.refused.asked)).toBeVisible();
  await fits(ben);

  await button(ann, words.share.button).click();
  await button(ann, words.requests.letRead).click();
  await expect(ann.page.getByRole('button', { name: words.share.remove('Ben') })).toBeVisible();
  await isAccessible(ann, 'the sheet of sharing');
  await ben.reloads();
  await ben.sees('Between us.');
  const home = await ben.page.getByRole('link', { name: text.toHome }).boundingBox();
  const share = await button(ben, words.share.button).boundingBox();
  expect(share?.x).toBeGreaterThanOrEqual((home?.x ?? 0) + (home?.width ?? 0));
  await ben.seesTheSaveWord(text.save.viewOnly);
  const role = ann.page.getByLabel(words.share.roleOf('Ben'));
  await role.selectOption('commenter');
  await expect(role).toHaveValue('commenter');
  await button(ben, words.share.button).click();
  await expect(ben.page.getByText(words.share.yours(words.share.roles.commenter, 'Ann'))).toBeVisible();
  await ben.presses('Escape');
  await role.selectOption('editor');
  await ben.seesTheSaveWord(text.save.saved);
  await ben.types(' And Ben.');
  await ann.sees('And Ben.');

  await button(ann, words.share.makeLink).click();
  const link = new URL(await ann.page.getByLabel(words.share.newLink).inputValue());
  const gus = await world.somebody('Gus');
  await gus.goesTo(link.pathname + link.hash);
  await gus.fills(labelled(gus, words.name), 'Gus the guest');
  await isAccessible(gus, 'the entrance of a link');
  await button(gus, words.signIn.enter).click();
  await gus.sees('Between us.');
  await gus.seesTheSaveWord(text.save.viewOnly);

  await ann.page.getByRole('button', { name: words.share.remove('Ben') }).click();
  await ben.seesTheSaveWord(text.save.viewOnlyChanged);
  await ann.page.getByRole('button', { name: words.share.removeLink(words.share.roles.viewer) }).click();
  await gus.seesTheSaveWord(text.save.viewOnlyChanged);

  await ben.goesTo('/account');
  await expect(ben.page.getByRole('heading', { name: words.account.sessions })).toBeVisible();
  await isAccessible(ben, 'an account');
  await fits(ben);
  await button(ben, words.account.endAll).click();
  await expect(ben.page.getByRole('heading', { name: words.signIn.heading })).toBeVisible();
  await ben.fills(labelled(ben, words.email), 'ben@example.org');
  await ben.fills(labelled(ben, words.password), 'not the secret');
  await button(ben, words.signIn.submit).click();
  await expect(ben.page.getByRole('alert')).toHaveText(words.problems.wrong);
  await isAccessible(ben, 'a wrong password');
  await ben.fills(labelled(ben, words.password), 'another long secret');
  await button(ben, words.signIn.submit).click();
  await expect(ben.page.getByRole('navigation', { name: words.account.menu })).toContainText('Ben');

  // What is not done is not said to be done: what speaks for them is in this browser still.
  ben.goesOffline();
  await button(ben, words.account.signOut).click();
  const stays = words.account.stillSignedIn(words.problems.away);
  await expect(ben.page.getByRole('alert').filter({ hasText: stays })).toBeVisible();
  ben.comesBack();
  await button(ben, words.account.signOut).click();
  await expect(ben.page.getByRole('heading', { name: words.signIn.heading })).toBeVisible();

  // Signed out elsewhere, with the text still on the screen: the way back is beside it.
  await ann.page.evaluate(() => fetch('/api/session', { method: 'DELETE' }));
  const banner = ann.page.getByRole('alert').filter({ hasText: words.refused.signedOut });
  await expect(banner).toBeVisible();
  await isAccessible(ann, 'signed out over the text');
  await banner.getByRole('link', { name: words.signIn.heading }).click();
  await expect(ann.page.getByRole('heading', { name: words.signIn.heading })).toBeVisible();
});

test('what somebody said offline is never said by whoever signs in after them, and goes when they are back', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await firstOwner(world, 'Ann');
  await member(world, ann, 'Ben');
  await ann.opens(world.documentId);
  await ann.types('Between us.');
  await ann.seesTheSaveWord(text.save.saved);
  const address = `/api/documents/${world.documentId}`;
  await asks(ann, 'POST', `${address}/access/people`, { email: emailOf('Ben'), role: 'commenter' });
  const signsIn = (name: string) =>
    asks(ann, 'POST', '/api/session', { email: emailOf(name), password: passwordOf(name) });
  /** Each comment as the server has it. */
  const said = async () => {
    const { threads } = await asks<CommentList>(ann, 'GET', `${address}/comments`);
    return threads.flatMap(({ comments }) => comments.map((one) => `${one.author}: ${one.text}`)).sort();
  };
  const panel = ann.page.getByRole('complementary', { name: commentWords.label });
  const field = ann.page.getByRole('textbox', { name: commentWords.newLabel });

  await ann.presses('ControlOrMeta+Alt+m');
  await expect(field).toBeFocused();
  ann.goesOffline();
  await ann.page.keyboard.type('Said by Ann.');
  await ann.presses('ControlOrMeta+Enter');
  await expect(panel.getByText(commentWords.notSent)).toBeVisible();
  // Her session ends; Ben signs in at the same computer, while her page is still open.
  await ann.page.context().clearCookies();
  ann.comesBack();
  await expect(ann.page.getByRole('alert').filter({ hasText: words.refused.signedOut })).toBeVisible();
  await expect(panel.getByText('Said by Ann.')).toBeVisible();
  await signsIn('Ben');
  // Sent once more: the server does not take it from him.
  await ann.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(panel.getByText(commentWords.left('Ann', '1'))).toBeVisible();
  await expect(panel.getByText('Said by Ann.')).toHaveCount(0);

  await ann.reloads();
  await ann.seesTheSaveWord(text.save.mayComment);
  await expect(panel.getByText(commentWords.left('Ann', '1'))).toBeVisible();
  await expect(panel.getByText('Said by Ann.')).toHaveCount(0);
  await isAccessible(ann, 'comments that wait for somebody else');
  // May comment and not write: the keys choose what it is about.
  await ann.presses('ControlOrMeta+Alt+m');
  await expect(ann.page.getByRole('application', { name: commentWords.choose.label })).toBeFocused();
  await ann.presses('Enter');
  await expect(field).toBeFocused();
  await ann.page.keyboard.type('Said by Ben.');
  await ann.presses('ControlOrMeta+Enter');
  await expect.poll(said).toEqual(['Ben: Said by Ben.']);

  await signsIn('Ann');
  await ann.reloads();
  await expect.poll(said).toEqual(['Ann: Said by Ann.', 'Ben: Said by Ben.']);
  await expect(panel.getByText('Said by Ann.')).toBeVisible();
  await expect(panel.getByText(commentWords.left('Ann', '1'))).toHaveCount(0);
});

test('what somebody began in a comment is not shown to whoever signs in after them in another tab, and is there when they are back', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await firstOwner(world, 'Ann');
  await member(world, ann, 'Ben');
  await ann.opens(world.documentId);
  await ann.types('Between us.');
  await ann.seesTheSaveWord(text.save.saved);
  const address = `/api/documents/${world.documentId}`;
  await asks(ann, 'POST', `${address}/access/people`, { email: emailOf('Ben'), role: 'commenter' });
  const field = ann.page.getByRole('textbox', { name: commentWords.newLabel });
  await ann.presses('ControlOrMeta+Alt+m');
  await expect(field).toBeFocused();
  await ann.page.keyboard.type('Half a thought of Ann');

  const beside = await ann.page.context().newPage();
  const signsIn = async (name: string) => {
    await asks(ann, 'POST', '/api/session', { email: emailOf(name), password: passwordOf(name) });
    await beside.goto(ann.address('/'));
    await expect(beside.getByRole('navigation', { name: words.account.menu })).toContainText(name);
  };
  await signsIn('Ben');
  await expect(field).toHaveCount(0);
  await signsIn('Ann');
  await expect(field).toHaveValue('Half a thought of Ann');
});
