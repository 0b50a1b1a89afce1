/** What others write leaves alone what I am doing: a divider that I selected, an open menu. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
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

  test('leaves my selection and the lines I read where they are', async ({ world }) => {
    const ann = await world.writer('Ann');
    const bob = await world.writer('Bob');
    const lines = Array.from({ length: 120 }, (_, n) => `line ${n} of a long document, with a few more words`);
    await ann.does(
      'insertContent',
      lines.map((words) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] })),
    );
    await bob.sees('line 119');
    const mine = paragraph(ann, 'line 70 of');
    await mine.scrollIntoViewIfNeeded();
    await selects(ann, 'line 70 of', 'long document');
    const before = await placeOf(mine);

    await bob.does('focus', 'start');
    await bob.types('written at the top');
    await bob.presses('Enter', 'Enter');
    await bob.does('toggleHeading', { level: 1 });
    await selects(bob, 'line 70 of', 'line 70');
    await bob.presses('ControlOrMeta+b', 'ArrowRight');
    await bob.types(' and a word');
    await bob.does('toggleBulletList');
    await bob.presses('End');
    await bob.types(' to the end');

    await world.everyoneSees('written at the top', 'line 70 and a word of a long document', 'words to the end');
    expect(await ann.page.evaluate(() => getSelection()?.toString())).toBe('long document');
    expect(Math.abs((await placeOf(mine)) - before)).toBeLessThan(30);
    await ann.types('book');
    await world.everyoneSees('line 70 and a word of a book, with');
    await world.everyoneHasTheSame();
  });
});

/** Selects words in the line that begins with others, as a mouse would. */
async function selects(person: Person, line: string, words: string): Promise<void> {
  await person.editor.focus();
  await person.editor.evaluate(
    (element, [start, wanted]) => {
      const block = [...element.querySelectorAll('p')].find(({ textContent }) => textContent.startsWith(start));
      const node = block?.firstChild;
      const from = node?.textContent?.indexOf(wanted) ?? -1;
      if (!node || from < 0) throw new Error(`There is no "${wanted}".`);
      getSelection()?.setBaseAndExtent(node, from, node, from + wanted.length);
    },
    [line, words] as const,
  );
  await expect.poll(() => person.page.evaluate(() => getSelection()?.toString())).toBe(words);
}

/** px below the top of the window. */
async function placeOf(line: ReturnType<typeof paragraph>): Promise<number> {
  return await line.evaluate((element) => element.getBoundingClientRect().top);
}
