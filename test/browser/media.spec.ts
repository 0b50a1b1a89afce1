/** Pastes, images and code, as a person brings them. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { fileNamed } from '../support/files.ts';
import { png } from '../support/images.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

test('an image placed while the server is away is shown at once, and arrives for everybody when it is back', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await ann.types('A picture: ');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.keepsTheApp();
  ann.goesOffline();
  await ann.seesTheSaveWord(text.save.onThisDevice);
  await insertsImage(ann, 'roses.png');
  const image = ann.editor.getByRole('img', { name: 'roses' });
  await expect(image).toBeVisible();
  await expect(image).toHaveJSProperty('naturalWidth', 320);
  await expect(ann.editor.getByText(text.images.waiting)).toBeVisible();

  // Kept on the device, not only on the page.
  await ann.reloads();
  await expect(ann.editor.getByRole('img', { name: 'roses' })).toHaveJSProperty('naturalWidth', 320);

  ann.comesBack();
  await ann.seesTheSaveWord(text.save.saved);
  await expect(ann.editor.getByText(text.images.waiting)).toBeHidden();
  const bob = await world.writer('Bob');
  await expect(bob.editor.getByRole('img', { name: 'roses' })).toHaveJSProperty('naturalWidth', 320);
  await world.everyoneHasTheSame();
});

test('an image is described, captioned and made smaller, also by keys; what is no image is refused in a sentence', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await insertsImage(ann, 'roses.png');
  const figure = ann.editor.locator('figure');
  await figure.getByRole('img').click();
  await ann.fills(figure.getByRole('textbox', { name: text.images.altLabel }), 'Red roses');
  await ann.presses('Enter');
  await expect(figure.getByRole('img', { name: 'Red roses' })).toBeVisible();
  await figure.getByRole('button', { name: text.images.resize }).focus();
  await ann.presses('ArrowLeft', 'ArrowLeft');
  await expect(figure.getByRole('img')).toHaveCSS('width', '288px');

  await insertsImage(ann, 'page.png', Buffer.from('<html>'));
  await expect(ann.page.getByRole('alert')).toContainText(text.images.notAnImage);
});

test('an image is described and made smaller, and code is given its language, by keys alone', async ({ world }) => {
  const ann = await world.writer('Ann');
  await insertsImage(ann, 'roses.png');
  const figure = ann.editor.locator('figure');
  await expect(figure.getByRole('img', { name: 'roses' })).toBeVisible();
  await ann.editor.focus();
  await ann.finds(text.commands.describeImage);
  await expect(figure.getByRole('textbox', { name: text.images.altLabel })).toBeFocused();
  await ann.presses('ControlOrMeta+a');
  await ann.page.keyboard.type('Red roses');
  await ann.presses('Tab');
  await expect(figure.getByRole('button', { name: text.images.resize })).toBeFocused();
  await ann.presses('ArrowLeft', 'Escape');
  await expect(ann.editor).toBeFocused();
  await expect(figure.getByRole('img', { name: 'Red roses' })).toHaveCSS('width', '304px');

  await ann.goesToEnd();
  await ann.presses('Enter');
  await ann.types('``` const answer = 42;');
  await ann.finds(text.code.language);
  const picker = ann.editor.getByRole('combobox', { name: text.code.language });
  await expect(picker).toBeFocused();
  await ann.presses('Escape');
  await expect(ann.editor).toBeFocused();
});

test('a file that is let go over the page is put in where it is an image, else refused in a sentence; the page stays', {
  tag: '@chromium',
}, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('words');
  await letsGo(ann, '.ProseMirror p', 'tulips.png', 'image/png');
  await expect(ann.editor.getByRole('img', { name: 'tulips' })).toBeVisible();
  await letsGo(ann, '.ProseMirror p', 'plan.pdf', 'application/pdf');
  await expect(ann.page.getByRole('alert')).toContainText(text.images.notAnImage);
  expect(await letsGo(ann, '.bar', 'plan.pdf', 'application/pdf')).toBe('kept');
  await ann.sees('words');
});

test('pasted Markdown is formatted, and one undo gives the plain text back', async ({ world }) => {
  const ann = await world.writer('Ann');
  await pastes(ann, { 'text/plain': '# Plan\n\n- one\n- two' });
  await expect(ann.editor.getByRole('heading', { name: 'Plan' })).toBeVisible();
  await expect(ann.editor.getByRole('listitem')).toHaveCount(2);
  await ann.presses('ControlOrMeta+z');
  await expect(ann.editor.getByRole('heading')).toHaveCount(0);
  await ann.sees('# Plan');
  await ann.presses('ControlOrMeta+z');
  await expect.poll(() => ann.text()).toBe('');
});

test('a paste from another program comes out clean, and an address over selected words links them', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  await pastes(ann, {
    'text/plain': 'x',
    'text/html': `<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700;color:#f00">Bold</span>
      words</p></b><script>document.title = 'broken'</script><img src="https://tracker.example/x.gif" width="1" height="1">`,
  });
  await expect(ann.editor.locator('strong')).toHaveText('Bold');
  await expect(ann.editor.locator('img, span[style*="color"]')).toHaveCount(0);
  await ann.presses('ControlOrMeta+a');
  await pastes(ann, { 'text/plain': 'https://example.org/' });
  await expect(ann.editor.getByRole('link', { name: 'Bold words' })).toHaveAttribute('href', 'https://example.org/');
});

test('code has the colours of its language, which can be changed', { tag: '@once' }, async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('```js ');
  await ann.types('const answer = 42;');
  await expect(ann.editor.locator('pre .hljs-keyword')).toHaveText('const');
  const picker = ann.editor.getByRole('combobox', { name: text.code.language });
  await expect(picker).toHaveValue('javascript');
  await picker.selectOption('SQL');
  await expect(ann.editor.locator('pre .hljs-number')).toHaveText('42');
  await expect(ann.editor.locator('pre .hljs-keyword')).toHaveCount(0);
  const bob = await world.writer('Bob');
  await expect(bob.editor.getByRole('combobox', { name: text.code.language })).toHaveValue('sql');
});

test('a formula is written below itself, and within a line between dollar signs', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('$$ ');
  const field = ann.editor.getByRole('textbox', { name: text.formula.label });
  await expect(field).toBeFocused();
  // In one piece, and Enter once it is drawn: while the page loads what draws it, a driven Firefox may drop single keys.
  await ann.page.keyboard.insertText('\\frac{1}{2}');
  const fraction = ann.editor.locator('.formula .katex .mfrac').first();
  await expect(fraction).toBeVisible();
  await ann.presses('Enter');
  await expect(field).toHaveCount(0);
  await expect(fraction).toBeVisible();
  await ann.goesToEnd();
  await ann.presses('Enter');
  await ann.types('so $x^2$ it is');
  await expect(ann.editor.locator('span.formula .katex')).toHaveCount(1);
  const bob = await world.writer('Bob');
  await expect(bob.editor.locator('.formula .katex')).toHaveCount(2);
  await world.everyoneHasTheSame();
});

/** The one behind "so ". */
const opensTheFormula = (person: Person) => person.does('setNodeSelection', 4);

