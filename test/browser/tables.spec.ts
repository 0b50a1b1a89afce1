/** Tables and other blocks, put in from the bar, and what two people do with them. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

const words = text.blocks;

async function chooses(person: Person, menu: string, item: string): Promise<void> {
  await person.clicks(menu);
  await person.page.getByRole('dialog', { name: menu }).getByRole('button', { name: item, exact: true }).click();
}

interface Tree {
  readonly type?: string;
  readonly text?: string;
  readonly content?: readonly Tree[];
}

/** Cells of all tables as text, row by row, as the editor holds them: without other people's carets. */
async function cells(person: Person): Promise<string[][]> {
  const rowsOf = (tree: Tree): Tree[] => (tree.type === 'tableRow' ? [tree] : (tree.content ?? []).flatMap(rowsOf));
  const textOf = (tree: Tree): string => tree.text ?? (tree.content ?? []).map(textOf).join('');
  return rowsOf(await person.content()).map((row) => (row.content ?? []).map(textOf));
}

test('a table from the bar: both write in it, one adds a row while the other adds a column', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.editor.focus();
  await chooses(ann, words.insert, words.table);
  await ann.types('name');
  await bob.sees('name');

  await bob.editor.locator('td').last().click();
  await Promise.all([
    chooses(ann, words.inTable, words.addRowBelow),
    chooses(bob, words.inTable, words.addColumnRight),
  ]);
  await ann.types('!');
  await bob.types('last');
  await world.everyoneHasTheSame();
  await expect
    .poll(() => cells(ann))
    .toEqual([
      ['name!', '', '', ''],
      ['', '', '', ''],
      ['', '', '', ''],
      ['', '', 'last', ''],
    ]);
  expect(await cells(bob)).toEqual(await cells(ann));
});

test('a column is dragged wider, and the other sees it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.editor.focus();
  await chooses(ann, words.insert, words.table);
  await expect(bob.editor.locator('th')).toHaveCount(3);

  const box = await ann.editor.locator('th').first().boundingBox();
  if (!box) throw new Error('The table is not on the page.');
  const edge = { x: box.x + box.width - 1, y: box.y + box.height / 2 };
  await ann.page.mouse.move(edge.x - 20, edge.y);
  await ann.page.mouse.move(edge.x, edge.y);
  await ann.page.mouse.down();
  await ann.page.mouse.move(edge.x + 60, edge.y, { steps: 4 });
  await ann.page.mouse.up();

  await expect.poll(async () => (await bob.editor.locator('th').first().getAttribute('colwidth')) !== null).toBe(true);
  await world.everyoneHasTheSame();
});

test('toggle, callout and divider come from the bar and reach the other', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('hidden');
  await chooses(ann, words.insert, words.details);
  await ann.types('summary');
  await expect(bob.editor.locator('summary')).toContainText('summary');

  await ann.goesToEnd();
  await ann.presses('ArrowDown', 'Enter');
  await ann.types('careful');
  await chooses(ann, words.insert, words.callout);
  await expect(bob.editor.locator('aside.callout')).toContainText('careful');
  await world.everyoneHasTheSame();
});
