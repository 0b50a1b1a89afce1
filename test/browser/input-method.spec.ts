/** Somebody composes with an input method while others write. Only Chromium lets a test drive one. */

import { type CDPSession, expect } from '@playwright/test';
import { words as comments } from '../../web/comments/words.ts';
import { homeWords } from '../../web/documents/home-words.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/world.ts';

/** What this file asks of the editor on the page. */
interface EditorElement extends HTMLElement {
  readonly editor: {
    readonly view: { readonly composing: boolean };
    readonly storage: { readonly collaboration: { binding(): { readonly isBehind: boolean } } };
    readonly state: {
      readonly doc: {
        descendants(visit: (node: PageNode, position: number) => boolean | undefined): void;
      };
    };
  };
}
interface PageNode {
  readonly isTextblock: boolean;
  readonly textContent: string;
}

const paragraph = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] });

const SCENE = { type: 'doc', content: [paragraph('above'), paragraph('left right'), paragraph('below')] };

/** Position before some words. */
async function placeOf(person: Person, words: string): Promise<number> {
  return await person.editor.evaluate((element, wanted) => {
    let found = -1;
    (element as EditorElement).editor.state.doc.descendants((node, position) => {
      const at = node.isTextblock ? node.textContent.indexOf(wanted) : -1;
      if (at >= 0) found = position + 1 + at;
      return found < 0;
    });
    return found;
  }, words);
}

/** Puts the caret before some words. */
async function goesBefore(person: Person, words: string): Promise<void> {
  await person.does('setTextSelection', await placeOf(person, words));
}

const inserts = (words: string, before: string) => async (bob: Person) =>
  bob.does('insertContentAt', await placeOf(bob, before), words);

const acts =
  (command: string, ...values: readonly unknown[]) =>
  async (bob: Person) => {
    await goesBefore(bob, 'ft');
    await bob.does(command, ...values);
  };

/** What Bob does while Ann composes behind "left", and what both have then, by blocks. */
const EDITS: Readonly<Record<string, readonly [(bob: Person) => Promise<void>, string]>> = {
  'writes above': [inserts('far ', 'above'), 'far above|left日本! right|below'],
  'puts a paragraph above': [
    async (bob) => bob.does('insertContentAt', 0, paragraph('new')),
    'new|above|left日本! right|below',
  ],
  'writes below': [inserts('far ', 'below'), 'above|left日本! right|far below'],
  'writes at the beginning of my paragraph': [inserts('Bob: ', 'left'), 'above|Bob: left日本! right|below'],
  'writes just before what I compose': [inserts('-', 'ft'), 'above|le-ft日本! right|below'],
  'writes behind what I compose': [inserts('-', 'ght'), 'above|left日本! ri-ght|below'],
  'takes away a word beside it': [
    async (bob) => {
      const to = (await placeOf(bob, 'right')) + 5;
      await bob.does('deleteRange', { from: to - 5, to });
    },
    'above|left日本! |below',
  ],
  'makes my paragraph a heading': [acts('setHeading', { level: 2 }), 'above|left日本! right|below'],
  'makes a list of it': [acts('toggleBulletList'), 'above|left日本! right|below'],
  'makes a quote of it': [acts('toggleBlockquote'), 'above|left日本! right|below'],
  'presses Enter in it': [acts('splitBlock'), 'above|le|ft日本! right|below'],
  'joins it with the one above': [
    async (bob) => {
      await goesBefore(bob, 'left');
      await bob.does('joinBackward');
    },
    'aboveleft日本! right|below',
  ],
  'deletes my paragraph': [
    async (bob) => {
      await goesBefore(bob, 'left');
      await bob.does('deleteNode', 'paragraph');
    },
    'above日本!|below',
  ],
};

class InputMethod {
  readonly #input: CDPSession;

  private constructor(input: CDPSession) {
    this.#input = input;
  }

