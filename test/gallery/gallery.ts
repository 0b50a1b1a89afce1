/**
 * The pictures, a scene each: what a person sees, with real people writing through the real server. Every screen and
 * everything that can be open over a document, in each of the ways of modes.ts; what is printed; the letters of the
 * page. They go to `test-results/gallery`, to be looked at; the README's own go to `docs/images`.
 */

import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { homeWords } from '../../web/documents/home-words.ts';
import { german } from '../../web/ui/catalogue/german.ts';
import { germanHome } from '../../web/ui/catalogue/german-home.ts';
import { text } from '../../web/ui/text.ts';
import type { Person, PersonOptions } from '../support/person.ts';
import { closesEverything, SCENES } from '../support/scenes.ts';
import { writesTheShowDocument } from '../support/show-document.ts';
import { test, type World } from '../support/world.ts';
import { DESK, folder, MODES, type Mode, PHONE, takes, turns } from './modes.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));

// Home lists what its server has.
test.use({ ownServer: {} });

for (const mode of MODES) {
  test(`every screen and menu, ${mode.name}`, async ({ world }) => {
    test.setTimeout(600_000);
    const ann = await world.somebody('Ann', mode.options);
    await ann.goesTo('/');
    await expect(ann.page.getByRole('heading', { name: homeWords.emptyHeading })).toBeVisible();
    await turns(ann, mode);
    await takes(ann, mode, 'home, empty');
    await ann.opens(world.documentId);
    await writesTheShowDocument(ann);
    const bob = await world.writer('Bob', DESK);
    await bob.editor.getByText('order compost').click();
    await bob.presses('End');
    await bob.types(', I can fetch it');
    await ann.sees('I can fetch it');
    await turns(ann, mode);
    await ann.editor.locator('h1').click();
    await takes(ann, mode, 'document');
    for (const [scene, open] of Object.entries(SCENES)) {
      // Where fingers select, the bar above the keyboard does its work.
      if (mode.options.hasTouch && scene.includes('bubble')) continue;
      await open(ann);
      await takes(ann, mode, scene);
      await closesEverything(ann);
    }
    await ann.page.getByRole('list', { name: text.people.list }).getByRole('button').first().click();
    await takes(ann, mode, 'name and colour');
    await ann.presses('Escape');
    await takesTheRest(ann, mode);
  });
}

async function takesTheRest(ann: Person, mode: Mode): Promise<void> {
  const face = ann.page.getByRole('list', { name: text.people.list }).getByRole('button', { name: /^Bob/ });
  await face.click();
  await face.click();
  await takes(ann, mode, 'following somebody');
  ann.goesOffline();
  await ann.goesToEnd();
  await ann.types(' The train goes into a tunnel; the words stay.');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await takes(ann, mode, 'offline');
  ann.comesBack();
  await ann.seesTheSaveWord(text.save.saved);
  await ann.goesTo('/');
  await expect(ann.page.getByRole('list', { name: homeWords.listLabel })).toBeVisible();
  await turns(ann, mode);
  await takes(ann, mode, 'home');
  await takesTheLists(ann, mode);
  await ann.goesTo('/d/not.an.id');
  await turns(ann, mode);
  await takes(ann, mode, 'no such document');
}