test('a press anywhere on a formula opens its field, also between two of its parts', async ({ world }) => {
  const ann = await world.writer('Ann');
  await ann.types('so $x^2$ it is');
  const formula = ann.editor.locator('span.formula .katex');
  const { width, height } = (await formula.boundingBox()) ?? { width: 0, height: 0 };
  const field = ann.editor.getByRole('textbox', { name: text.formula.label });
  for (const part of [0.25, 0.5, 0.75]) {
    await formula.click({ position: { x: width / 2, y: height * part } });
    await expect(field).toBeFocused();
    await ann.presses('Escape');
    await expect(field).toHaveCount(0);
  }
});

/** What a screen reader reads of each formula; in what draws them is another of that role. */
const formulas = (person: Person) =>
  person.editor
    .locator('.formula > [role="math"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')).join('|'));

test('what is written in the field of a formula is saved with every key, also where somebody works around it', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('so $x$ it is');
  await bob.sees('it is');
  const field = ann.editor.getByRole('textbox', { name: text.formula.label });
  await opensTheFormula(ann);
  await expect(field).toBeFocused();
  await ann.presses('End');
  await ann.page.keyboard.insertText(' + y');
  await expect.poll(() => formulas(bob)).toBe('x + y');
  // A new paragraph for what she is in.
  await bob.does('setTextSelection', 3);
  await bob.does('splitBlock');
  await expect(ann.editor.locator('p')).toHaveCount(2);
  await expect.poll(() => formulas(ann)).toBe('x + y');
  await ann.seesTheSaveWord(text.save.saved);
  await ann.reloads();
  await expect.poll(() => formulas(ann)).toBe('x + y');
  await world.everyoneHasTheSame();
});

