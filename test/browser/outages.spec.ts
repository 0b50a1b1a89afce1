/** Networks that go away and servers that die. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

// Most of these end their server.
test.use({ ownServer: {} });

test('R38 both write offline; back online both have everything, and the save word told the truth', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('Together. ');
  await bob.sees('Together.');
  await ann.seesTheSaveWord(text.save.saved);

  ann.goesOffline();
  bob.goesOffline();
  await ann.types('Ann alone. ');
  await bob.goesToEnd();
  await bob.types('Bob alone. ');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await bob.seesTheSaveWord(text.save.onThisDevice);
  expect(await ann.text()).not.toContain('Bob alone.');

  ann.comesBack();
  bob.comesBack();
  await world.everyoneSees('Together.', 'Ann alone.', 'Bob alone.');
  await world.everyoneHasTheSame();
  await expect(ann.page.getByText(text.save.saved, { exact: true })).toBeVisible();
  await expect(bob.page.getByText(text.save.saved, { exact: true })).toBeVisible();
});

test('who comes without a copy while nothing answers is told that the text is missing, not shown an empty document', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('Written before.');
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.somebody('Bob');
  const unblock = await blocksSockets(bob);
  // From home, where no text comes with the page.
  await bob.goesTo('/');
  await bob.page.locator(`a[href="/d/${world.documentId}"]`).click();
  const note = bob.page.getByRole('status').filter({ hasText: text.save.textMissing });
  await expect(note).toBeVisible();
  await bob.types('And by Bob. ');
  await expect(note).toBeVisible();

  await unblock();
  await world.everyoneSees('Written before.', 'And by Bob.');
  await expect(note).toBeHidden();
});

test('where only the socket is blocked the text that came with the page stays to be read, and opens when it is not', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('Written before.');
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.somebody('Bob');
  const unblock = await blocksSockets(bob);
  const note = bob.page.getByRole('status').filter({ hasText: text.save.textServed });
  // A busy server sends the page before it has the text.
  await expect(async () => {
    await bob.goesTo(`/d/${world.documentId}`);
    await expect(note).toBeVisible({ timeout: 10_000 });
  }).toPass();
  await expect(bob.page.getByText('Written before.')).toBeVisible();
  await expect(bob.editor).toBeHidden();

  await unblock();
  await expect(note).toBeHidden();
  await bob.types('And by Bob. ');
  await world.everyoneSees('Written before.', 'And by Bob.');
});

test('R38 offline, a reload still shows the text and takes more; back online the server gets all of it', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.types('Written online. ');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.keepsTheApp();

  await world.server.crashes();
  await ann.types('Written with the server down. ');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await ann.reloads();
  await ann.sees('Written online. Written with the server down.');
  await ann.goesToEnd();
  await ann.types('Written after the reload.');

  await world.server.startsAgain();
  await ann.seesTheSaveWord(text.save.saved);
  const bob = await world.writer('Bob');
  await bob.sees('Written online. Written with the server down. Written after the reload.');
  await world.everyoneHasTheSame();
});

test('R29 R30 the server is killed while both type; nothing is missing afterwards, and both have the same', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('start ');
  await bob.sees('start');
  await bob.editor.focus();
  await bob.presses('ControlOrMeta+Home');

  const typing = Promise.all([ann.types('a'.repeat(150)), bob.types('b'.repeat(150))]);
  await ann.sees('bbbbbbbbbb');
  await world.server.crashes();
  await typing;
  await world.server.startsAgain();

  await world.everyoneSees(`${'b'.repeat(150)}start ${'a'.repeat(150)}`);
  await world.everyoneHasTheSame();
  await ann.seesTheSaveWord(text.save.saved);
  await bob.seesTheSaveWord(text.save.saved);
});

test('R30 what only one had seen before a crash is on disk: it is there for somebody who comes later', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('Bob has read this.');
  await bob.sees('Bob has read this.');
  await world.server.crashes();
  await ann.leaves();
  await bob.leaves();

  await world.server.startsAgain();
  const cleo = await world.somebody('Cleo');
  await cleo.opens(world.documentId);
  await cleo.sees('Bob has read this.');
});

/** As a proxy does that lets pages through and nothing else. @returns what ends that, and lets the page try at once. */
async function blocksSockets({ page }: Person): Promise<() => Promise<void>> {
  let isBlocked = true;
  await page.routeWebSocket(/\/sync\//, (socket) => {
    if (isBlocked) void socket.close();
    else socket.connectToServer();
  });
  return async () => {
    isBlocked = false;
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
  };
}
