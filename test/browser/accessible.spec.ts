/**
 * axe over every screen with everything open that can be opened. Its rules look at the page and not at the browser, so
 * one browser runs them.
 */

import { expect } from '@playwright/test';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import { text } from '../../web/ui/text.ts';
import { isAccessible } from '../support/accessible.ts';
import { closesEverything, SCENES } from '../support/scenes.ts';
import { writesALittle, writesTheShowDocument } from '../support/show-document.ts';
import { test } from '../support/world.ts';

// Home lists what its server has.
test.use({ ownServer: {} });

test('no axe violation on home, with and without documents, with the server away, and where nothing is', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.somebody('Ann');
  await ann.goesTo('/');
  await expect(ann.page.getByRole('heading', { name: homeWords.emptyHeading })).toBeVisible();
  await isAccessible(ann, 'home without documents');
  await ann.goesTo('/d/not.an.id');
  await expect(ann.page.getByText(CLOSE.noSuchDocument.sentence)).toBeVisible();
  await isAccessible(ann, 'an address that cannot be');
  await ann.goesTo('/nowhere');
  await isAccessible(ann, 'no such page');

  await ann.opens(world.documentId);
  await ann.names('The plan');
  await ann.types('words');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.keepsTheApp();
  await ann.goesTo('/');
  await expect(ann.page.getByRole('list', { name: homeWords.listLabel })).toBeVisible();
  await isAccessible(ann, 'home');
  await ann.page.getByRole('button', { name: new RegExp(text.people.change) }).click();
  await expect(ann.page.getByRole('dialog', { name: text.people.change })).toBeVisible();
  await isAccessible(ann, 'name and colour');
  ann.goesOffline();
  await ann.goesTo('/');
  await expect(ann.page.getByText(homeWords.serverAway)).toBeVisible();
  await isAccessible(ann, 'home with the server away');
});

test('no axe violation in a document, with every menu and panel open', { tag: '@once' }, async ({ world }) => {
  test.slow();
  const ann = await world.writer('Ann');
  await writesTheShowDocument(ann);
  const bob = await world.writer('Bob');
  await bob.goesToEnd();
  await bob.types(' Bob');
  await ann.sees('Saturday. Bob');
  await isAccessible(ann, 'a document');

  // The text was looked at; what opens over it is looked at over less.
  await writesALittle(ann);
  for (const [scene, open] of Object.entries(SCENES)) {
    await open(ann);
    await isAccessible(ann, scene);
    await closesEverything(ann);
  }

  const face = ann.page.getByRole('list', { name: text.people.list }).getByRole('button', { name: /^Bob/ });
  await face.click();
  await face.click();
  await expect(ann.page.getByText(text.people.following('Bob'))).toBeVisible();
  await isAccessible(ann, 'following somebody');
  ann.goesOffline();
  await ann.goesToEnd();
  await ann.types(' offline');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await ann.presses('ControlOrMeta+s');
  await expect(ann.page.getByRole('dialog', { name: text.save.sheet })).toBeVisible();
  await isAccessible(ann, 'the sheet of what is saved, offline');
});
