/** What appears beside the text: the bar of a selection, the handle of a block, the outline, the count of words. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

const { commands } = text;

test('a selection has a bar of its own, which stays while others write, formats, and goes with Escape', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.does('setContent', '<p>above</p><p>roses are red</p>');
  await bob.sees('roses are red');
  await ann.editor.getByText('roses are red').click();
  await ann.presses('Home', ...Array.from('roses', () => 'Shift+ArrowRight'));
  const bar = ann.page.getByRole('toolbar', { name: text.toolbar.selection });
  await expect(bar).toBeVisible();

  await bob.editor.getByText('above').click();
  await bob.presses('End');
  await bob.types(' and more');
  await ann.sees('above and more');
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: commands.bold }).click();
  await expect(bob.editor.locator('strong')).toHaveText('roses');
  await expect(bar.getByRole('button', { name: commands.bold })).toHaveAttribute('aria-pressed', 'true');
  await ann.presses('Escape');
  await expect(bar).toBeHidden();
  expect(await ann.page.evaluate(() => String(getSelection()))).toBe('roses');
});

test('the handle of a block moves it by dragging', { tag: '@chromium' }, async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('one');
  await ann.presses('Enter');
  await ann.types('two');
  await ann.presses('Enter');
  await ann.types('three');
  await bob.sees('three');

  await hovers(ann, 'one');
  await ann.page.getByRole('button', { name: commands.blockMenu }).dragTo(ann.editor.getByText('three'), {
    targetPosition: { x: 20, y: 24 },
  });
  await expect(bob.editor.locator('p')).toHaveText(['two', 'three', 'one']);
  await world.everyoneHasTheSame();
});

test('the menu of a block doubles it, turns it into something else, and links to it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('two');
  await ann.presses('Enter');
  await ann.types('three');
  await ann.presses('Enter');
  await ann.types('one');
  await bob.sees('one');
  await opensMenuOf(ann, 'two');
  await chooses(ann, commands.duplicate);
  await expect(bob.editor.locator('p')).toHaveText(['two', 'two', 'three', 'one']);
  await opensMenuOf(ann, 'three');
  await chooses(ann, commands.heading2);
  await expect(bob.editor.getByRole('heading', { level: 2 })).toHaveText('three');
  await world.everyoneHasTheSame();

  await opensMenuOf(ann, 'one');
  await chooses(ann, commands.copyLink);
  await expect(ann.page.getByText(text.notices.linkCopied)).toBeVisible();
  await ann.goesToEnd();
  await ann.presses('Enter', 'ControlOrMeta+v');
  await expect(ann.editor.getByRole('link')).toHaveAttribute('href', /\/d\/[^#]+#b=.+/);
});

test('a link is copied also where the page has no clipboard of its own, as without TLS', async ({ world }) => {
  const ann = await world.somebody('Ann');
  await ann.page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await ann.opens(world.documentId);
  await ann.types('one');
  await ann.finds(commands.copyLink);
  await expect(ann.page.getByText(text.notices.linkCopied)).toBeVisible();
  await ann.presses('End', 'Enter', 'ControlOrMeta+v');
  await expect(ann.editor.getByRole('link')).toHaveAttribute('href', /\/d\/[^#]+#b=.+/);
});

test('the outline follows the headings of everybody and leads to them; words are counted, and those selected', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  const filler = '<p>five words stand in here</p>'.repeat(40);
  await ann.does('setContent', `<h1>Beds</h1>${filler}<h2>Earth</h2>${filler}`);
  await bob.sees('Earth');
  await ann.presses('ControlOrMeta+Alt+o');
  const outline = ann.page.getByRole('navigation', { name: text.outline.label });
  await expect(outline.getByRole('listitem')).toHaveText(['Beds', 'Earth']);
  await bob.goesToEnd();
  await bob.presses('Enter');
  await bob.types('# Roses');
  await expect(outline.getByRole('listitem')).toHaveText(['Beds', 'Earth', 'Roses']);
  await outline.getByRole('button', { name: 'Earth' }).click();
  await expect(ann.editor.getByRole('heading', { name: 'Earth' })).toBeInViewport();
  await expect(ann.editor).toBeFocused();

  await ann.finds(commands.words);
  const counted = ann.page.getByRole('dialog', { name: text.words.heading });
  await expect(counted.getByRole('row', { name: text.words.words })).toContainText('403');
});

test('the outline marks the heading that the reader is under, wherever they scroll, also where the page ends', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const filler = '<p>words</p>'.repeat(40);
  const closed = '<details><summary>more</summary><div data-type="detailsContent"><h2>Closed</h2></div></details>';
  const end = '<h2>Roses</h2><p>red</p><h2>Tulips</h2><p>yellow</p>';
  const beds = `<h1>Beds</h1><p>of wood</p>${closed}<p>behind the toggle</p>${filler}`;
  await ann.does('setContent', `${filler}${beds}<h2>Earth</h2>${filler}${end}`);
  await ann.presses('ControlOrMeta+Alt+o');
  const outline = ann.page.getByRole('navigation', { name: text.outline.label });
  await expect(outline.getByRole('listitem')).toHaveText(['Beds', 'Closed', 'Earth', 'Roses', 'Tulips']);
  const present = outline.locator('[aria-current="location"]');
  const scrollsTo = (words: string) =>
    ann.editor.getByText(words, { exact: true }).evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await scrollsTo('Earth');
  await expect(present).toHaveText('Earth');
  await scrollsTo('Beds');
  await expect(present).toHaveText('Beds');
  // What is closed has nobody under it.
  await scrollsTo('behind the toggle');
  await expect(present).toHaveText('Beds');
  await ann.editor.getByRole('button', { name: text.blocks.toggle }).click();
  await scrollsTo('behind the toggle');
  await expect(present).toHaveText('Closed');
  await ann.page.evaluate(() => window.scrollTo(0, 0));
  await expect(present).toHaveCount(0);

  // None of these can come up to where the others do; the last that is seen, until one is chosen.
  await ann.page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(present).toHaveText('Tulips');
  for (const title of ['Roses', 'Tulips', 'Roses']) {
    await outline.getByRole('button', { name: title }).click();
    await expect(present).toHaveText(title);
  }
});

test('of a thousand headings the outline asks a few where they are, and that once a frame however often one scrolls', {
  tag: '@once',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.does('setContent', Array.from({ length: 1_000 }, (_, n) => `<h2>Part ${n}</h2><p>words</p>`).join(''));
  await ann.presses('ControlOrMeta+Alt+o');
  const present = ann.page.getByRole('navigation', { name: text.outline.label }).locator('[aria-current="location"]');
  await ann.editor.getByText('Part 500', { exact: true }).evaluate((heading) => heading.scrollIntoView());
  await expect(present).toHaveText('Part 500');
  const asked = await ann.page.evaluate(async () => {
    let count = 0;
    const { getBoundingClientRect } = Element.prototype;
    Element.prototype.getBoundingClientRect = function () {
      if (this.matches('.ProseMirror h2')) count += 1;
      return getBoundingClientRect.call(this);
    };
    for (let events = 0; events < 50; events += 1) window.dispatchEvent(new Event('scroll'));
    while (count === 0) await new Promise(requestAnimationFrame);
    return count;
  });
  expect(asked).toBeLessThanOrEqual(Math.ceil(Math.log2(1_000)));
});

/** The pointer rests on a block, and its handle comes. */
async function hovers(person: Person, words: string): Promise<void> {
  await person.editor
    .getByText(words, { exact: true })
    .first()
    .hover({ position: { x: 6, y: 10 } });
  await expect(person.page.getByRole('button', { name: commands.blockMenu })).toBeVisible();
}

async function opensMenuOf(person: Person, words: string): Promise<void> {
  await hovers(person, words);
  await person.page.getByRole('button', { name: commands.blockMenu }).click();
  await expect(person.page.getByRole('dialog', { name: commands.blockMenu })).toBeVisible();
}

async function chooses(person: Person, item: string): Promise<void> {
  const menu = person.page.getByRole('dialog', { name: commands.blockMenu });
  await menu.getByRole('button', { name: item }).click();
}
