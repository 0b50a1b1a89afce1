/** Somebody composes with an input method while others write. Only Chromium lets a test drive one. */

import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

/** Puts the caret into a paragraph, at its beginning or its end. */
async function clicksInto(person: Person, words: string, key: 'Home' | 'End'): Promise<void> {
  await person.editor.locator('p', { hasText: words }).first().click();
  await person.presses(key);
}

test('what others write does not disturb my input method, and waits for it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('above');
  await ann.presses('Enter');
  await ann.types('below');
  await bob.sees('below');
  await clicksInto(ann, 'below', 'End');
  const input = await ann.page.context().newCDPSession(ann.page);
  await input.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });

  await clicksInto(bob, 'above', 'End');
  await bob.types(' from Bob');
  await clicksInto(bob, 'below', 'Home');
  await bob.types('Bob: ');
  await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await input.send('Input.insertText', { text: '日本' });

  await world.everyoneSees('above from Bob', 'Bob: below日本');
  expect((await ann.text()).match(/日本/g)).toHaveLength(1);
  expect(await ann.text()).not.toContain('に');
  await world.everyoneHasTheSame();
});
