/** Who may only read: the same document, another word in the bar, and no way to change anything. */

import { expect } from '@playwright/test';
import { words as accounts } from '../../web/accounts/words.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'token', TOKEN_SECRET } });

test('R25 a viewer reads along, sees "View only", and cannot write; without a link there is nothing', {
  tag: '@once',
}, async ({ world }) => {
  const linkOf = async (name: string, role: string) =>
    `/d/${world.documentId}#token=${await tokenFor({ sub: name, name, role, doc: world.documentId })}`;
  const ann = await world.somebody('Ann');
  await ann.goesTo(await linkOf('Ann', 'editor'));
  await ann.types('Only Ann writes here.');
  await ann.seesTheSaveWord(text.save.saved);
  expect(ann.page.url()).not.toContain('token');

  const vic = await world.somebody('Guest');
  await vic.goesTo(await linkOf('Vic', 'viewer'));
  await vic.sees('Only Ann writes here.');
  await vic.seesTheSaveWord(text.save.viewOnly);
  await expect(vic.editor).toHaveAttribute('contenteditable', 'false');
  await expect(vic.editor).toHaveAttribute('aria-readonly', 'true');
  await expect(ann.editor).toHaveAttribute('aria-readonly', 'false');
  await vic.editor.click();
  await vic.page.keyboard.type('Vic, too.');
  await expect(ann.page.getByRole('button', { name: /Vic/ })).toBeVisible();

  await ann.types(' Really.');
  await vic.sees('Only Ann writes here. Really.');
  // The cookie has taken the link's place.
  await vic.reloads();
  await vic.sees('Only Ann writes here. Really.');
  await vic.seesTheSaveWord(text.save.viewOnly);

  // Without a bar, and without a keyboard.
  await vic.page.getByRole('button', { name: text.commands.commands }).click();
  await vic.page.getByRole('option', { name: text.commands.find }).click();
  await vic.page.getByRole('textbox', { name: text.find.what }).fill('only');
  await expect(vic.page.getByRole('search').getByRole('status')).toHaveText(text.find.count(1, '1'));

  const stranger = await world.somebody('Eve');
  await stranger.goesTo(`/d/${world.documentId}`);
  await expect(stranger.page.getByRole('heading', { name: text.stopped.noAccess })).toBeVisible();
  await stranger.goesTo('/');
  await expect(stranger.page.getByRole('status').filter({ hasText: accounts.signIn.linkLead })).toBeVisible();
  await expect(stranger.page.getByText(homeWords.serverAway)).toHaveCount(0);
  expect(await ann.text()).toBe('Only Ann writes here. Really.');
});
