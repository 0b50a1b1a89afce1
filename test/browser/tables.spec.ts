/** Tables and other blocks, put in from the bar, and what two people do with them. */

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator } from '@playwright/test';
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

test('words go into the first cell of a new table, however late the page is told that the line of before is gone', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.editor.focus();
  await ann.editor.evaluate((element) => {
    element.addEventListener('focus', () => setTimeout(() => document.dispatchEvent(new Event('selectionchange'))));
  });
  await chooses(ann, words.insert, words.table);
  await expect(ann.editor).toBeFocused();
  await ann.types('name');
  await ann.sees('name');
  expect((await cells(ann)).flat()).toEqual(['name', ...Array<string>(8).fill('')]);
});

test('a press below a table goes on writing there, and one beside it leaves the caret alone', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.editor.focus();
  await chooses(ann, words.insert, words.table);
  await expect(ann.editor.locator('td')).toHaveCount(6);
  const { x, y, height } = (await ann.editor.boundingBox()) ?? { x: 0, y: 0, height: 0 };
  await ann.page.mouse.click(x + 300, y + height + 60);
  await ann.types('below');
  await ann.page.mouse.click(x - 60, y + 20);
  await ann.editor.focus();
  await ann.types(', still');
  await expect(ann.editor.locator(':scope > p')).toHaveText(['below, still']);
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

test('a table grows and is put in order by its grips, while the other writes in it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.does('insertTable', { rows: 2, cols: 2, withHeaderRow: true });
  await expect(bob.editor.locator('th')).toHaveCount(2);
  for (const [n, word] of ['name', 'hours', 'Eve', '12'].entries()) {
    await ann.editor.locator('th, td').nth(n).click();
    await ann.types(word);
  }
  const { page } = ann;
  await ann.editor.getByText('Eve').hover();
  await page.getByRole('button', { name: words.growRow }).click();
  await page.getByRole('button', { name: words.growColumn }).click();
  await expect(bob.editor.locator('tr')).toHaveCount(3);
  await expect(bob.editor.locator('th')).toHaveCount(3);

  await bob.editor.locator('th').last().click();
  await bob.types('plants');
  await bob.editor.locator('tr').nth(1).locator('td').last().click();
  await bob.types('roses');
  await page.getByRole('button', { name: words.rowMenu }).click();
  await page.getByRole('dialog', { name: words.rowMenu }).getByRole('button', { name: words.moveRowDown }).click();
  await expect(ann.editor).toBeFocused();
  await page.getByRole('button', { name: words.columnMenu }).click();
  const columnMenu = page.getByRole('dialog', { name: words.columnMenu });
  // By the keyboard, which a menu has some moments after it is seen: to the last but one.
  await expect.poll(() => columnMenu.evaluate((menu) => menu.contains(document.activeElement))).toBe(true);
  await ann.presses('End', 'ArrowUp', 'Enter');
  await expect(columnMenu).toBeHidden();
  await bob.types(' and lilies');
  await world.everyoneHasTheSame();
  expect(await cells(bob)).toEqual([
    ['name', 'hours', 'plants'],
    ['', '', ''],
    ['Eve', '12', 'roses and lilies'],
  ]);
  // The menu's last but one: the column has become one of headers.
  await expect(bob.editor.locator('th')).toHaveCount(5);
});

test('a table is held by its handle: moved while the other types in it, doubled with cells of its own, deleted', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('above');
  await ann.presses('Enter');
  await ann.does('insertTable', { rows: 2, cols: 2, withHeaderRow: false });
  await ann.editor.locator('td').first().click();
  await ann.types('Eve');
  await bob.sees('Eve');
  const table = ann.editor.locator('table');
  const menu = ann.page.getByRole('dialog', { name: text.commands.blockMenu });
  const opens = async () => {
    // Elsewhere than where it was pressed: a pointer that rests says nothing.
    await table
      .last()
      .locator('td')
      .first()
      .hover({ position: { x: 60, y: 12 } });
    await ann.page.getByRole('button', { name: text.commands.blockMenu }).click();
  };
  const chooses = async (item: string) => {
    await menu.getByRole('button', { name: item }).click();
    await expect(menu).toBeHidden();
  };

  await bob.editor.locator('td').last().click();
  await opens();
  await Promise.all([chooses(text.commands.moveUp), bob.types('typed meanwhile')]);
  await expect(bob.editor.locator('table + p, .tableWrapper + p').first()).toHaveText('above');
  await world.everyoneHasTheSame();
  expect(await cells(bob)).toEqual([
    ['Eve', ''],
    ['', 'typed meanwhile'],
  ]);

  await opens();
  await chooses(text.commands.duplicate);
  await expect(bob.editor.locator('table')).toHaveCount(2);
  await table.last().locator('td').nth(1).click();
  await ann.types('of the copy');
  await world.everyoneHasTheSame();
  expect(await cells(bob)).toEqual([
    ['Eve', ''],
    ['', 'typed meanwhile'],
    ['Eve', 'of the copy'],
    ['', 'typed meanwhile'],
  ]);

  await opens();
  await chooses(text.commands.deleteBlock);
  await expect(bob.editor.locator('table')).toHaveCount(1);
  await world.everyoneHasTheSame();
});

