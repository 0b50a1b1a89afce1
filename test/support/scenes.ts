/** Everything that can be open over a document, and how a person opens it; for the eye and for axe. */

import { expect } from '@playwright/test';
import { words as comments } from '../../web/comments/words.ts';
import { words as shortcuts } from '../../web/editor/panels/shortcut-words.ts';
import { words as history } from '../../web/history/words.ts';
import { text } from '../../web/ui/text.ts';
import type { Person } from './person.ts';

const { commands } = text;

/** How to open what can be open over a document, by what it is. */
export const SCENES: Readonly<Record<string, (person: Person) => Promise<void>>> = {
  'the slash menu': (person) => suggests(person, '/', commands.insertMenu),
  'the emoji menu': (person) => suggests(person, ':smi', commands.emojiMenu),
  'the menu of mentions': (person) => suggests(person, '@', commands.people),
  'text styles': (person) => opensFromTheBar(person, startOf(text.toolbar.style('')), text.toolbar.styles),
  'the insert menu': (person) => opensFromTheBar(person, text.blocks.insert, text.blocks.insert),
  'table tools': async (person) => {
    await person.editor.locator('td').first().click();
    await opensFromTheBar(person, text.blocks.inTable, text.blocks.inTable);
  },
  'the grips of a table': async (person) => {
    await person.editor.locator('td').first().click();
    await expect(person.page.getByRole('button', { name: text.blocks.rowMenu })).toBeVisible();
  },
  'the menu of a row': async (person) => {
    await person.editor.locator('td').first().click();
    await person.page.getByRole('button', { name: text.blocks.rowMenu }).click();
    await expect(person.page.getByRole('dialog', { name: text.blocks.rowMenu })).toBeVisible();
  },
  'the command menu': async (person) => {
    await person.presses('ControlOrMeta+k');
    await expect(person.page.getByRole('combobox', { name: text.finder.placeholder })).toBeFocused();
  },
  'the list of shortcuts': async (person) => {
    await person.presses('ControlOrMeta+/');
    await expect(person.page.getByRole('dialog', { name: shortcuts.heading })).toBeVisible();
  },
  'find and replace': async (person) => {
    await person.presses('ControlOrMeta+f');
    const panel = person.page.getByRole('search', { name: text.find.label });
    await panel.getByRole('textbox', { name: text.find.what }).fill('the');
    await expect(panel.getByRole('status')).toHaveText(/^1 /);
  },
  'the outline': async (person) => {
    await person.presses('ControlOrMeta+Alt+o');
    await expect(person.page.getByRole('navigation', { name: text.outline.label })).toBeVisible();
  },
  'the history': opensTheHistory,
  'an earlier version': looksBack,
  'the comments': opensTheComments,
  'a comment that is written': async (person) => {
    await opensTheComments(person);
    await person.goesToEnd();
    await person.presses('ControlOrMeta+Alt+m');
    const field = person.page.getByRole('textbox', { name: comments.newLabel });
    await expect(field).toBeFocused();
    await field.fill('Who said this?');
  },
  'the count of words': async (person) => {
    await person.finds(commands.words);
    await expect(person.page.getByRole('dialog', { name: text.words.heading })).toBeVisible();
  },
  'the menu of a block': async (person) => {
    await person.finds(commands.blockMenu);
    await expect(person.page.getByRole('dialog', { name: commands.blockMenu })).toBeVisible();
  },
  'a selection and its bubble': async (person) => {
    await selectsTheQuote(person);
    await expect(person.page.getByRole('toolbar', { name: text.toolbar.selection })).toBeVisible();
  },
  'colours in the bubble': async (person) => {
    await selectsTheQuote(person);
    const bubble = person.page.getByRole('toolbar', { name: text.toolbar.selection });
    await bubble.getByRole('button', { name: commands.colour }).click();
    await expect(person.page.getByRole('dialog', { name: commands.colour })).toBeVisible();
  },
  'the editor of a link': async (person) => {
    await selectsTheQuote(person);
    await person.presses('ControlOrMeta+k');
    await expect(person.page.getByRole('dialog', { name: text.link.dialog })).toBeVisible();
    await person.page.getByRole('textbox', { name: text.link.address }).fill('javascript:1');
    await person.presses('Enter');
    await expect(person.page.getByRole('alert')).toHaveText(text.link.refused);
  },
  'the editor of a formula': async (person) => {
    await person.editor.locator('.formula').last().click();
    await expect(person.editor.getByRole('textbox', { name: text.formula.label })).toBeFocused();
  },
  'the sheet of what is saved': async (person) => {
    await person.presses('ControlOrMeta+s');
    await expect(person.page.getByRole('dialog', { name: text.save.sheet })).toBeVisible();
  },
};

