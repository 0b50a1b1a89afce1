/** Comments on a document: who says what about which words, and what becomes of both. */

import { expect, type Locator } from '@playwright/test';
import { words } from '../../web/comments/words.ts';
import { text } from '../../web/ui/text.ts';
import { fits, isAccessible } from '../support/accessible.ts';
import { marksOf, panelOf, threadsOf } from '../support/comment-page.ts';
import type { Person } from '../support/person.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test } from '../support/world.ts';

function button(person: Person, name: string | RegExp): Locator {
  return person.page.getByRole('button', { name, exact: typeof name === 'string' });
}

/** The button in the bar, by how many threads are open. */
function counterOf(person: Person, count: number): Locator {
  return button(person, count === 0 ? text.commands.comments : `${text.commands.comments} (${count})`);
}

/** Selects the last so many characters of the text, and comments on them by key. */
async function commentsOnTheLast(person: Person, characters: number, said: string): Promise<void> {
  await person.goesToEnd();
  await person.presses(...Array.from({ length: characters }, () => 'Shift+ArrowLeft'));
  await person.presses('ControlOrMeta+Alt+m');
  await expect(person.page.getByRole('textbox', { name: words.newLabel })).toBeFocused();
  await person.page.keyboard.type(said);
  await person.presses('ControlOrMeta+Enter');
  await expect(threadsOf(person).filter({ hasText: said })).toBeVisible();
}

/** Selects with the pointer, as somebody does who has no cursor in the text. */
async function dragsOverTheFirst(person: Person, word: string): Promise<void> {
  const box = await person.editor.evaluate((element, length) => {
    const range = document.createRange();
    const text = element.querySelector('p')?.firstChild as Text;
    range.setStart(text, 0);
    range.setEnd(text, length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, middle: (top + bottom) / 2 };
  }, word.length);
  const { mouse } = person.page;
  await mouse.move(box.left + 1, box.middle);
  await mouse.down();
  await mouse.move((box.left + box.right) / 2, box.middle);
  await mouse.move(box.right, box.middle);
  await mouse.up();
}

test('Ann comments on a word; Bob sees the mark and the count at once, answers, and resolves it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('The garden is green.');
  await bob.sees('The garden is green.');
  await commentsOnTheLast(ann, 6, 'Is it?\nLook at https://example.org/green.');
  await expect(ann.editor).toBeFocused();
  await expect(marksOf(ann)).toHaveText('green.');
  await expect(threadsOf(ann).getByText(words.notSent)).toHaveCount(0);

  await expect(counterOf(bob, 1)).toBeVisible();
  await expect(marksOf(bob)).toHaveText('green.');
  await marksOf(bob).click();
  await expect(threadsOf(bob)).toHaveCount(1);
  await expect(threadsOf(bob)).toContainText('Ann');
  await expect(threadsOf(bob).getByRole('link', { name: 'https://example.org/green' })).toBeVisible();
  await bob.page.getByRole('textbox', { name: words.replyLabel }).click();
  await bob.page.keyboard.type('It was in June.');
  await button(bob, words.sendReply).click();
  await expect(threadsOf(ann)).toContainText('It was in June.');
  const news = ann.page.getByText(words.news('Bob'));
  await expect(news).toBeAttached();

  // The words are what it is about, wherever they go.
  await ann.editor.focus();
  await ann.presses('ControlOrMeta+Home');
  await ann.types('A new beginning.');
  await ann.presses('Enter');
  await bob.sees('A new beginning.');
  await expect(marksOf(ann)).toHaveText('green.');
  await expect(marksOf(bob)).toHaveText('green.');
  await expect(news, 'it is heard the next time, too').toHaveCount(0, { timeout: 10_000 });

  await threadsOf(bob).getByRole('button', { name: words.resolve, exact: true }).click();
  await expect(marksOf(ann)).toHaveCount(0);
  await expect(counterOf(ann, 0)).toBeVisible();
  await button(ann, words.resolved('1')).click();
  await expect(threadsOf(ann)).toContainText('Is it?');
  await world.everyoneHasTheSame();
});

