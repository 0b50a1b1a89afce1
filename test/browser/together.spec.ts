/** Two people in one document. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { test } from '../support/world.ts';

test('what one types the other reads, both ways', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');

  await ann.types('Hello from Ann. ');
  await bob.sees('Hello from Ann.');
  await bob.goesToEnd();
  await bob.types('And from Bob.');

  await world.everyoneSees('Hello from Ann. And from Bob.');
  await world.everyoneHasTheSame();
});

test('both type at once into one paragraph, and every word is there once', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('start ');
  await bob.sees('start');
  await bob.editor.focus();
  await bob.presses('ControlOrMeta+Home');

  await Promise.all([ann.types('aaaaaaaaaaaaaaaaaaaa'), bob.types('bbbbbbbbbbbbbbbbbbbb')]);

  await world.everyoneSees('bbbbbbbbbbbbbbbbbbbbstart aaaaaaaaaaaaaaaaaaaa');
  await world.everyoneHasTheSame();
});

test('keys that come faster than the page is drawn stand in the order in which they were pressed', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.editor.focus();
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  // None waits for what the one before it did.
  const keys = lines.flatMap((line) => [...line, 'Enter']);
  await Promise.all(keys.map((key) => ann.page.keyboard.press(key === ' ' ? 'Space' : key)));
  await expect(ann.editor.locator('p')).toHaveText([...lines, '']);
});

test('a key acts where the one before it left the caret, however soon it comes', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('first');
  await ann.presses('Enter');
  await ann.page.keyboard.type('second');
  await expect(ann.editor.locator('p')).toHaveText(['first', 'second']);

  const keys = ['Home', 'Enter', 'ArrowUp', 'ArrowUp', 'End', 'Enter', 'b', 'Home', 'a'];
  await Promise.all(keys.map((key) => ann.page.keyboard.press(key)));

  await expect(ann.editor.locator('p')).toHaveText(['first', 'ab', '', 'second']);
});

test('a key that comes right after the focus came back goes where the caret was', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('one two');
  await ann.page.getByRole('textbox', { name: text.document.title }).focus();
  // As on a busy page: the focus comes back, the caret is at the start, and the key has waited when it is heard.
  await ann.editor.evaluate((element) => {
    (element as HTMLElement).focus();
    getSelection()?.collapse(element, 0);
    for (const until = performance.now() + 400; performance.now() < until; );
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
  });
  await ann.page.keyboard.press('!');
  await ann.sees('!');
  expect(await ann.text()).toContain('one two!');
});

test('a press puts the caret where it was pressed, however late the page is told of it', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('one');
  await ann.presses('Enter');
  await ann.page.keyboard.type('two');
  await expect(ann.editor.locator('p')).toHaveText(['one', 'two']);
  await ann.page.getByRole('textbox', { name: text.document.title }).focus();
  await ann.page.evaluate(() => {
    window.addEventListener('selectionchange', (event) => event.stopImmediatePropagation(), true);
  });
  await ann.editor.locator('p').first().click();
  // The editor has put back what it takes for the caret: ProseMirror does that 20 ms after a focus, a frame takes 16.
  for (let frame = 0; frame < 3; frame++) await ann.page.evaluate(() => new Promise(requestAnimationFrame));
  await ann.page.keyboard.press('!');
  await expect(ann.editor.locator('p')).toHaveText(['one!', 'two']);
});

test('what is chosen from the bar acts where the press before it put the caret, however late the page is told of it', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.does('insertTable', { rows: 2, cols: 2, withHeaderRow: true });
  await ann.editor.locator('th').first().click();
  await ann.types('first');
  await ann.page.evaluate(() => {
    window.addEventListener('selectionchange', (event) => event.stopImmediatePropagation(), true);
  });
  await ann.editor.locator('td').last().click();
  await ann.clicks(text.blocks.inTable);
  await ann.page.getByRole('button', { name: text.blocks.addRowBelow, exact: true }).click();
  await ann.types('last');
  await expect(ann.editor.locator('tr')).toHaveText(['first', 'last', '']);
});

test('formatting from keys and from the bar reaches the other', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');

  await ann.types('A heading');
  await ann.presses('ControlOrMeta+Alt+2', 'Enter');
  await ann.clicks(text.commands.bold);
  await ann.types('bold');
  await ann.clicks(text.commands.bold);
  await ann.types(' and ');
  await ann.presses('ControlOrMeta+i');
  await ann.types('italic');
  await ann.presses('ControlOrMeta+i', 'Enter');
  await ann.clicks(text.commands.bulletList);
  await ann.types('one');
  await ann.presses('Enter');
  await ann.types('two');

  await expect(bob.editor.getByRole('heading', { level: 2, name: 'A heading' })).toBeVisible();
  await expect(bob.editor.locator('strong')).toHaveText('bold');
  await expect(bob.editor.locator('em')).toHaveText('italic');
  await expect(bob.editor.getByRole('listitem')).toHaveCount(2);
  await bob.sees('two');
  await world.everyoneHasTheSame();
});

test('every button of the bar does what it says, and can be taken back', async ({ world }) => {
  const ann = await world.writer('Ann');
  const { commands } = text;
  for (const [button, selector] of [
    [commands.bold, 'strong'],
    [commands.italic, 'em'],
    [commands.underline, 'u'],
    [commands.strike, 's'],
    [commands.code, 'code'],
    [commands.bulletList, 'ul'],
    [commands.orderedList, 'ol'],
    [commands.blockquote, 'blockquote'],
    [commands.codeBlock, 'pre'],
    [commands.taskList, 'ul input[type=checkbox], ul [role=checkbox]'],
  ] as const) {
    await ann.editor.focus();
    await ann.presses('ControlOrMeta+a', 'Delete');
    await ann.types('word');
    await ann.presses('Home', 'Shift+End');
    await ann.clicks(button);
    await expect(ann.editor.locator(selector).first(), button).toBeVisible();
    await ann.clicks(button);
    await expect(ann.editor.locator(selector), button).toHaveCount(0);
    expect(await ann.text()).toContain('word');
  }
});

test('the other person has a caret with a name, and a face while they are here', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('Where is Bob?');
  await bob.sees('Where is Bob?');
  await bob.goesToEnd();

  await expect(ann.page.locator('.caret-flag').getByText('Bob', { exact: true })).toBeAttached();
  const faces = ann.page.getByRole('list', { name: text.people.list });
  await expect(faces).toContainText('B');
  await expect(faces.getByRole('listitem')).toHaveCount(2);

  await bob.closesTheTab();
  await expect(faces.getByRole('listitem')).toHaveCount(1);
  await expect(ann.page.locator('.caret-flag')).toHaveCount(0);
});

test('undo takes back only what I did', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('Ann wrote this. ');
  await bob.sees('Ann wrote this.');
  await bob.goesToEnd();
  await bob.types('Bob wrote that.');
  await ann.sees('Bob wrote that.');

  // How much one undo takes back depends on the pauses of the one who typed; whose words it takes does not.
  await expect(async () => {
    await ann.presses('ControlOrMeta+z');
    await expect.poll(() => bob.text(), { timeout: 2_000 }).toBe('Bob wrote that.');
  }).toPass();
  await expect(async () => {
    await ann.presses('ControlOrMeta+Shift+z');
    await expect.poll(() => bob.text(), { timeout: 2_000 }).toBe('Ann wrote this. Bob wrote that.');
  }).toPass();
  await expect(async () => {
    await bob.clicks(text.commands.undo);
    await expect.poll(() => ann.text(), { timeout: 2_000 }).toBe('Ann wrote this. ');
  }).toPass();
  await world.everyoneHasTheSame();
});

test('the title is shared, and names the tab', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.names('The plan');
  await expect(bob.title).toHaveValue('The plan');
  await expect(bob.page).toHaveTitle(/The plan/);
});
