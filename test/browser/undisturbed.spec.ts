/**
 * What others write leaves my place alone: my caret, my selection, the picture I selected, and the lines I read, whether
 * my caret is among them or far away. The word I compose: input-method.spec.ts.
 */

import { expect } from '@playwright/test';
import { png } from '../support/images.ts';
import type { Person } from '../support/person.ts';
import { test, type World } from '../support/world.ts';

const LINES = 80;
/** The line that is mine, in the middle of the text; the one I read is at the top of the window. */
const MINE = 'Line 40 is mine to write.';

/** What this file asks of the editor on the page. */
interface EditorElement extends HTMLElement {
  readonly editor: {
    readonly state: {
      readonly doc: {
        descendants(visit: (node: PageNode, position: number) => boolean | undefined): void;
        textBetween(from: number, to: number, blocks: string, leaves: string): string;
        readonly content: { readonly size: number };
      };
      readonly selection: {
        readonly from: number;
        readonly to: number;
        readonly node?: { readonly type: { readonly name: string } };
      };
    };
    readonly commands: Readonly<Record<string, (...values: readonly unknown[]) => boolean>>;
  };
}
interface PageNode {
  readonly isTextblock: boolean;
  readonly textContent: string;
  readonly nodeSize: number;
  readonly type: { readonly name: string };
}

const paragraph = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] });

/** A long text with a table near its top and a picture beside my line. */
function longText(picture: string): object {
  const lines = Array.from({ length: LINES }, (_, i) => paragraph(i === 40 ? MINE : `Line ${i} of a long text.`));
  const spare = Array.from({ length: 12 }, (_, i) => paragraph(`Spare ${i}.`));
  const cell = { type: 'tableCell', content: [paragraph('cell')] };
  const table = { type: 'table', content: [{ type: 'tableRow', content: [cell, cell] }] };
  const image = { type: 'image', attrs: { src: picture } };
  return {
    type: 'doc',
    content: [...lines.slice(0, 4), table, ...spare, ...lines.slice(4, 41), image, ...lines.slice(41)],
  };
}

/** Position of the n-th character of the block that begins with some words. */
async function placeOf(person: Person, words: string, offset = 0): Promise<number> {
  return await person.editor.evaluate(
    (element, [start, within]) => {
      let found = -1;
      (element as EditorElement).editor.state.doc.descendants((node, position) => {
        if (found < 0 && node.isTextblock && node.textContent.startsWith(start)) found = position + 1 + within;
        return found < 0;
      });
      return found;
    },
    [words, offset] as const,
  );
}

/** What somebody has before them. */
interface Sight {
  /** What is selected in the editor, with what stands around it. */
  readonly selected: string;
  /** The browser's own selection: what is highlighted, and where the next key goes. */
  readonly highlighted: string;
  /** How far down in the window a line stands, in px. */
  readonly top: number;
}

async function sightOf(person: Person, line: string): Promise<Sight> {
  return await person.editor.evaluate((element, start) => {
    const { doc, selection } = (element as EditorElement).editor.state;
    const { from, to, node } = selection;
    const text = (begin: number, end: number) =>
      doc.textBetween(Math.max(0, begin), Math.min(end, doc.content.size), '|', '*');
    const around = `${text(from - 4, from)}[${text(from, to)}]${text(to, to + 5)}`;
    const read = [...element.querySelectorAll('p')].find(({ textContent }) => textContent?.startsWith(start));
    return {
      selected: node ? `[${node.type.name}]` : around,
      highlighted: getSelection()?.toString() ?? '',
      top: read?.getBoundingClientRect().top ?? Number.NaN,
    };
  }, line);
}

let written = 0;

/** What Bob does, by name: above my line, below it, in it; and what he takes away. */
const EDITS: Readonly<Record<string, (bob: Person) => Promise<void>>> = {
  'a paragraph above': async (bob) => bob.does('insertContentAt', 0, paragraph(`Above ${written++}.`)),
  'a paragraph below': async (bob) =>
    bob.does('insertContentAt', (await placeOf(bob, 'Line 60')) - 1, paragraph(`Below ${written++}.`)),
  'words in my line, before me': async (bob) => bob.does('insertContentAt', await placeOf(bob, 'Line 40', 5), 'no. '),
  'words in my line, behind me': async (bob) =>
    bob.does('insertContentAt', await placeOf(bob, 'Line no', (await lineLength(bob)) - 1), ', Bob says'),
  'no paragraph above': async (bob) => {
    const from = await placeOf(bob, 'Spare');
    await bob.does('deleteRange', { from: from - 1, to: from + 9 });
  },
  'a row in the table above': async (bob) => {
    await bob.does('setTextSelection', await placeOf(bob, 'cell'));
    await bob.does('addRowAfter');
  },
};

