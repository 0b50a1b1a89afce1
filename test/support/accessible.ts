/** What axe and a narrow screen say of a page. */

import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Person } from './person.ts';

/** The dark theme has other colours and nothing else: there the rules about colours run again. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** No violation in either theme. The test goes on with one, and fails. */
export async function isAccessible({ page }: Person, scene: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // A colour on its way to another has the contrast of neither, and a name on its way out that of no ink.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === 'dark' ? axe.withRules(COLOUR_RULES) : axe).analyze();
    const found = violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`,
    );
    expect.soft(found, `${scene}, ${colorScheme}`).toEqual([]);
  }
}

/** Nothing of the page lies beside the screen. */
export async function fits({ page }: Person): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