test('what is said offline is kept, says so, and is sent when the server is back', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('The garden is green.');
  await ann.seesTheSaveWord(text.save.saved);
  await commentsOnTheLast(ann, 6, 'Is it?');
  await expect(threadsOf(ann).getByText(words.notSent)).toHaveCount(0);
  await ann.keepsTheApp();
  ann.goesOffline();
  await threadsOf(ann).getByRole('button', { name: 'green.' }).click();
  await ann.page.getByRole('textbox', { name: words.replyLabel }).click();
  await ann.page.keyboard.type('I ask myself.');
  await ann.presses('ControlOrMeta+Enter');
  await expect(threadsOf(ann).getByText(words.notSent)).toBeVisible();
  await ann.reloads();
  await expect(threadsOf(ann)).toContainText('Is it?');
  await threadsOf(ann).getByRole('button', { name: 'green.' }).click();
  await expect(threadsOf(ann)).toContainText('I ask myself.');
  await expect(threadsOf(ann).getByText(words.notSent)).toBeVisible();
  await expect(marksOf(ann)).toHaveText('green.');
  ann.comesBack();
  await expect(threadsOf(ann).getByText(words.notSent)).toHaveCount(0);
  const bob = await world.writer('Bob');
  await counterOf(bob, 1).click();
  await threadsOf(bob).getByRole('button', { name: 'green.' }).click();
  await expect(threadsOf(bob)).toContainText('I ask myself.');
});

test('by keys alone: begun, put away, sent, walked, answered, deleted and brought back', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('First line.');
  await ann.presses('Enter');
  await ann.types('Second line.');
  // Nothing is selected: the paragraph is meant.
  await ann.presses('ControlOrMeta+Alt+m');
  const field = ann.page.getByRole('textbox', { name: words.newLabel });
  await expect(field).toBeFocused();
  await ann.page.keyboard.type('Half a thought');
  await ann.presses('Escape');
  await expect(field).toBeHidden();
  await expect(ann.editor).toBeFocused();
  await ann.reloads();
  await ann.goesToEnd();
  await ann.presses('ControlOrMeta+Alt+m');
  await expect(field).toHaveValue('Half a thought');
  await ann.page.keyboard.type(', and the rest.');
  await ann.presses('ControlOrMeta+Enter');
  await expect(ann.editor).toBeFocused();
  await expect(marksOf(ann)).toHaveText('Second line.');
  await ann.presses('ControlOrMeta+Home', 'ControlOrMeta+Alt+m');
  await expect(field).toBeFocused();
  await ann.page.keyboard.type('On the first.');
  await ann.presses('ControlOrMeta+Enter');
  await expect(threadsOf(ann)).toHaveCount(2);

  await ann.presses('ControlOrMeta+Alt+Shift+m');
  await expect(panelOf(ann)).toBeHidden();
  await ann.presses('ControlOrMeta+Alt+Shift+m');
  await expect(threadsOf(ann).getByRole('button', { name: 'First line.' })).toBeFocused();
  await ann.presses('ArrowDown');
  await expect(threadsOf(ann).getByRole('button', { name: 'Second line.' })).toBeFocused();
  await expect(ann.editor.locator('.commented-active')).toHaveText('Second line.');
  const remove = threadsOf(ann).getByRole('button', { name: words.remove, exact: true });
  await remove.focus();
  await ann.presses('Enter');
  await expect(threadsOf(ann)).toHaveCount(1);
  await expect(marksOf(ann)).toHaveText('First line.');
  await ann.page.getByRole('status').getByRole('button', { name: words.undo }).focus();
  await ann.presses('Enter');
  await expect(threadsOf(ann)).toHaveCount(2);
  await threadsOf(ann).getByRole('button', { name: 'First line.' }).focus();
  await ann.presses('Escape');
  await expect(panelOf(ann)).toBeHidden();
  await expect(ann.editor).toBeFocused();
});

test('asked for before the comments are loaded, one is begun as soon as they are', async ({ world }) => {
  const ann = await world.somebody('Ann');
  const comments = await ann.holdsBack(/\/comments-[^/]*\.js/);
  await ann.opens(world.documentId);
  await ann.types('The garden is green.');
  await ann.presses('ControlOrMeta+Alt+m');
  comments.comes();
  await expect(ann.page.getByRole('textbox', { name: words.newLabel })).toBeFocused();
});

