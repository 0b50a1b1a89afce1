/** The history of a document: who sees what it said before, and how it comes back. */

import { expect, type Locator } from '@playwright/test';
import { words } from '../../web/history/words.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import type { Person } from '../support/person.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test } from '../support/world.ts';

function button(person: Person, name: string): Locator {
  return person.page.getByRole('button', { name, exact: true });
}

function panelOf(person: Person): Locator {
  return person.page.getByRole('complementary', { name: words.label });
}

/** The text of then, while it is looked at. */
function versionOf(person: Person): Locator {
  return person.page.locator('#version');
}

/** The newest first. */
async function looksAtVersion(person: Person, index: number): Promise<void> {
  if (!(await panelOf(person).isVisible())) await button(person, text.commands.history).click();
  await panelOf(person).getByRole('listitem').nth(index).getByRole('button').click();
  await expect(versionOf(person).locator('.ProseMirror')).toBeVisible();
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
  // His page says who he is beside all else it does.
  const versions = `${world.server.url}/api/documents/${world.documentId}/versions`;
  await expect.poll(async () => await (await fetch(versions)).text()).toContain('Bob');

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
  const question = ann.page.getByRole('alertdialog', { name: words.restoreQuestion });
  await expect(question).toBeVisible();
  await ann.presses('Escape');
  await expect(question).toBeHidden();
  await expect(versionOf(ann)).toHaveText('A plan of Ann’s.');
  await button(ann, words.restore).click();
  await question.getByRole('button', { name: words.restoreNow }).click();
  await expect(ann.editor).toHaveText('A plan of Ann’s.');
  await expect(bob.editor).toHaveText('A plan of Ann’s.');
  await ann.seesTheSaveWord(text.save.saved);

  await expect(ann.editor).toBeFocused();
  await ann.presses('ControlOrMeta+z');
  await expect(bob.editor).toHaveText('Nothing of it is left. Bob goes on.');
  await world.everyoneHasTheSame();
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

test('a version is downloaded as it was', { tag: '@once' }, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('As it was.');
  await ann.seesTheSaveWord(text.save.saved);
  await looksAtVersion(ann, 0);
  await button(ann, words.download).click();
  const arrives = ann.page.waitForEvent('download');
  await button(ann, text.exchange.formats.markdown).click();
  const file = await arrives;
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toContain('As it was.');
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
  await button(ann, words.back).click();
  await expect(versionOf(ann)).toBeHidden();
  await expect(panelOf(ann)).toBeHidden();
  await ann.sees('Something to look back on.');
});
