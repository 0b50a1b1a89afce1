/** What others write leaves alone what I am doing: a divider that I selected, an open menu. An editor that breaks leaves the text. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { breaksItsEditor } from '../support/broken-editor.ts';
import { fileSavedBy } from '../support/downloads.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

/** Types paragraphs, an empty one at the end. */
async function writesParagraphs(person: Person, ...paragraphs: readonly string[]): Promise<void> {
  for (const paragraph of paragraphs) {
    await person.types(paragraph);
    await person.presses('Enter');
  }
}

function paragraph(person: Person, words: string) {
  return person.editor.locator('p', { hasText: words }).first();
}

/** Puts the caret into a paragraph, at its beginning or its end. */
async function clicksInto(person: Person, words: string, key: 'Home' | 'End'): Promise<void> {
  await paragraph(person, words).click();
  await person.presses(key);
}

test.describe('what others write', () => {
  test('does not let go of a divider that I selected', async ({ world }) => {
    const ann = await world.writer('Ann');
    const bob = await world.writer('Bob');
    await writesParagraphs(ann, 'above');
    await ann.types('---');
    await expect(ann.editor.locator('hr')).toHaveCount(1);
    await bob.sees('above');
    await ann.editor.locator('hr').click();
    await expect(ann.editor.locator('hr.ProseMirror-selectednode')).toHaveCount(1);

    await clicksInto(bob, 'above', 'Home');
    await bob.types('written before it ');
    await bob.presses('ControlOrMeta+End');
    await bob.types('and behind it');

    await ann.sees('and behind it');
    await expect(ann.editor.locator('hr.ProseMirror-selectednode')).toHaveCount(1);
    await world.everyoneHasTheSame();
  });

  test('does not close my menu', async ({ world }) => {
    const ann = await world.writer('Ann');
    const bob = await world.writer('Bob');
    await writesParagraphs(ann, 'some text');
    await bob.sees('some text');
    await ann.clicks(text.toolbar.style(text.commands.paragraph));
    const menu = ann.page.getByRole('dialog', { name: text.toolbar.styles });
    await expect(menu).toBeVisible();

    await bob.types('meanwhile');

    await ann.sees('meanwhile');
    await expect(menu).toBeVisible();
  });
});

test('an editor that breaks gives way to the text, which can be read on and taken away; nothing is lost', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('Kept words');
  await bob.sees('Kept words');
  await breaksItsEditor(ann);
  await ann.page.keyboard.type('!');

  const alert = ann.page.getByRole('alert').filter({ hasText: text.broken.heading });
  await expect(alert).toBeVisible();
  const readable = ann.page.getByRole('main');
  await expect(readable).toContainText('Kept words!');
  await expect(ann.editor).toHaveCount(0);
  await bob.sees('Kept words!');
  await bob.types(' And Bob goes on.');
  await expect(readable).toContainText('Kept words! And Bob goes on.');
  const copy = await fileSavedBy(ann.page, () =>
    alert.getByRole('button', { name: text.exchange.formats.markdown }).click(),
  );
  expect(copy.content.toString()).toContain('Kept words! And Bob goes on.');
  await alert.getByRole('button', { name: text.broken.reload }).click();
  await ann.sees('Kept words! And Bob goes on.');
  await world.everyoneHasTheSame();
});
