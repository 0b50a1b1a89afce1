/** The history of a document: who sees what it said before, and how it comes back. */

import { expect } from '@playwright/test';
import { words } from '../../web/history/words.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { fileSavedBy } from '../support/downloads.ts';
import { bobRewrites, button, changesOf, looksAtVersion, marksOf, panelOf, versionOf } from '../support/history.ts';
import type { Person } from '../support/person.ts';
import { changesAPieceOfEverything, writesTheShowDocument } from '../support/show-document.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test, type World } from '../support/world.ts';

/** The last of the list, however many came since. */
const OLDEST = -1;

/** His page says who he is beside all else it does. */
async function bobIsNamed(world: World): Promise<void> {
  const versions = `${world.server.url}/api/documents/${world.documentId}/versions`;
  await expect.poll(async () => await (await fetch(versions)).text()).toContain('Bob');
}

async function deletesEverything(bob: Person): Promise<void> {
  await bob.editor.focus();
  await bob.presses('ControlOrMeta+a', 'Delete');
  await bob.types('Nothing of it is left.');
}

test('R43 Ann looks at what Bob deleted, brings it back for both, and one undo takes that back', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('A plan of Ann’s.');
  await bob.sees('A plan of Ann’s.');
  await deletesEverything(bob);
  await ann.sees('Nothing of it is left.');
  await bobIsNamed(world);

  await button(ann, text.commands.history).click();
  await expect(panelOf(ann).getByRole('listitem')).toHaveCount(2);
  await expect(panelOf(ann).getByRole('listitem').nth(0)).toContainText('Bob');
  await expect(panelOf(ann).getByRole('listitem').nth(1)).toContainText(words.you);
  await looksAtVersion(ann, 1);
  await expect(versionOf(ann)).toHaveText('A plan of Ann’s.');
  await expect(ann.editor).toBeHidden();

  // Nothing waits for whoever looks back.
  await bob.types(' Bob goes on.');
  await ann.seesTheSaveWord(text.save.saved);
  await expect(versionOf(ann)).toHaveText('A plan of Ann’s.');
  await button(ann, words.back).click();
  await ann.sees('Nothing of it is left. Bob goes on.');
  await expect(ann.editor).toBeFocused();

  await looksAtVersion(ann, 1);
  await button(ann, words.restore).click();
  await expect(ann.editor).toHaveText('A plan of Ann’s.');
  await expect(bob.editor).toHaveText('A plan of Ann’s.');
  await ann.seesTheSaveWord(text.save.saved);

  await expect(ann.editor).toBeFocused();
  await ann.presses('ControlOrMeta+z');
  await expect(bob.editor).toHaveText('Nothing of it is left. Bob goes on.');
  await world.everyoneHasTheSame();
});

test('R43 a version is brought back at once; Undo beside the sentence takes that back and nothing of others, until one writes', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('A plan of Ann’s.');
  await bob.sees('A plan of Ann’s.');
  await deletesEverything(bob);
  await ann.sees('Nothing of it is left.');
  await bobIsNamed(world);
  const undo = ann.page.getByRole('status').getByRole('button', { name: text.commands.undo });
  await button(ann, text.commands.history).click();
  await expect(panelOf(ann).getByRole('listitem')).toHaveCount(2);
  await looksAtVersion(ann, OLDEST);
  await button(ann, words.restore).click();
  await expect(bob.editor).toHaveText('A plan of Ann’s.');
  await bob.goesToEnd();
  await bob.types(' Bob goes on.');
  await ann.sees('A plan of Ann’s. Bob goes on.');
  await undo.click();
  await ann.sees('Nothing of it is left.');
  await ann.sees('Bob goes on.');
  expect(await ann.text()).not.toContain('A plan');
  await expect(undo).toHaveCount(0);
  await expect(ann.editor).toBeFocused();
  await world.everyoneHasTheSame();

  await looksAtVersion(ann, OLDEST);
  await button(ann, words.restore).click();
  await expect(ann.editor).toHaveText('A plan of Ann’s.');
  await expect(undo).toBeVisible();
  await ann.goesToEnd();
  await ann.types('!');
  // It would take back the sign.
  await expect(undo).toHaveCount(0);
  await world.everyoneHasTheSame();
});

