/** The pictures, a scene each: what a person sees, with real people writing through the real server. */

import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import type { Person, PersonOptions } from '../support/person.ts';
import { test, type World } from '../support/world.ts';

const DESK: PersonOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 };
const PHONE: PersonOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };

for (const colorScheme of ['light', 'dark'] as const) {
  test(`two people write, ${colorScheme}`, async ({ world }) => {
    const ann = await twoWrite(world, { ...DESK, colorScheme });
    await takePicture(ann, `document-${colorScheme}`);
  });
}

test('on a phone', async ({ world }) => {
  const ann = await twoWrite(world, PHONE);
  await takePicture(ann, 'phone');
});

test('offline', async ({ world }) => {
  const ann = await twoWrite(world, DESK);
  ann.goesOffline();
  await ann.types(' The train goes into a tunnel; the words stay.');
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await expect(ann.page.getByText(/Reconnecting/)).toBeVisible();
  await takePicture(ann, 'offline');
});

test('home', async ({ world }) => {
  const ann = await world.somebody('Ann', DESK);
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
  await takePicture(ann, 'home');
});

/** @returns Ann, whose screen is shown; Bob is in the third paragraph. */
async function twoWrite(world: World, options: PersonOptions): Promise<Person> {
  const ann = await world.writer('Ann', options);
  const bob = await world.writer('Bob', DESK);
  await ann.names('A garden for the street');
  await ann.types('# What we want');
  await ann.presses('Enter');
  await ann.types('A strip of green between the pavement and the road, from the school to the bakery.');
  await ann.presses('Enter');
  await ann.types('> Whoever plants a tree believes in tomorrow.');
  await ann.presses('Enter', 'Enter');
  await ann.types('## Until spring');
  await ann.presses('Enter');
  await ann.types('[ ] ask the neighbours on both sides');
  await ann.presses('Enter');
  await ann.types('measure the beds, again');
  await ann.presses('Enter');
  await ann.types('order compost');
  await ann.presses('Enter', 'Enter');
  await ann.types('Costs are ');
  await ann.presses('ControlOrMeta+b');
  await ann.types('lower than last year');
  await ann.presses('ControlOrMeta+b');
  await ann.types(', thanks to the seed library.');
  await ann.editor.getByText('ask the neighbours on both sides', { exact: true }).click();
  await ann.presses('End');
  await bob.sees('thanks to the seed library.');
  await bob.goesToEnd();
  await bob.types(' I can bring the roses');
  await ann.sees('I can bring the roses');
  await ann.seesTheSaveWord(text.save.saved);
  return ann;
}

async function takePicture({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)) });
}
