/** People who look at what a document said before. */

import { expect, type Locator } from '@playwright/test';
import { words } from '../../web/history/words.ts';
import { text } from '../../web/ui/text.ts';
import type { Person } from './person.ts';

export function button(person: Person, name: string): Locator {
  return person.page.getByRole('button', { name, exact: true });
}

export function panelOf(person: Person): Locator {
  return person.page.getByRole('complementary', { name: words.label });
}

/** The text of then, while it is looked at. */
export function versionOf(person: Person): Locator {
  return person.page.locator('#version');
}

/** The newest first. */
export async function looksAtVersion(person: Person, index: number): Promise<void> {
  if (!(await panelOf(person).isVisible())) await button(person, text.commands.history).click();
  await panelOf(person).getByRole('listitem').nth(index).getByRole('button').click();
  await expect(versionOf(person).locator('.ProseMirror')).toBeVisible();
}

/** What is said of changes, and what goes from one to the next. */
export function changesOf(person: Person): Locator {
  return person.page.getByRole('group', { name: words.changes });
}

export function marksOf(person: Person, name: 'ins' | 'del'): Locator {
  return versionOf(person).locator(name);
}

/** Two versions: Ann's, and Bob's, in which one word is another and a sentence is new. */
export async function bobRewrites(ann: Person, bob: Person): Promise<void> {
  await ann.types('The old plan is simple.');
  await bob.sees('The old plan is simple.');
  await bob.goesToEnd();
  await bob.types(' And more.');
  await bob.presses('ControlOrMeta+Home', ...Array<string>(4).fill('ArrowRight'));
  await bob.presses(...Array<string>(3).fill('Shift+ArrowRight'));
  await bob.types('new');
  await ann.sees('The new plan is simple. And more.');
  await bob.seesTheSaveWord(text.save.saved);
}