test('R43 what a version put in is marked, what it took out is struck, and both can be hidden', async ({ world }) => {
  const ann = await world.writer('Ann');
  await bobRewrites(ann, await world.writer('Bob'));
  await looksAtVersion(ann, 0);
  const toggle = changesOf(ann).getByRole('button', { name: words.showChanges });
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await expect(marksOf(ann, 'ins')).toHaveText(['new', 'And more.']);
  await expect(marksOf(ann, 'del')).toHaveText(['old']);
  const status = changesOf(ann).getByRole('status');
  await expect(status).toHaveText(words.placesChanged('2', false));

  const first = words.changeAt('1', '2', words.replacedText('old', 'new'));
  const second = words.changeAt('2', '2', words.addedText('And more.'));
  const current = versionOf(ann).locator('.change-current');
  await changesOf(ann).getByRole('button', { name: words.nextChange }).focus();
  for (const [key, said, shown] of [
    ['Enter', first, ['old', 'new']],
    ['Enter', second, ['And more.']],
    ['Enter', first, ['old', 'new']],
    ['Shift+Tab', first, ['old', 'new']],
    ['Enter', second, ['And more.']],
  ] as const) {
    await ann.presses(key);
    await expect(status).toHaveText(said);
    await expect(current).toHaveText([...shown]);
  }
  await expect(changesOf(ann).getByRole('button', { name: words.previousChange })).toBeFocused();

  await toggle.click();
  await expect(marksOf(ann, 'ins').or(marksOf(ann, 'del'))).toHaveCount(0);
  await expect(versionOf(ann)).toHaveText('The new plan is simple. And more.');
  await expect(status).toHaveText('');
  await looksAtVersion(ann, 1);
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await ann.reloads();
  // It stays open, and comes a moment after the text.
  await expect(panelOf(ann)).toBeVisible();
  await looksAtVersion(ann, 0);
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await toggle.click();
  await expect(marksOf(ann, 'del')).toHaveText(['old']);

  // There is none before the first.
  await looksAtVersion(ann, 1);
  await expect(status).toHaveText(words.firstVersion);
  await expect(versionOf(ann)).toHaveText('The old plan is simple.');
});

test('marks are in nothing that is downloaded or brought back', async ({ world }) => {
  const ann = await world.writer('Ann');
  await bobRewrites(ann, await world.writer('Bob'));
  const cid = await world.writer('Cid');
  await cid.types(' Of now.');
  await ann.sees('And more. Of now.');
  await cid.seesTheSaveWord(text.save.saved);
  await looksAtVersion(ann, 1);
  await expect(marksOf(ann, 'del')).toHaveText(['old']);
  const file = await downloaded(ann);
  expect(file).toContain('The new plan is simple. And more.');
  expect(file).not.toContain('old');
  await ann.presses('Escape');
  await button(ann, words.restore).click();
  await expect(ann.editor).toHaveText('The new plan is simple. And more.');
  expect(JSON.stringify(await ann.content())).not.toContain('old');
});

test('what was taken out is shown as characters, whatever it says', { tag: '@once' }, async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  const hostile = '<img src=x onerror="document.title=1"><b>bold</b>';
  await ann.types('Stays.');
  await ann.presses('Enter');
  await ann.types(hostile);
  await bob.sees(hostile);
  await bob.editor.focus();
  await bob.presses('ControlOrMeta+Home', 'End', 'Shift+ControlOrMeta+End', 'Delete');
  await expect(ann.editor).toHaveText('Stays.');
  await bob.seesTheSaveWord(text.save.saved);
  await looksAtVersion(ann, 0);
  await expect(marksOf(ann, 'del')).toHaveText([hostile]);
  await expect(versionOf(ann).locator('img, b')).toHaveCount(0);
});

test('axe finds nothing on what changed in a document with a piece of everything', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await writesTheShowDocument(ann);
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.writer('Bob');
  await bob.sees('See you on Saturday.');
  await changesAPieceOfEverything(bob);
  await bob.seesTheSaveWord(text.save.saved);
  const cid = await world.writer('Cid');
  await changesTheTable(cid);
  await cid.seesTheSaveWord(text.save.saved);

  await looksAtVersion(ann, 0);
  const row = versionOf(ann)
    .locator('tr')
    .filter({ has: ann.page.locator('del') });
  await expect(row).toHaveText('Roses4at the corners');
  await expect(versionOf(ann).locator('.change-added-row')).toHaveText('Thyme');
  await expect(versionOf(ann).locator('.change-added-cell')).toHaveCount(2);
  await expect(changesOf(ann).getByRole('status')).toHaveText(words.placesChanged('3', false));
  await isAccessible(ann, 'a version with a changed table');
  await looksAtVersion(ann, 1);
  await expect(marksOf(ann, 'del').first()).toBeVisible();
  await changesOf(ann).getByRole('button', { name: words.nextChange }).click();
  await isAccessible(ann, 'a version with its changes');
});

async function changesTheTable(cid: Person): Promise<void> {
  await cid.editor.getByText('Roses').click();
  await cid.does('deleteRow');
  await cid.editor.getByText('Lavender').click();
  await cid.does('addRowAfter');
  await cid.editor.locator('tr').nth(2).locator('td').first().click();
  await cid.types('Thyme');
  await cid.editor.getByText('along the wall').click();
  await cid.does('addColumnAfter');
  await cid.editor.locator('th').nth(3).click();
  await cid.types('Price');
}