test('the words of others stay in place while one writes; deleted and brought back they are found again', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('One two three.');
  await commentsOnTheLast(ann, 6, 'Which three?');
  await expect(marksOf(bob)).toHaveText('three.');
  await bob.goesToEnd();
  await bob.presses('Shift+Home', 'Delete');
  await expect(marksOf(ann)).toHaveCount(0);
  await expect(panelOf(ann).getByRole('heading', { name: words.gone })).toBeVisible();
  await bob.presses('ControlOrMeta+z');
  await expect(marksOf(ann)).toHaveText('three.');
  await expect(panelOf(ann).getByRole('heading', { name: words.gone })).toBeHidden();
  // Moved with its block.
  await bob.goesToEnd();
  await bob.presses('Enter');
  await bob.types('The last line.');
  await bob.presses('ControlOrMeta+Alt+ArrowUp');
  await expect(marksOf(bob)).toHaveText('three.');
  await expect(marksOf(ann)).toHaveText('three.');
  await world.everyoneHasTheSame();
});

test.describe('with roles', () => {
  test.use({ ownServer: { ACCESS: 'token', TOKEN_SECRET } });

  test('R25 who may comment comments and does not write; who may read reads', async ({ world }) => {
    const linkOf = async (name: string, role: string) =>
      `/d/${world.documentId}#token=${await tokenFor({ sub: name, name, role, doc: world.documentId })}`;
    const ann = await world.somebody('Ann');
    await ann.goesTo(await linkOf('Ann', 'editor'));
    await ann.types('Written by Ann.');
    await ann.seesTheSaveWord(text.save.saved);
    const cleo = await world.somebody('Cleo');
    await cleo.goesTo(await linkOf('Cleo', 'commenter'));
    await cleo.sees('Written by Ann.');
    await cleo.seesTheSaveWord(text.save.mayComment);
    await expect(cleo.editor).toHaveAttribute('contenteditable', 'false');
    await dragsOverTheFirst(cleo, 'Written');
    await cleo.page.getByRole('main').getByRole('button', { name: words.addShort }).click();
    await expect(cleo.page.getByRole('textbox', { name: words.newLabel })).toBeFocused();
    await cleo.page.keyboard.type('Really by Ann?');
    await cleo.presses('ControlOrMeta+Enter');
    await expect(threadsOf(cleo)).toContainText('Really by Ann?');
    await expect(threadsOf(cleo).getByText(words.notSent)).toHaveCount(0);
    await expect(marksOf(ann)).toHaveText('Written');
    await counterOf(ann, 1).click();
    await expect(threadsOf(ann)).toContainText('Cleo');

    const vic = await world.somebody('Vic');
    await vic.goesTo(await linkOf('Vic', 'viewer'));
    await vic.sees('Written by Ann.');
    await marksOf(vic).click();
    await expect(threadsOf(vic)).toContainText('Really by Ann?');
    await expect(panelOf(vic).getByRole('textbox')).toHaveCount(0);
    await expect(panelOf(vic).getByRole('button', { name: words.resolve, exact: true })).toHaveCount(0);
    await vic.presses('ControlOrMeta+Alt+m');
    await expect(vic.page.getByRole('status').filter({ hasText: words.notAllowed })).toBeVisible();
    expect(await ann.text()).toBe('Written by Ann.');
  });
});

test('on a phone it is a sheet that leaves the text in sight, and axe finds nothing', { tag: '@once' }, async ({
  world,
}) => {
  const ann = await world.writer('Ann', { viewport: { width: 390, height: 844 }, hasTouch: true });
  await ann.types('Something to talk about.');
  await ann.seesTheSaveWord(text.save.saved);
  await counterOf(ann, 0).click();
  await isAccessible(ann, 'no comments');
  await button(ann, words.add).click();
  await ann.page.keyboard.type('On the whole paragraph.');
  await isAccessible(ann, 'a comment that is written');
  await button(ann, words.send).click();
  await expect(threadsOf(ann)).toContainText('On the whole paragraph.');
  await isAccessible(ann, 'a thread');
  await expect(marksOf(ann)).toBeInViewport();
  await fits(ann);
  await button(ann, words.close).click();
  await isAccessible(ann, 'a mark in the text');
});
