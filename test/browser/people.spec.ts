/** Seeing where others are, going there, following them; and a room full of people. */

import { expect, type Locator } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { crowdJoins } from '../support/crowd.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

const words = text.people;

/** Of a clock that the test holds. */
const FRAME_MS = 20;

const LINES = 80;
const MANY = Array.from({ length: LINES }, (_, n) => `<p>line ${n} of the long text</p>`).join('');

test('a press on a face goes to their caret, the next follows them from block to block, and an own key ends it', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.does('setContent', MANY);
  const bob = await world.writer('Bob');
  await bob.sees(`line ${LINES - 1}`);
  await bob.goesToEnd();
  await bob.types('!');
  await ann.sees('text!');
  await ann.editor.locator('p').first().click();
  await expect(line(ann, LINES - 1)).not.toBeInViewport();

  const face = ann.page.getByRole('list', { name: words.list }).getByRole('button', { name: /^Bob/ });
  await expect(face).toHaveAccessibleName(words.writes('Bob'));
  await face.hover();
  await expect(ann.page.getByText(words.goTo('Bob'))).toBeVisible();
  await face.click();
  await expect(line(ann, LINES - 1)).toBeInViewport();
  await face.click();
  const banner = ann.page.getByText(words.following('Bob'));
  await expect(banner).toBeVisible();
  await bob.presses('ControlOrMeta+Home');
  await expect(line(ann, 0)).toBeInViewport();
  await bob.goesToEnd();
  await expect(line(ann, LINES - 1)).toBeInViewport();

  await ann.presses('Escape');
  await expect(banner).toBeHidden();
  await bob.presses('ControlOrMeta+Home');
  await bob.types('Bob is at the top. ');
  await ann.sees('Bob is at the top.');
  await expect(line(ann, LINES - 1)).toBeInViewport();
});

test('a press on the face of somebody who only reads says that there is no place to go to, until they have a caret', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.does('setContent', MANY);
  const bob = await world.writer('Bob');
  await bob.sees(`line ${LINES - 1}`);
  const face = ann.page.getByRole('list', { name: words.list }).getByRole('button', { name: /^Bob/ });
  await expect(face).toHaveAccessibleName('Bob');
  const sentence = ann.page.getByRole('status').filter({ hasText: words.noCaret('Bob') });
  await face.click();
  await expect(sentence).toBeVisible();
  await face.click();
  await expect(face).toHaveAttribute('aria-pressed', 'false');
  await expect(ann.page.getByText(words.following('Bob'))).toHaveCount(0);

  await bob.goesToEnd();
  await expect(face).toHaveAccessibleName(words.writes('Bob'));
  await face.click();
  await expect(line(ann, LINES - 1)).toBeInViewport();
});

test('somebody in a toggle that is closed here has their caret behind its summary, and a press on their face opens it', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  const content = '<div data-type="detailsContent"><p>hidden words</p></div>';
  await ann.does('setContent', `<p>above</p><details><summary>more</summary>${content}</details>`);
  await bob.sees('hidden words');
  await bob.editor.getByRole('button', { name: text.blocks.toggle }).click();
  await bob.editor.getByText('hidden words').click();
  const [caret, summary] = [ann.page.locator('.caret'), ann.editor.locator('summary')];
  await expect
    .poll(async () => {
      const [inner, outer] = [await caret.boundingBox(), await summary.boundingBox()];
      return inner && outer && inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1;
    })
    .toBe(true);
  await expect(ann.editor.getByText('hidden words')).toBeHidden();
  await ann.page.getByRole('list', { name: words.list }).getByRole('button', { name: /^Bob/ }).click();
  await expect(ann.editor.getByText('hidden words')).toBeVisible();
});

test('with a hundred others the faces fold up, their carets are there, and one goes on writing', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.does('setContent', MANY);
  await ann.seesTheSaveWord(text.save.saved);
  const crowd = await crowdJoins(`${world.server.syncUrl}/${world.documentId}`, 100);
  const faces = ann.page.getByRole('list', { name: words.list });
  await expect(faces.getByRole('button', { name: words.more(95) })).toBeVisible();
  await expect(faces.getByRole('listitem')).toHaveCount(7);
  await expect(ann.page.locator('.caret')).toHaveCount(100);

  await ann.editor.locator('p').nth(3).click();
  await ann.presses('End');
  const before = (await ann.text()).length;
  const rounds = 5;
  const everybody = async () => {
    for (let round = 0; round < rounds; round += 1) {
      for (const member of crowd) member.types('x');
      await ann.types('Ann');
    }
  };
  await everybody();
  await expect.poll(async () => (await ann.text()).length).toBe(before + rounds * (crowd.length + 3));
  await ann.sees('AnnAnnAnnAnnAnn');
  await ann.seesTheSaveWord(text.save.saved);

  await faces.getByRole('button', { name: words.more(95) }).click();
  const menu = ann.page.getByRole('dialog', { name: words.list });
  await expect(menu.getByRole('button')).toHaveCount(95);
  await menu.getByRole('button', { name: 'Reader 70', exact: true }).click();
  await expect(line(ann, 69)).toBeInViewport();

  for (const member of crowd) member.leaves();
  await expect(faces.getByRole('listitem')).toHaveCount(1);
  await expect(ann.page.locator('.caret')).toHaveCount(0);
});

