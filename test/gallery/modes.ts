/** In which ways each screen is shown, and how its picture is taken. */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { Person, PersonOptions } from '../support/person.ts';

const FOLDER = fileURLToPath(
  new URL(`../../test-results/gallery/${process.env.GALLERY_LANGUAGE ?? '.'}/`, import.meta.url),
);

export const DESK: PersonOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: PersonOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };
export interface Mode {
  readonly name: string;
  readonly options: PersonOptions;
  readonly isRightToLeft?: boolean;
}

export const MODES: readonly Mode[] = [
  { name: 'light', options: { ...DESK, colorScheme: 'light' } },
  { name: 'dark', options: { ...DESK, colorScheme: 'dark' } },
  { name: 'phone', options: PHONE },
  { name: 'phone-dark', options: { ...PHONE, colorScheme: 'dark' } },
  { name: 'right-to-left', options: DESK, isRightToLeft: true },
  { name: 'phone-right-to-left', options: PHONE, isRightToLeft: true },
  // A page of 1280 by 1024 at 400 %.
  { name: 'enlarged', options: { viewport: { width: 320, height: 256 } } },
  { name: 'forced-colours', options: { ...DESK, forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'more-contrast', options: { ...DESK, contrast: 'more' } },
];

/** The whole interface mirrored, and a text that runs the same way. */
export async function turns({ page }: Person, { isRightToLeft = false }: Mode): Promise<void> {
  if (!isRightToLeft) return;
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
}

export function folder(mode: string): string {
  mkdirSync(`${FOLDER}${mode}`, { recursive: true });
  return `${FOLDER}${mode}/`;
}

export async function takes({ page }: Person, { name }: Mode, scene: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  // What is loaded with its first use is there.
  await expect(page.locator('[role=dialog]:not(:has(> :not(.popover-head)))')).toHaveCount(0);
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  await comesToRest(page);
  await page.screenshot({ path: `${folder(name)}${scene.replaceAll(/\W+/g, '-')}.png` });
}

/** Smooth scrolling is no animation: the page stands where it stood two frames ago. */
async function comesToRest(page: Page): Promise<void> {
  await expect(async () => {
    const moved = await page.evaluate(async () => {
      const before = window.scrollY;
      for (let frames = 0; frames < 6; frames += 1) await new Promise(requestAnimationFrame);
      return window.scrollY - before;
    });
    expect(moved).toBe(0);
  }).toPass();
}
