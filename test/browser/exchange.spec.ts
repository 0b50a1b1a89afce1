/** Files in and out: what a person has elsewhere comes in through home, and every document leaves as a file. */

import { expect } from '@playwright/test';
import { homeWords } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { fileSavedBy } from '../support/downloads.ts';
import { fileNamed } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

const words = text.exchange;

// Home lists what its server has.
test.use({ ownServer: {} });

test('R38 a file becomes a document, and leaves in four formats while the server is away', async ({ world }) => {
  const ann = await world.somebody('Ann');
  await ann.goesTo('/');
  await imports(ann, 'plan.md', '---\ntitle: The plan\n---\n\n# Beds\n\n- [x] measured\n- [ ] dug\n');
  await ann.sees('measured');
  await expect(ann.title).toHaveValue('The plan');
  await expect(ann.editor.getByRole('heading', { name: 'Beds' })).toBeVisible();
  await ann.seesTheSaveWord(text.save.saved);

  await ann.keepsTheApp();
  ann.goesOffline();
  await ann.goesToEnd();
  await ann.types(' in the rain');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  expect(await downloads(ann, 'markdown')).toEqual([
    'The plan.md',
    '---\ntitle: "The plan"\n---\n\n# Beds\n\n- [x] measured\n- [ ] dug in the rain\n',
  ]);
  const [name, page] = await downloads(ann, 'html');
  expect(name).toBe('The plan.html');
  expect(page).toContain('dug in the rain');
  expect(await downloads(ann, 'text')).toEqual([
    'The plan.txt',
    'The plan\n\nBeds\n[x] measured\n[ ] dug in the rain\n',
  ]);
  const [wordName, wordContent] = await downloads(ann, 'docx');
  expect(wordName).toBe('The plan.docx');
  expect(wordContent.startsWith('PK')).toBe(true);
});

test('a file that cannot be read is named in a sentence, and the others come in', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.somebody('Ann');
  await ann.goesTo('/');
  const chooser = ann.page.waitForEvent('filechooser');
  await ann.page.getByRole('button', { name: words.importCard }).click();
  await (await chooser).setFiles([
    fileNamed('one.txt', 'First'),
    fileNamed('photo.heic', 'no text'),
    fileNamed('two.txt', 'Second'),
  ]);
  await expect(ann.page.getByRole('alert')).toHaveText(words.unknownKind('photo.heic'));
  await expect(ann.page.getByRole('listitem')).toHaveText([/two|one/, /one|two/]);
});

test('a copy that takes longer says so and can be cancelled; the sheet goes on, and what comes late is thrown away', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.names('The plan');
  await ann.types('measured');
  await ann.seesTheSaveWord(text.save.saved);
  const writer = await ann.holdsBack(/\/write-file-[^/]*\.js/);
  await ann.presses('ControlOrMeta+s');
  const sheet = ann.page.getByRole('dialog', { name: text.save.sheet });
  const choice = (name: string) => sheet.getByRole('button', { name, exact: true });
  await choice(words.formats.markdown).click();
  await expect(sheet.getByRole('status')).toContainText(words.making);
  await isAccessible(ann, 'a copy is made');
  await choice(words.cancel).click();
  await expect(choice(words.formats.markdown)).toBeFocused();
  await expect(sheet.getByRole('progressbar')).toHaveCount(0);

  const { name } = await fileSavedBy(ann.page, async () => {
    await choice(words.formats.text).click();
    await expect(sheet.getByRole('status')).toContainText(words.making);
    // Both could be made now; only the one that is waited for is handed over.
    writer.comes();
  });
  expect(name).toBe('The plan.txt');
  await expect(sheet.getByRole('progressbar')).toHaveCount(0);
});

test('an import that is cancelled is over at once, and what was still read becomes no document', async ({ world }) => {
  const ann = await world.somebody('Ann');
  await ann.goesTo('/');
  const reader = await ann.holdsBack(/\/import-files-[^/]*\.js/);
  await imports(ann, 'dropped.txt', 'Not wanted any more');
  const status = ann.page.getByRole('status').filter({ hasText: words.reading('dropped.txt') });
  await status.getByRole('button', { name: words.cancel }).click();
  await expect(status).toHaveCount(0);
  await imports(ann, 'kept.txt', 'Wanted');
  reader.comes();
  await ann.sees('Wanted');
  await ann.goesTo('/');
  await expect(ann.page.getByRole('list', { name: homeWords.listLabel }).getByRole('listitem')).toHaveText(/kept/);
});

async function imports(person: Person, name: string, content: string): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser');
  await person.page.getByRole('button', { name: new RegExp(`^${words.importButton}`) }).click();
  await (await chooser).setFiles([fileNamed(name, content)]);
}

/** @returns the file's name and what is in it, as characters. */
async function downloads(person: Person, format: keyof typeof words.formats): Promise<[string, string]> {
  await person.presses('Escape', 'ControlOrMeta+s');
  const { name, content } = await fileSavedBy(person.page, () =>
    person.page.getByRole('button', { name: words.formats[format] }).click(),
  );
  return [name, content.toString(format === 'docx' ? 'latin1' : 'utf8')];
}
