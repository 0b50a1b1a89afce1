/** Looking after a server: what its page says, a backup made from it, and who does not get to see it. */

import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { words } from '../../web/admin/words.ts';
import { text } from '../../web/ui/text.ts';
import { fits, isAccessible } from '../support/accessible.ts';
import { asks, firstOwner, member } from '../support/account-people.ts';
import { test } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'accounts' } });

test('the owner of a server sees how it is doing, backs it up and tests the way to it; nobody else does', {
  // It looks at a page, not at a browser.
  tag: '@once',
}, async ({ world }) => {
  const ann = await firstOwner(world, 'Ann');
  await ann.opens(world.documentId);
  await ann.types('Something to keep.');
  await ann.seesTheSaveWord(text.save.saved);
  const ben = await member(world, ann, 'Ben');
  await asks(ben, 'POST', '/api/documents', { id: 'bens', title: 'What Ben thinks' });
  await ben.goesTo('/admin');
  await expect(ben.page.getByText(words.notYours)).toBeVisible();

  await ann.goesTo('/admin');
  const { page } = ann;
  await expect(page.getByText(words.written)).toBeVisible();
  await expect(page.getByText(words.noBackup)).toBeVisible();
  const documents = page.getByRole('region', { name: words.documents }).getByRole('listitem');
  await expect(documents).toHaveCount(2);
  await expect(documents.filter({ hasText: words.ofOwner('Ben') })).toContainText(words.private);
  await expect(page.getByText('What Ben thinks')).toHaveCount(0);

  await page.getByRole('button', { name: words.backUp }).click();
  const file = page.getByText(/scriptorium-.*\.backup$/);
  await expect(file).toBeVisible();
  expect((await readFile((await file.textContent()) ?? '')).subarray(0, 24).toString()).toContain('scriptorium');

  await page.getByRole('button', { name: words.test }).click();
  await expect(page.getByText(words.allGood)).toBeVisible();
  await expect(page.getByText(words.findings.same)).toBeVisible();
  await isAccessible(ann, 'looking after the server');
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(ann);
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await fits(ann);
});