test('a name is shown for two seconds after a movement, and what is selected steps back after ten', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.somebody('Ann');
  const { clock } = ann.page;
  await clock.install();
  await ann.opens(world.documentId);
  await ann.types('The garden is green.');
  const bob = await world.writer('Bob');
  await bob.sees('green.');
  await bob.goesToEnd();
  await expect(ann.page.locator('.caret')).toHaveCount(1);
  await clock.pauseAt(await ann.page.evaluate(() => Date.now() + 5_000));
  const moving = ann.page.locator('.caret.is-moving');
  const faded = ann.page.locator('.caret-selection.is-faded');
  await clock.runFor(2_500);
  await expect(moving).toHaveCount(0);

  await bob.presses('Shift+Home');
  const isDrawn = async () => {
    await clock.runFor(FRAME_MS);
    return await moving.count();
  };
  await expect.poll(isDrawn).toBe(1);
  await clock.runFor(1_900);
  await expect(moving).toHaveCount(1);
  await clock.runFor(100);
  await expect(moving).toHaveCount(0);
  await expect(ann.page.locator('.caret-selection')).toHaveCount(1);
  await clock.runFor(7_900);
  await expect(faded).toHaveCount(0);
  await clock.runFor(100 + FRAME_MS);
  await expect(faded).toHaveCount(1);
});

test('a face, a caret and a place in the list have the shape of their colour, another one than its neighbours', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.does('setContent', MANY);
  await ann.seesTheSaveWord(text.save.saved);
  const crowd = await crowdJoins(`${world.server.syncUrl}/${world.documentId}`, 8);
  await expect(ann.page.locator('.caret')).toHaveCount(8);
  const shapes = (selector: string, part?: string) =>
    ann.page.evaluate(
      ([places, pseudo]) => {
        const shapeOf = (place: Element) => getComputedStyle(place, pseudo).borderRadius;
        return [...document.querySelectorAll(places)].map(shapeOf);
      },
      [selector, part] as const,
    );
  const faces = await shapes('.face:not(.face-own, .face-more)');
  expect(new Set(faces.slice(0, 4)).size).toBe(4);
  await expect.poll(async () => new Set(await shapes('.caret-flag', '::before')).size).toBe(4);
  for (const number of [0, 1, 2, 3]) {
    expect(await shapes(`.caret[data-person="${number}"] .caret-flag`, '::before')).toEqual([faces[number]]);
  }
  await ann.page.getByRole('button', { name: words.more(3) }).click();
  await expect(ann.page.getByRole('dialog', { name: words.list })).toBeVisible();
  // Those with the sixth to the eighth colour.
  expect(await shapes('.person-dot')).toEqual([faces[1], faces[2], faces[3]]);
  for (const member of crowd) member.leaves();
});

test('on a phone two faces are shown and a list of all others, who can be gone to and followed', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann', { viewport: { width: 360, height: 740 }, hasTouch: true });
  await ann.does('setContent', MANY);
  await ann.seesTheSaveWord(text.save.saved);
  const url = `${world.server.syncUrl}/${world.documentId}`;
  const faces = ann.page.getByRole('list', { name: words.list });
  const few = await crowdJoins(url, 2);
  await expect(faces.getByRole('listitem')).toHaveCount(3);
  await expect(faces.getByRole('button', { name: /^Reader/ })).toHaveCount(2);
  const more = await crowdJoins(url, 5);
  // Two of them are the same people as before, in another tab.
  more[4]?.goesTo(LINES - 1);
  await expect
    .poll(async () => (await ann.page.locator('.caret[data-person="4"]').boundingBox())?.y)
    .toBeGreaterThan(740);
  await faces.getByRole('button', { name: words.more(4) }).tap();
  const list = ann.page.getByRole('dialog', { name: words.list });
  await expect(list.getByRole('button', { name: /^Reader/ })).toHaveText(
    ['2', '3', '4', '5'].map((n) => `Reader ${n}`),
  );
  const fifth = list.getByRole('button', { name: 'Reader 5', exact: true });
  await fifth.tap();
  await expect(line(ann, LINES - 1)).toBeInViewport();
  await faces.getByRole('button', { name: words.more(4) }).tap();
  await fifth.tap();
  await expect(ann.page.getByText(words.following('Reader 5'))).toBeVisible();
  // Turned on its side there is room for everybody.
  await ann.page.setViewportSize({ width: 740, height: 360 });
  await expect(faces.getByRole('listitem')).toHaveCount(6);
  for (const member of [...few, ...more]) member.leaves();
});

function line(person: Person, n: number): Locator {
  return person.editor.locator('p', { hasText: new RegExp(`line ${n} of`) });
}
