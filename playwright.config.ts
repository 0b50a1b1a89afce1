/**
 * The browser suites: every scenario in Chromium, and in Firefox where there is one. Scenarios share a server, started
 * by the command a person uses, or have one to themselves: see test/support/world.ts.
 */

import { defineConfig } from '@playwright/test';
import { findChromium, findFirefox } from './scripts/browsers.mjs';

/** What a browser in a container needs, and nothing that calls home. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Without a screen Firefox believes that nothing points and nothing hovers: a fine pointer (2) that hovers (4). */
const MOUSE = { 'ui.primaryPointerCapabilities': 6, 'ui.allPointerCapabilities': 6 };

const chromium = findChromium();
const firefox = findFirefox();

export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'test-results/browser',
  globalSetup: './test/support/built-product.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // A trace would cost a third of the time: `--trace retain-on-failure` asks for it.
  use: { trace: 'off', screenshot: 'only-on-failure', colorScheme: 'light' },
  projects: [
    {
      name: 'chromium',
      use: { browserName: 'chromium', launchOptions: { ...chromium, args: CHROMIUM_ARGS } },
    },
    ...(firefox
      ? [
          {
            name: 'firefox',
            // `@once`: what does not depend on the browser. `@chromium`: what Firefox cannot be driven to do.
            grepInvert: /@chromium|@once/,
            testIgnore: '**/input-method.spec.ts',
            use: { browserName: 'firefox' as const, launchOptions: { ...firefox, firefoxUserPrefs: MOUSE } },
          },
        ]
      : []),
  ],
});
