/** Who may comment and not write chooses what a comment is about: without a cursor, by keys and by pressing. */

import { expect } from '@playwright/test';
import { words } from '../../web/comments/words.ts';
import { text } from '../../web/ui/text.ts';
import { fits, isAccessible } from '../support/accessible.ts';
import { marksOf, panelOf, threadsOf } from '../support/comment-page.ts';
import type { Person } from '../support/person.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test, type World } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'token', TOKEN_SECRET } });

const WORDS =
  '<h1>Plan</h1><p>First words.</p><ul><li><p>Milk</p></li><li><p>Honey</p></li></ul>' +
  '<table><tr><td><p>left</p></td><td><p>right</p></td></tr></table><p>Last words.</p>';

/** Somebody who writes, and somebody who may comment and has no cursor in the text. */
async function company(world: World): Promise<[Person, Person]> {
  const linkOf = async (name: string, role: string) =>
    `/d/${world.documentId}#token=${await tokenFor({ sub: name, name, role, doc: world.documentId })}`;
  const ann = await world.somebody('Ann');
  await ann.goesTo(await linkOf('Ann', 'editor'));
  await expect(ann.editor).toHaveAttribute('contenteditable', 'true');
  await ann.does('insertContent', WORDS);
  await ann.seesTheSaveWord(text.save.saved);
  const cleo = await world.somebody('Cleo');
  await cleo.goesTo(await linkOf('Cleo', 'commenter'));
  await cleo.sees('Last words.');
  await cleo.seesTheSaveWord(text.save.mayComment);
  return [ann, cleo];
}

const choiceOf = ({ page }: Person) => page.getByRole('application', { name: words.choose.label });
const outlined = ({ editor }: Person) => editor.locator('.comment-choice');

async function hears(person: Person, sentence: string): Promise<void> {
  await expect(choiceOf(person).getByRole('status')).toHaveText(sentence);
}

test('by keys alone who may not write says which part of the text they mean', async ({ world }) => {
  const [ann, cleo] = await company(world);
  const { one, several } = words.choose;
  await cleo.presses('ControlOrMeta+Alt+m');
  await expect(choiceOf(cleo)).toBeFocused();
  await hears(cleo, one('1', '7', 'Plan'));
  await expect(outlined(cleo)).toHaveText('Plan');
  await isAccessible(cleo, 'choosing what a comment is about');
  await cleo.presses('ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  await hears(cleo, one('5', '7', 'left'));
  await expect(outlined(cleo)).toHaveText('left');
  await cleo.presses('End');
  await hears(cleo, one('7', '7', 'Last words.'));
  await cleo.presses('Home', 'ArrowDown', 'Shift+ArrowDown');
  await hears(cleo, several('2', '3', '7', 'First words. Milk'));
  await expect(outlined(cleo)).toHaveText(['First words.', 'Milk']);
  await cleo.presses('Shift+ArrowUp');
  await hears(cleo, one('2', '7', 'First words.'));

  // What others write around it does not change what is meant; when it is gone, what is there now is.
  await ann.editor.focus();
  await ann.presses('ControlOrMeta+Home');
  await ann.types('A new ');
  await cleo.sees('A new Plan');
  await expect(outlined(cleo)).toHaveText('First words.');
  await ann.editor.getByText('First words.').click({ clickCount: 3 });
  await ann.presses('Delete');
  await hears(cleo, one('2', '6', 'Milk'));
  await expect(outlined(cleo)).toHaveText('Milk');

  await cleo.presses('Escape');
  await expect(choiceOf(cleo)).toBeHidden();
  await expect(outlined(cleo)).toHaveCount(0);
  // Away from the panel and back to it; what was chosen last is chosen again.
  await cleo.presses('ControlOrMeta+Alt+Shift+m');
  const add = panelOf(cleo).getByRole('button', { name: words.add });
  await add.focus();
  await cleo.presses('Enter');
  await hears(cleo, one('2', '6', 'Milk'));
  await cleo.presses('ArrowDown', 'Escape');
  await expect(add).toBeFocused();
  await cleo.presses('Enter');
  await hears(cleo, one('3', '6', 'Honey'));
  await cleo.presses('Enter');
  await expect(cleo.page.getByRole('textbox', { name: words.newLabel })).toBeFocused();
  await cleo.page.keyboard.type('How much of it?');
  await cleo.presses('ControlOrMeta+Enter');
  await expect(threadsOf(cleo)).toContainText('How much of it?');
  await expect(marksOf(ann)).toHaveText('Honey');

  await cleo.finds(text.commands.comment);
  await expect(choiceOf(cleo)).toBeFocused();
  await hears(cleo, one('3', '6', 'Honey'));
  await world.everyoneHasTheSame();
});

test('a press on the text chooses there, and the keys bring what they choose into sight', async ({ world }) => {
  const [ann, cleo] = await company(world);
  const { one } = words.choose;
  await ann.goesToEnd();
  await ann.does('insertContent', '<p>one more</p>'.repeat(60));
  await expect.poll(() => cleo.text()).toContain('one more');
  await cleo.presses('ControlOrMeta+Alt+m');
  await expect(choiceOf(cleo)).toBeFocused();
  await cleo.editor.getByText('right').click();
  await hears(cleo, one('6', '67', 'right'));
  await expect(choiceOf(cleo)).toBeFocused();
  await cleo.presses('End');
  await hears(cleo, one('67', '67', 'one more'));
  await expect(outlined(cleo)).toBeInViewport();
  await cleo.presses('PageUp');
  await expect(outlined(cleo)).toBeInViewport();
  await expect(choiceOf(cleo).getByRole('status')).not.toHaveText(one('67', '67', 'one more'));
  await cleo.presses('Home');
  await expect(outlined(cleo)).toHaveText('Plan');
  await expect(outlined(cleo)).toBeInViewport();
  await choiceOf(cleo).getByRole('button', { name: words.addShort }).click();
  await expect(cleo.page.getByRole('textbox', { name: words.newLabel })).toBeFocused();
  await cleo.page.keyboard.type('Which one?');
  await cleo.presses('ControlOrMeta+Enter');
  await expect(marksOf(ann)).toHaveText('Plan');
});

test('on a phone the sheet makes room for the choice, and the focus goes back into it', { tag: '@once' }, async ({
  world,
}) => {
  const [, cleo] = await company(world);
  await cleo.page.setViewportSize({ width: 390, height: 844 });
  await cleo.presses('ControlOrMeta+Alt+Shift+m');
  const add = panelOf(cleo).getByRole('button', { name: words.add });
  await add.click();
  await expect(choiceOf(cleo)).toBeFocused();
  await expect(add).toBeHidden();
  await isAccessible(cleo, 'choosing what a comment is about, on a phone');
  await fits(cleo);
  await choiceOf(cleo).getByRole('button', { name: words.cancel }).click();
  await expect(add).toBeFocused();
});
