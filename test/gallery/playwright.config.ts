/** `npm run gallery`: takes the pictures of docs/images from the real product, in Chromium. */

import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** In which language: `GALLERY_LANGUAGE=de npm run gallery`. The names by which the scenes find things are of it, too. */
const language = process.env.GALLERY_LANGUAGE;
if (language !== undefined) Object.defineProperty(globalThis, 'navigator', { value: { languages: [language] } });

export default defineConfig({
  ...base,
  // The pictures of the README are in its language.
  ...(language === undefined ? {} : { grepInvert: /README/ }),
  use: { ...base.use, ...(language === undefined ? {} : { locale: language }) },
  testDir: '.',
  testMatch: ['gallery.ts', 'people.ts', 'states.ts'],
  // Emptied at the start of each run; the pictures of a run in parts stay.
  outputDir: '../../test-results/gallery-failed',
  globalSetup: '../support/built-product.ts',
  workers: 1,
  projects: base.projects?.filter(({ name }) => name === 'chromium') ?? [],
});
