/** Where comments are on somebody's page. */

import type { Locator } from '@playwright/test';
import { words } from '../../web/comments/words.ts';
import type { Person } from './person.ts';

export function panelOf(person: Person): Locator {
  return person.page.getByRole('complementary', { name: words.label });
}

export function threadsOf(person: Person): Locator {
  return panelOf(person).getByRole('article');
}

/** What the text marks as commented, piece by piece. */
export function marksOf(person: Person): Locator {
  return person.editor.locator('.commented');
}