/** Back to the text, with nothing open and nothing half typed. */
export async function closesEverything(person: Person): Promise<void> {
  const draft = person.page.getByRole('button', { name: comments.throwAway });
  if (await draft.isVisible()) await draft.click();
  for (const name of [history.back, history.close, comments.close]) {
    const way = person.page.getByRole('button', { name });
    if (await way.isVisible()) await way.click();
  }
  const outline = person.page.getByRole('button', { name: text.outline.close });
  if (await outline.isVisible()) await outline.click();
  const open = person.page.locator('[role=dialog], [role=listbox], search');
  for (let presses = 0; presses < 4 && (await open.count()) > 0; presses += 1) {
    await person.presses('Escape');
    await expect.poll(() => person.page.evaluate(() => document.getAnimations().length)).toBe(0);
  }
  await expect(open).toHaveCount(0);
  await person.goesToEnd();
  // What was looked up.
  if (/\n[/:@]\w*$/.test(await person.text())) await person.presses('Shift+Home', 'Backspace', 'Backspace');
}

async function suggests(person: Person, typed: string, menu: string): Promise<void> {
  await person.goesToEnd();
  await person.presses('Enter');
  await person.types(typed);
  await expect(person.page.getByRole('listbox', { name: menu }).getByRole('option').first()).toBeVisible();
}

/** With what was said before, by whoever came first. */
async function opensTheComments(person: Person): Promise<void> {
  const panel = person.page.getByRole('complementary', { name: comments.label });
  await person.page.getByRole('button', { name: startOf(commands.comments) }).click();
  await expect(panel).toBeVisible();
  if ((await panel.getByRole('article').count()) > 0) return;
  // By keys: in a low window the sheet leaves no room to point at the text.
  await person.editor.focus();
  await person.presses('ControlOrMeta+Home', 'ArrowDown', 'ControlOrMeta+Alt+m');
  await expect(person.page.getByRole('textbox', { name: comments.newLabel })).toBeFocused();
  await person.page.keyboard.type('Is this the one by the school?');
  await person.presses('ControlOrMeta+Enter');
  const thread = panel.getByRole('article').first();
  await expect(thread).toBeVisible();
  await person.page.getByRole('textbox', { name: comments.replyLabel }).click();
  await person.page.keyboard.type('It is. See https://example.org/garden');
  await person.presses('ControlOrMeta+Enter');
  await expect(thread).toContainText('It is.');
  await expect(thread.getByText(comments.notSent)).toHaveCount(0);
}

async function opensTheHistory({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: commands.history, exact: true }).click();
  const panel = page.getByRole('complementary', { name: history.label });
  await expect(panel.getByRole('listitem').first()).toBeVisible();
}

async function looksBack(person: Person): Promise<void> {
  await opensTheHistory(person);
  const panel = person.page.getByRole('complementary', { name: history.label });
  await panel.getByRole('listitem').first().getByRole('button').click();
  await expect(person.page.locator('#version .ProseMirror')).toBeVisible();
}

function startOf(name: string): RegExp {
  return new RegExp(`^${name}`);
}

async function opensFromTheBar(person: Person, button: string | RegExp, menu: string): Promise<void> {
  await person.toolbar.getByRole('button', { name: button, exact: true }).click();
  await expect(person.page.getByRole('dialog', { name: menu })).toBeVisible();
}

/** Its last word: on a phone there is more than one line. */
async function selectsTheQuote(person: Person): Promise<void> {
  const quote = person.editor.locator('blockquote p');
  const { width, height } = (await quote.boundingBox()) ?? { width: 0, height: 0 };
  // Its last line: in a narrow window there are several.
  await quote.click({ position: { x: width / 2, y: height - 8 } });
  await person.presses('End', ...Array.from('tomorrow.', () => 'Shift+ArrowLeft'));
  await expect.poll(() => person.page.evaluate(() => String(getSelection()))).toBe('tomorrow.');
}
