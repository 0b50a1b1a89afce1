/** `npm run gallery`: takes the pictures of docs/images from the real product, in Chromium. */

import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'gallery.ts',
  outputDir: '../../test-results/gallery',
  globalSetup: '../support/built-product.ts',
  workers: 1,
  projects: base.projects?.filter(({ name }) => name === 'chromium') ?? [],
});
