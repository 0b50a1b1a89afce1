/** What a thread is about is led to, wherever it stands, and can be pressed. */

import { expect } from '@playwright/test';
import { words } from '../../web/comments/words.ts';
import { text } from '../../web/ui/text.ts';
import { test } from '../support/world.ts';

test('what a thread is about stands in a toggle that is closed here: going there opens it', async ({ world }) => {
  const ann = await world.writer('Ann');
  const content = '<div data-type="detailsContent"><p>hidden words</p></div>';
  const above = '<p>one more</p>'.repeat(40);
  await ann.does('setContent', `${above}<details><summary>more</summary>${content}</details><p>below</p>`);
  const toggle = ann.editor.getByRole('button', { name: text.blocks.toggle });
  const hidden = ann.editor.getByText('hidden words');
  await toggle.click();
  await hidden.click();
  await ann.presses('ControlOrMeta+Alt+m');
  await expect(ann.page.getByRole('textbox', { name: words.newLabel })).toBeFocused();
  await ann.page.keyboard.type('Why is it hidden?');
  await ann.presses('ControlOrMeta+Enter');
  const thread = ann.page.getByRole('complementary', { name: words.label }).getByRole('article');
  await expect(thread).toContainText('Why is it hidden?');

  await toggle.click();
  await expect(hidden).toBeHidden();
  await ann.editor.focus();
  await ann.presses('ControlOrMeta+Home');
  await expect(toggle).not.toBeInViewport();
  await thread.getByRole('button', { name: 'hidden words' }).click();
  await expect(hidden).toBeInViewport();
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
});

test('a press on the words of a comment that is only begun leaves it open', { tag: '@once' }, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('The garden is green.');
  await ann.presses(...Array.from({ length: 6 }, () => 'Shift+ArrowLeft'), 'ControlOrMeta+Alt+m');
  const field = ann.page.getByRole('textbox', { name: words.newLabel });
  await expect(field).toBeFocused();
  await ann.page.keyboard.type('Is it?');
  const mark = ann.editor.locator('.commented');
  await expect(mark).toHaveText('green.');
  await ann.editor.focus();
  await ann.presses('ArrowRight');
  await mark.click();
  await expect(field).toHaveValue('Is it?');
});