test('the handle of a long table stands at the upper end of what is seen of it', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.does('insertTable', { rows: 60, cols: 2, withHeaderRow: false });
  const rows = ann.editor.locator('tr');
  await expect(rows).toHaveCount(60);
  const handle = ann.page.getByRole('button', { name: text.commands.blockMenu });
  const bar = await ann.toolbar.boundingBox();
  /** How far the handle is below the bars. */
  const gap = async () => ((await handle.boundingBox())?.y ?? 0) - (bar?.y ?? 0) - (bar?.height ?? 0);
  const isAtTheTop = () => expect.poll(async () => (await gap()) >= 0 && (await gap()) < 40).toBe(true);

  const pointsAt = async (row: Locator) => {
    await row.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    // It is loaded after the text, and comes with the next move of the pointer: one that rests says nothing.
    await expect(async () => {
      await ann.page.mouse.move(0, 0);
      await row.locator('td').first().hover();
      await expect(handle).toBeVisible({ timeout: 1_000 });
    }).toPass();
  };

  await pointsAt(rows.nth(30));
  await isAtTheTop();
  // It stays there while the table is scrolled under it, up to its last row.
  await ann.page.mouse.wheel(0, 150);
  await isAtTheTop();
  await pointsAt(rows.last());
  await isAtTheTop();

  await handle.click();
  const menu = ann.page.getByRole('dialog', { name: text.commands.blockMenu });
  await expect(menu).toBeInViewport({ ratio: 1 });
  await menu.getByRole('button', { name: text.commands.deleteBlock }).click();
  await expect(ann.editor.locator('table')).toHaveCount(0);
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

test('three people add rows and columns and type at once: the table stays whole, and every word is there', async ({
  world,
}) => {
  const people = [await world.writer('Ann'), await world.writer('Bob'), await world.writer('Cem')];
  const [ann, bob, cem] = people as [Person, Person, Person];
  await ann.does('insertTable', { rows: 2, cols: 2, withHeaderRow: false });
  for (const person of people) await expect(person.editor.locator('td')).toHaveCount(4);

  for (const [n, person] of people.entries()) await person.editor.locator('td').nth(n).click();
  const typed: string[] = [];
  const types = async (person: Person) => {
    const word = `<${person.name}${typed.length}>`;
    typed.push(word);
    await person.types(word);
  };
  for (let round = 0; round < 4; round++) {
    await Promise.all([
      types(ann).then(() => ann.does(round % 2 ? 'addRowAfter' : 'addColumnAfter')),
      types(bob).then(() => bob.does(round % 2 ? 'addColumnBefore' : 'addRowBefore')),
      cem.does(round === 2 ? 'toggleHeaderRow' : 'addRowAfter').then(() => types(cem)),
    ]);
  }
  await Promise.all(people.map((person) => types(person)));

  await world.everyoneSees(...typed);
  await world.everyoneHasTheSame();
  const rows = await cells(ann);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([6]));
  expect(rows).toHaveLength(2 + 4 + 3);
  const all = rows.flat().join(' ');
  for (const word of typed) expect(all.split(word)).toHaveLength(2);
});

test('what I typed into a row that somebody deleted meanwhile waits in a tray', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.does('insertTable', { rows: 3, cols: 2, withHeaderRow: false });
  await expect(bob.editor.locator('td')).toHaveCount(6);
  await ann.editor.locator('td').nth(2).click();
  await ann.types('milk');
  await bob.sees('milk');

  ann.goesOffline();
  await ann.types(' and honey');
  await bob.editor.locator('td').nth(2).click();
  await chooses(bob, words.inTable, words.deleteRow);
  await expect(bob.editor.locator('tr')).toHaveCount(2);
  ann.comesBack();

  const tray = (person: Person) => person.page.getByRole('region', { name: text.recovered.heading(1) });
  for (const person of [ann, bob]) await expect(tray(person)).toContainText('and honey', { timeout: 30_000 });
  await expect(tray(bob)).toContainText('Ann');
  // A name beside a caret is on its way out, so its colour means nothing at the moment of looking.
  const { violations } = await new AxeBuilder({ page: bob.page }).exclude('.caret-flag').analyze();
  expect(violations).toEqual([]);

  await bob.goesToEnd();
  await tray(bob).getByRole('button', { name: text.recovered.insert }).click();
  await world.everyoneSees('and honey');
  for (const person of [ann, bob]) await expect(tray(person)).toHaveCount(0);
  await world.everyoneHasTheSame();
});