test('a version is shown also where the one before it cannot be fetched', async ({ world }) => {
  const ann = await world.writer('Ann');
  await bobRewrites(ann, await world.writer('Bob'));
  await looksAtVersion(ann, 0);
  const toggle = changesOf(ann).getByRole('button', { name: words.showChanges });
  await toggle.click();
  ann.goesOffline();
  await toggle.click();
  const status = changesOf(ann).getByRole('status');
  await expect(status).toHaveText(words.noChangesShown(words.beforeAway));
  await expect(versionOf(ann)).toHaveText('The new plan is simple. And more.');
  ann.comesBack();
  await toggle.click();
  await toggle.click();
  await expect(marksOf(ann, 'del')).toHaveText(['old']);
});

test('by keys alone: opened, walked, chosen, left', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('First.');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.presses('ControlOrMeta+Alt+Shift+h');
  await expect(panelOf(ann).getByRole('button', { name: new RegExp(words.now) })).toBeVisible();
  await expect(panelOf(ann).locator(':focus')).toHaveCount(1);
  await panelOf(ann)
    .getByRole('button', { name: new RegExp(words.now) })
    .focus();
  await ann.presses('Tab', 'Enter');
  await expect(versionOf(ann)).toHaveText('First.');
  await ann.presses('Escape');
  await expect(versionOf(ann)).toBeHidden();
  await expect(ann.editor).toBeFocused();
  await panelOf(ann).getByRole('button', { name: words.close }).focus();
  await ann.presses('Escape');
  await expect(panelOf(ann)).toBeHidden();
  await expect(ann.editor).toBeFocused();
  await ann.types(' Second.');
  await ann.sees('First. Second.');
});

test('what opens over the text brings the text back', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('To be found.');
  await ann.seesTheSaveWord(text.save.saved);
  await looksAtVersion(ann, 0);
  await expect(versionOf(ann)).toHaveText('To be found.');
  await ann.presses('ControlOrMeta+f');
  await expect(ann.page.getByRole('search', { name: text.find.label })).toBeVisible();
  await expect(versionOf(ann)).toBeHidden();
  await expect(ann.editor).toBeVisible();
});

test('a sentence where the server cannot be reached, and the versions when it is back', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('Kept.');
  await ann.seesTheSaveWord(text.save.saved);
  // The panel is there; what it asks for is not.
  await button(ann, text.commands.history).click();
  await expect(panelOf(ann).getByRole('listitem')).toHaveCount(1);
  await button(ann, text.commands.history).click();
  ann.goesOffline();
  await button(ann, text.commands.history).click();
  await expect(panelOf(ann).getByRole('alert')).toContainText(words.away);
  await ann.goesToEnd();
  await ann.types(' And more.');
  await ann.sees('Kept. And more.');
  ann.comesBack();
  await expect(panelOf(ann).getByRole('listitem')).toHaveCount(1);
  await expect(panelOf(ann).getByRole('alert')).toBeHidden();
});

/** The version that is looked at, as Markdown. */
async function downloaded(person: Person): Promise<string> {
  await button(person, words.download).click();
  const { content } = await fileSavedBy(person.page, () => button(person, text.exchange.formats.markdown).click());
  return content.toString();
}

test('a version is downloaded as it was', { tag: '@once' }, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('As it was.');
  await ann.seesTheSaveWord(text.save.saved);
  await looksAtVersion(ann, 0);
  expect(await downloaded(ann)).toContain('As it was.');
});

test.describe('with roles', () => {
  test.use({ ownServer: { ACCESS: 'token', TOKEN_SECRET } });

  test('R43 a reader sees the history and brings nothing back', async ({ world }) => {
    const linkOf = async (name: string, role: string) =>
      `/d/${world.documentId}#token=${await tokenFor({ sub: name, name, role, doc: world.documentId })}`;
    const ann = await world.somebody('Ann');
    await ann.goesTo(await linkOf('Ann', 'editor'));
    await ann.types('Written by Ann.');
    await ann.seesTheSaveWord(text.save.saved);
    const vic = await world.somebody('Vic');
    await vic.goesTo(await linkOf('Vic', 'viewer'));
    await vic.sees('Written by Ann.');
    await looksAtVersion(vic, 0);
    await expect(versionOf(vic)).toHaveText('Written by Ann.');
    await expect(button(vic, words.download)).toBeVisible();
    await expect(button(vic, words.restore)).toHaveCount(0);
    await button(vic, words.back).click();
    await vic.sees('Written by Ann.');
  });
});
