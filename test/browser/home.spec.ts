/** Home with many documents, on a telephone. */

import { expect } from '@playwright/test';
import { homeWords as words } from '../../web/documents/home-words.ts';
import { test } from '../support/world.ts';

// Home lists what its server has.
test.use({ ownServer: {} });

test('pages, tags and the search fit a telephone of 320 pixels, and more is shown when asked for', async ({
  world,
}) => {
  test.slow();
  const ann = await world.somebody('Ann', { viewport: { width: 320, height: 640 } });
  const { url } = world.server;
  const headers = { origin: url, 'content-type': 'application/json' };
  const make = () => fetch(`${url}/api/documents`, { method: 'POST', headers, body: '{}' });
  const made = await Promise.all(Array.from({ length: 55 }, make));
  expect(made.filter(({ status }) => status !== 201)).toEqual([]);
  await ann.goesTo('/');
  const rows = ann.page.getByRole('list', { name: words.listLabel }).getByRole('listitem');
  await expect(rows).toHaveCount(50);
  await ann.page.getByRole('button', { name: words.more }).focus();
  await ann.presses('Enter');
  await expect(rows).toHaveCount(55);
  await expect(ann.page.getByRole('button', { name: words.more })).toHaveCount(0);
  expect(await ann.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