/** What home has beside the list itself. */
async function takesTheLists(ann: Person, mode: Mode): Promise<void> {
  const words = homeWords;
  const search = ann.page.getByRole('searchbox', { name: words.search });
  await expect(async () => {
    await ann.fills(search, '');
    await ann.fills(search, 'compost');
    await expect(ann.page.locator('mark').first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await takes(ann, mode, 'home, search');
  await ann.page.getByRole('button', { name: words.clearSearch }).click();
  const menu = ann.page.getByRole('button', { name: words.menu('A garden for the street') });
  await menu.click();
  await expect(ann.page.getByRole('button', { name: words.duplicate })).toBeVisible();
  await takes(ann, mode, 'home, menu of a document');
  await ann.page.getByRole('button', { name: words.trash, exact: true }).click();
  await expect(ann.page.getByText(words.trashed('').slice(3))).toBeVisible();
  await takes(ann, mode, 'home, into the trash');
  await ann.page.getByRole('button', { name: words.view.trash, exact: true }).click();
  await expect(ann.page.getByText(words.trashLead)).toBeVisible();
  await takes(ann, mode, 'home, trash');
}

test('in German', async ({ world }) => {
  const mode: Mode = { name: 'german', options: { ...DESK, locale: 'de-DE' } };
  const uwe = await world.somebody('Uwe', mode.options);
  await uwe.goesTo('/');
  await expect(uwe.page.getByRole('heading', { name: germanHome.emptyHeading })).toBeVisible();
  await takes(uwe, mode, 'home, empty');
  await uwe.page.getByRole('button', { name: germanHome.sampleCardLead }).click();
  const body = uwe.page.getByRole('textbox', { name: german.document.body });
  await expect(body.locator('h2').first()).toBeVisible();
  await takes(uwe, mode, 'sample');
  await body.locator('h1').click();
  await uwe.presses('End', 'Enter', '/');
  await expect(uwe.page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await takes(uwe, mode, 'the slash menu');
  await uwe.presses('Escape', 'Backspace', 'Backspace');
  for (const [scene, keys] of Object.entries({
    'the command menu': 'ControlOrMeta+k',
    'the list of shortcuts': 'ControlOrMeta+/',
    'find and replace': 'ControlOrMeta+f',
    'the sheet of what is saved': 'ControlOrMeta+s',
  })) {
    await uwe.presses(keys);
    await expect(uwe.page.locator('[role=dialog], search').first()).toBeVisible();
    await takes(uwe, mode, scene);
    await uwe.presses('Escape');
  }
});

test('on paper, and the letters of the page', async ({ world }) => {
  test.setTimeout(300_000);
  const ann = await world.writer('Ann', DESK);
  await writesTheShowDocument(ann);
  const bob = await world.writer('Bob', DESK);
  await bob.goesToEnd();
  await bob.types(' Bob');
  await ann.sees('Saturday. Bob');
  const mode: Mode = { name: 'page', options: DESK };
  for (const [font, name] of Object.entries(text.pageFonts)) {
    await ann.finds(text.commands.pageFont(name));
    await takes(ann, mode, `font ${font}`);
  }
  await ann.finds(text.commands.pageFont(text.pageFonts.sans));
  await ann.presses('ControlOrMeta+Alt+o');
  await ann.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await ann.page.screenshot({ path: `${folder('page')}print.png`, fullPage: true });
  await ann.page.pdf({ path: `${folder('page')}print.pdf`, format: 'A4' });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`README: two people write, ${colorScheme}`, async ({ world }) => {
    const ann = await twoWrite(world, { ...DESK, deviceScaleFactor: 2, colorScheme });
    await takesForReadme(ann, `document-${colorScheme}`);
  });
}

test('README: on a phone', async ({ world }) => {
  const ann = await twoWrite(world, { ...PHONE, deviceScaleFactor: 2 });
  await takesForReadme(ann, 'phone');
});

test('README: offline', async ({ world }) => {
  const ann = await twoWrite(world, { ...DESK, deviceScaleFactor: 2 });
  ann.goesOffline();
  await ann.types(' The train goes into a tunnel; the words stay.');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await expect(ann.page.getByText(/Reconnecting/)).toBeVisible();
  await takesForReadme(ann, 'offline');
});

test('README: home', async ({ world }) => {
  const ann = await world.somebody('Ann', { ...DESK, deviceScaleFactor: 2 });
  for (const [id, title] of [
    ['minutes', 'Minutes of the spring meeting'],
    ['recipes', 'Recipes for forty people'],
    ['letter', 'Letter to the council'],
    ['plan', 'A garden for the street'],
  ] as const) {
    await ann.opens(id);
    await ann.names(title);
    await ann.types(`${title}, first draft.`);
    await ann.seesTheSaveWord(text.save.saved);
  }
  await ann.goesTo('/');
  await expect(ann.page.getByRole('link', { name: /Letter to the council/ })).toBeVisible();
  await takesForReadme(ann, 'home');
});

/** @returns Ann, whose screen is shown; Bob is in the next task. */
async function twoWrite(world: World, options: PersonOptions): Promise<Person> {
  const ann = await world.writer('Ann', options);
  const bob = await world.writer('Bob', DESK);
  await writesTheShowDocument(ann);
  await ann.editor.getByText('ask the neighbours on both sides', { exact: true }).click();
  await ann.presses('End');
  await bob.sees('See you on Saturday');
  await bob.editor.getByText('measure the beds, again', { exact: true }).click();
  await bob.presses('End');
  await bob.types(', I can bring the roses');
  await ann.sees('I can bring the roses');
  await ann.seesTheSaveWord(text.save.saved);
  return ann;
}

async function takesForReadme({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${IMAGES}${name}.png` });
}