test('the field of a formula that somebody else changes shows that, and Escape brings back no older one', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await ann.types('so $x$ it is');
  await bob.sees('it is');
  const fieldOf = (person: Person) => person.editor.getByRole('textbox', { name: text.formula.label });
  await opensTheFormula(ann);
  await expect(fieldOf(ann)).toHaveValue('x');
  await opensTheFormula(bob);
  await expect(fieldOf(bob)).toBeFocused();
  await bob.fills(fieldOf(bob), 'y^2');
  await bob.presses('Enter');
  await expect.poll(() => formulas(ann)).toBe('y^2');
  await fieldOf(ann).focus();
  await ann.presses('Escape');
  await expect(fieldOf(ann)).toHaveCount(0);
  for (const person of [ann, bob]) await expect.poll(() => formulas(person)).toBe('y^2');

  // What she wrote herself goes with it.
  await opensTheFormula(ann);
  await expect(fieldOf(ann)).toBeFocused();
  await ann.page.keyboard.insertText('z');
  await expect.poll(async () => (await formulas(bob)).includes('z')).toBe(true);
  await ann.presses('Escape');
  for (const person of [ann, bob]) await expect.poll(() => formulas(person)).toBe('y^2');
  await world.everyoneHasTheSame();
});

test('the description of an image is saved with every key', async ({ world }) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  await insertsImage(ann, 'roses.png');
  const figure = ann.editor.locator('figure');
  await figure.getByRole('img').click();
  await ann.fills(figure.getByRole('textbox', { name: text.images.altLabel }), 'Red roses ');
  await ann.page.keyboard.type('in May');
  await expect(bob.editor.getByRole('img', { name: 'Red roses in May' })).toBeVisible();
  await ann.seesTheSaveWord(text.save.saved);
  await ann.reloads();
  await expect(ann.editor.getByRole('img', { name: 'Red roses in May' })).toBeVisible();
});

/** As when somebody drags a file from their desk onto an element. @returns whether the page kept the browser from showing it. */
async function letsGo(person: Person, selector: string, name: string, type: string): Promise<'kept' | 'shown'> {
  const target = person.page.locator(selector).first();
  return await target.evaluate(
    (element, [file, kind, bytes]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], file, { type: kind }));
      const { x, y } = element.getBoundingClientRect();
      const drop = new DragEvent('drop', {
        bubbles: true,
        cancelable: true,
        clientX: x + 2,
        clientY: y + 2,
        dataTransfer,
      });
      element.dispatchEvent(drop);
      return drop.defaultPrevented ? ('kept' as const) : ('shown' as const);
    },
    [name, type, [...png(64, 64)]] as const,
  );
}

async function insertsImage(person: Person, name: string, bytes = png(320, 200)): Promise<void> {
  await person.goesToEnd();
  const chooser = person.page.waitForEvent('filechooser');
  await person.clicks(text.blocks.insert);
  await person.page.getByRole('button', { name: text.images.insert, exact: true }).click();
  await (await chooser).setFiles([fileNamed(name, bytes)]);
}

/**
 * As the browser does on Ctrl+V, with what another program has put on the clipboard. Firefox empties the clipboard that a
 * script gives to the constructor of the event, on any page; so the event is told afterwards what it carries.
 */
async function pastes(person: Person, contents: Readonly<Record<string, string>>): Promise<void> {
  await person.editor.focus();
  await person.editor.evaluate((element, entries) => {
    const clipboardData = new DataTransfer();
    for (const [type, content] of Object.entries(entries)) clipboardData.setData(type, content);
    const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
    Object.defineProperty(paste, 'clipboardData', { value: clipboardData });
    element.dispatchEvent(paste);
  }, contents);
}