async function lineLength(person: Person): Promise<number> {
  return await person.editor.evaluate((element) => {
    const line = [...element.querySelectorAll('p')].find(({ textContent }) => textContent?.includes('is mine'));
    return line?.textContent?.length ?? 0;
  });
}

/** Bob writes, and Ann has it. */
async function bobDoes(edit: string, ann: Person, bob: Person): Promise<void> {
  await EDITS[edit]?.(bob);
  await hasSame(ann, bob, edit);
}

async function hasSame(ann: Person, bob: Person, message: string): Promise<void> {
  const wanted = await bob.content();
  await expect.poll(() => ann.content(), { timeout: 20_000, intervals: [10, 20, 50, 100], message }).toEqual(wanted);
}

/** Restores my line, so that each state meets each edit alike. */
async function withMyLine(bob: Person, ann: Person): Promise<void> {
  const from = await placeOf(bob, 'Line no');
  if (from < 0) return;
  await bob.does('insertContentAt', { from, to: from + (await lineLength(bob)) }, MINE);
  await hasSame(ann, bob, 'my line again');
}

async function scrollsTo(person: Person, words: string): Promise<void> {
  await person.editor.evaluate((element, start) => {
    const line = [...element.querySelectorAll('p')].find(({ textContent }) => textContent?.startsWith(start));
    line?.scrollIntoView({ block: 'start' });
    // Below the bars.
    window.scrollBy(0, -200);
  }, words);
}

const STATES: Readonly<Record<string, (ann: Person) => Promise<void>>> = {
  'my caret': async (ann) => ann.does('setTextSelection', await placeOf(ann, 'Line 40', 10)),
  'what I selected': async (ann) => {
    const from = await placeOf(ann, 'Line 40', 11);
    await ann.does('setTextSelection', { from, to: from + 4 });
  },
  'the picture I selected': async (ann) => {
    await ann.does('setNodeSelection', (await placeOf(ann, 'Line 41')) - 3);
  },
};

test('somebody else’s edits leave my selection and the lines I read where they are', async ({ world }) => {
  const { ann, bob } = await readers(world);
  for (const [state, takes] of Object.entries(STATES)) {
    await takes(ann);
    for (const [where, line] of [
      ['with it in sight', 'Line 36'],
      ['with it far away', 'Line 66'],
    ] as const) {
      await scrollsTo(ann, line);
      for (const edit of Object.keys(EDITS)) {
        const what = `${state}, ${where}; ${edit}`;
        const isBelow = where === 'with it in sight';
        const before = await sightOf(ann, line);
        await bobDoes(edit, ann, bob);
        const after = await sightOf(ann, line);
        expect(after.selected, what).toBe(before.selected);
        expect(after.highlighted, what).toBe(before.highlighted);
        if (isBelow || edit !== 'words in my line, behind me') {
          await expect
            .poll(async () => Math.abs((await sightOf(ann, line)).top - before.top), { message: what })
            .toBeLessThanOrEqual(1);
        }
      }
      await withMyLine(bob, ann);
      await takes(ann);
    }
  }
  await world.everyoneHasTheSame();
});

/** Ann and Bob with the long text in front of them. */
async function readers(world: World): Promise<{ readonly ann: Person; readonly bob: Person }> {
  const ann = await world.writer('Ann', { viewport: { width: 1000, height: 700 } });
  await ann.does('setContent', longText(`data:image/png;base64,${png(320, 200).toString('base64')}`));
  const bob = await world.writer('Bob');
  await bob.sees('Line 79');
  await expect(ann.editor.locator('img').first()).toHaveJSProperty('complete', true);
  await ann.editor.focus();
  return { ann, bob };
}