  static async of(person: Person): Promise<InputMethod> {
    return new InputMethod(await person.page.context().newCDPSession(person.page));
  }

  /** Composes some kana, one after the other. */
  async composes(kana: string): Promise<void> {
    await this.#input.send('Input.imeSetComposition', {
      text: kana,
      selectionStart: kana.length,
      selectionEnd: kana.length,
    });
  }

  /** What was composed becomes these words. */
  async chooses(words: string): Promise<void> {
    await this.#input.send('Input.insertText', { text: words });
  }
}

/** Says something about some words, by keys. */
async function commentsOn(person: Person, about: string, said: string): Promise<void> {
  const from = await placeOf(person, about);
  await person.editor.focus();
  await person.does('setTextSelection', { from, to: from + about.length });
  await person.presses('ControlOrMeta+Alt+m');
  await expect(person.page.getByRole('textbox', { name: comments.newLabel })).toBeFocused();
  await person.page.keyboard.type(said);
  await person.presses('ControlOrMeta+Enter');
  await expect(person.editor).toBeFocused();
}

/** What others wrote has arrived on the page and waits. */
async function somethingWaits(person: Person): Promise<boolean> {
  return await person.editor.evaluate(
    (element) => (element as EditorElement).editor.storage.collaboration.binding().isBehind,
  );
}

async function isComposing(person: Person): Promise<boolean> {
  return await person.editor.evaluate((element) => (element as EditorElement).editor.view.composing);
}

async function blocks(person: Person): Promise<string> {
  return (await person.text()).split(/\n+/).filter(Boolean).join('|');
}

test('what others do while I compose, in my paragraph or beside it, waits for my word and leaves it whole', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  const method = await InputMethod.of(ann);
  for (const [edit, [does, expected]] of Object.entries(EDITS)) {
    await ann.does('setContent', SCENE);
    await expect.poll(() => blocks(bob), { message: edit }).toBe('above|left right|below');
    await ann.editor.focus();
    await goesBefore(ann, ' right');
    await method.composes('に');
    await bob.sees('leftに');
    await does(bob);
    await expect.poll(() => somethingWaits(ann), { message: edit }).toBe(true);
    await method.composes('にほ');
    await method.composes('にほん');
    await method.chooses('日本');
    await ann.types('!');
    for (const person of [ann, bob]) await expect.poll(() => blocks(person), { message: edit }).toBe(expected);
    await world.everyoneHasTheSame();
  }
});

test('what I compose in words that somebody commented on stays whole while another comments on them and writes, and so does the mark', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  const method = await InputMethod.of(ann);
  await ann.does('setContent', SCENE);
  await expect.poll(() => blocks(bob)).toBe('above|left right|below');
  await commentsOn(ann, 'left right', 'Which way?');
  const marked = async (person: Person) => (await person.editor.locator('.commented').allTextContents()).join('');
  await expect.poll(() => marked(ann)).toBe('left right');
  await goesBefore(ann, ' right');
  await method.composes('に');
  await bob.sees('leftに');
  await commentsOn(bob, 'right', 'This way.');
  await expect(ann.page.getByRole('complementary', { name: comments.label })).toContainText('This way.');
  await inserts('Bob: ', 'left')(bob);
  await expect.poll(() => somethingWaits(ann)).toBe(true);
  // What this page has of the text is older now than what the next comment is about.
  await commentsOn(bob, 'below', 'Further down.');
  await expect(ann.page.getByRole('complementary', { name: comments.label })).toContainText('Further down.');
  expect(await isComposing(ann), 'not disturbed by a comment').toBe(true);
  await method.composes('にほ');
  await method.composes('にほん');
  expect(await marked(ann)).toBe('leftにほん right');
  await method.chooses('日本');
  await ann.types('!');
  for (const person of [ann, bob]) {
    await expect.poll(() => blocks(person)).toBe('above|Bob: left日本! right|below');
    await expect.poll(() => marked(person)).toBe('left日本! rightbelow');
  }
  // Bob's stands in hers.
  await expect(ann.editor.locator('.commented')).toHaveText(['left日本! ', 'right', 'below']);
  await world.everyoneHasTheSame();
});

test('what I compose in a new document before its editor is there stands in it once, in its place', async ({
  world,
}) => {
  const ann = await world.somebody('Ann');
  const method = await InputMethod.of(ann);
  for (const endsBefore of [true, false]) {
    const editor = await ann.holdsBackTheEditor();
    await ann.goesTo('/');
    await ann.page.getByRole('button', { name: homeWords.newDocument }).first().click();
    await ann.page.keyboard.type('At ');
    await method.composes('に');
    await method.composes('にほん');
    if (endsBefore) await method.chooses('日本');
    editor.comes();
    await expect(ann.editor).toHaveAttribute('contenteditable', 'true');
    if (!endsBefore) await method.chooses('日本');
    await ann.sees('At 日本');
    await ann.page.keyboard.type('!');
    await ann.sees('At 日本!');
  }
});

test('what I compose in the title is written at once, and what others do to it meanwhile stays and shows when I am done', async ({
  world,
}) => {
  const ann = await world.writer('Ann');
  const bob = await world.writer('Bob');
  const method = await InputMethod.of(ann);
  await ann.names('Plan B');
  await expect(bob.title).toHaveValue('Plan B');
  await ann.title.focus();
  await ann.presses('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await method.composes('に');
  await expect(bob.title).toHaveValue('Planに B');
  await bob.title.focus();
  await bob.presses('Home');
  await bob.page.keyboard.type('My ');
  await bob.presses('End');
  await bob.page.keyboard.type('!');
  await expect(ann.page).toHaveTitle(/My Planに B!/);
  await expect(ann.title).toHaveValue('Planに B');
  await method.composes('にほ');
  await expect(bob.title).toHaveValue('My Planにほ B!');
  await method.chooses('日本');
  for (const { title } of [ann, bob]) await expect(title).toHaveValue('My Plan日本 B!');
  await ann.page.keyboard.type('?');
  for (const { title } of [ann, bob]) await expect(title).toHaveValue('My Plan日本? B!');
});

test('however long I compose, I see what happens elsewhere and my paragraph waits', async ({ world }) => {
  const item = (words: string) => ({ type: 'listItem', content: [paragraph(words)] });
  const ann = await world.writer('Ann');
  await ann.does('setContent', { type: 'bulletList', content: ['above', 'left right', 'below'].map(item) });
  const bob = await world.writer('Bob');
  await bob.sees('below');
  const method = await InputMethod.of(ann);
  await ann.editor.focus();
  await goesBefore(ann, ' right');
  await method.composes('に');
  await inserts('far ', 'above')(bob);
  await goesBefore(bob, ' above');
  await bob.does('splitListItem', 'listItem');
  await expect.poll(() => blocks(ann)).toBe('far| above|leftに right|below');
  expect(await isComposing(ann), 'not disturbed by what is elsewhere').toBe(true);
  await method.composes('にほ');
  await bob.sees('leftにほ right');

  const since = Date.now();
  await inserts('Bob: ', 'left')(bob);
  await acts('splitListItem', 'listItem')(bob);
  await acts('toggleTaskList')(bob);
  await inserts('far ', 'below')(bob);
  // Longer than anything else waits.
  await expect.poll(async () => (await somethingWaits(ann)) && Date.now() - since > 4_000).toBe(true);
  expect(await blocks(ann)).toBe('far| above|leftにほ right|below');
  await method.composes('にほん');
  await method.chooses('日本');
  await ann.types('!');
  for (const person of [ann, bob]) {
    await expect.poll(() => blocks(person)).toBe('far| above|Bob: le|ft日本! right|far below');
  }
  await world.everyoneHasTheSame();
});
