/**
 * What others write leaves my place alone: my caret, my selection, the picture I selected, and the lines I read, whether
 * my caret is among them or far away. The word I compose: input-method.spec.ts.
 *
 * Two pages for all of it, and for each edit one look at each: a page costs seconds, and a look tenths of one.
 */

import { expect } from '@playwright/test';
import { png } from '../support/images.ts';
import type { Person } from '../support/person.ts';
import { test, type World } from '../support/world.ts';

const LINES = 80;
/** The line that is mine, in the middle of the text; the one I read is at the top of the window. */
const MINE = 'Line 40 is mine to write.';

/** Longer than any edit takes to come. */
const PATIENCE_MS = 20_000;

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
    getJSON(): object;
  };
}
interface PageNode {
  readonly isTextblock: boolean;
  readonly textContent: string;
}

/** A command with its values, as `person.does` takes them; a place among them is looked up on the page. */
type Act = readonly [command: string, ...values: readonly unknown[]];

/** So many characters from the beginning (or the end) of the first block that has some words. */
interface Place {
  readonly words: string;
  readonly edge: 'start' | 'end';
  readonly offset: number;
}

const fromStart = (words: string, offset = 0): Place => ({ words, edge: 'start', offset });
const fromEnd = (words: string, offset = 0): Place => ({ words, edge: 'end', offset });

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

/** What Bob does, by name: above my line, below it, in it; and what he takes away. */
const EDITS: Readonly<Record<string, readonly Act[]>> = {
  'a paragraph above': [['insertContentAt', 0, paragraph('Above.')]],
  'a paragraph below': [['insertContentAt', fromStart('Line 60', -1), paragraph('Below.')]],
  'words in my line, before me': [['insertContentAt', fromStart('is mine', 5), 'no. ']],
  'words in my line, behind me': [['insertContentAt', fromEnd('is mine', -1), ', Bob says']],
  'no paragraph above': [['deleteRange', { from: fromStart('Spare', -1), to: fromEnd('Spare', 1) }]],
  'a row in the table above': [['setTextSelection', fromStart('cell')], ['addRowAfter']],
};

const STATES: Readonly<Record<string, Act>> = {
  'my caret': ['setTextSelection', fromStart('is mine', 10)],
  'what I selected': ['setTextSelection', { from: fromStart('is mine', 11), to: fromStart('is mine', 15) }],
  'the picture I selected': ['setNodeSelection', fromStart('Line 41', -3)],
};

/** So that each state meets each edit alike. */
const MY_LINE_AGAIN: Act = ['insertContentAt', { from: fromStart('is mine'), to: fromEnd('is mine') }, MINE];

/** Does these; returns the document as it is then. */
async function does(person: Person, ...acts: readonly Act[]): Promise<string> {
  return await person.editor.evaluate((element, given) => {
    const { editor } = element as EditorElement;
    const placeOf = ({ words, edge, offset }: Place): number => {
      let found = -1;
      editor.state.doc.descendants((node, position) => {
        if (found < 0 && node.isTextblock && node.textContent.includes(words)) {
          found = position + 1 + offset + (edge === 'end' ? node.textContent.length : 0);
        }
        return found < 0;
      });
      return found;
    };
    const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null && 'edge' in value;
    const resolved = (value: unknown): unknown => {
      if (isPlace(value)) return placeOf(value);
      if (typeof value !== 'object' || value === null || !('from' in value && 'to' in value)) return value;
      return { from: resolved(value.from), to: resolved(value.to) };
    };
    for (const [command, ...values] of given) editor.commands[command]?.(...values.map(resolved));
    return JSON.stringify(editor.getJSON());
  }, acts);
}

/** What somebody has before them. */
interface Sight {
  /** The document as the editor holds it. */
  readonly content: string;
  /** What is selected in the editor, with what stands around it. */
  readonly selected: string;
  /** The browser's own selection: what is highlighted, and where the next key goes. */
  readonly highlighted: string;
  /** How far down in the window a line stands, in px. */
  readonly top: number;
}

/** Looks when the document is this one, once it is drawn; or when patience ends. */
async function sightOf(person: Person, line: string, content: string): Promise<Sight> {
  return await person.editor.evaluate(
    async (element, [start, wanted, patienceMs]) => {
      const { editor } = element as EditorElement;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const until = performance.now() + patienceMs;
      while (JSON.stringify(editor.getJSON()) !== wanted && performance.now() < until) await frame();
      await frame();
      await frame();
      const { doc, selection } = editor.state;
      const { from, to, node } = selection;
      const text = (begin: number, end: number) =>
        doc.textBetween(Math.max(0, begin), Math.min(end, doc.content.size), '|', '*');
      const around = `${text(from - 4, from)}[${text(from, to)}]${text(to, to + 5)}`;
      const read = [...element.querySelectorAll('p')].find(({ textContent }) => textContent?.startsWith(start));
      return {
        content: JSON.stringify(editor.getJSON()),
        selected: node ? `[${node.type.name}]` : around,
        highlighted: getSelection()?.toString() ?? '',
        top: read?.getBoundingClientRect().top ?? Number.NaN,
      };
    },
    [line, content, PATIENCE_MS] as const,
  );
}

async function scrollsTo(person: Person, words: string): Promise<void> {
  await person.editor.evaluate((element, start) => {
    const line = [...element.querySelectorAll('p')].find(({ textContent }) => textContent?.startsWith(start));
    line?.scrollIntoView({ block: 'start' });
    // Below the bars.
    window.scrollBy(0, -200);
  }, words);
}

// Its snapshots of a long page take longer than the test.
test.use({ trace: 'off' });

test('somebody else’s edits leave my selection and the lines I read where they are', async ({ world }) => {
  const { ann, bob } = await readers(world);
  for (const [state, takes] of Object.entries(STATES)) {
    for (const [where, line] of [
      ['with it in sight', 'Line 36'],
      ['with it far away', 'Line 66'],
    ] as const) {
      const same = await does(bob, MY_LINE_AGAIN);
      await sightOf(ann, line, same);
      await does(ann, takes);
      await scrollsTo(ann, line);
      let before = await sightOf(ann, line, same);
      for (const [edit, acts] of Object.entries(EDITS)) {
        const what = `${state}, ${where}; ${edit}`;
        const wanted = await does(bob, ...acts);
        const after = await sightOf(ann, line, wanted);
        expect(after.content, what).toBe(wanted);
        expect(after.selected, what).toBe(before.selected);
        expect(after.highlighted, what).toBe(before.highlighted);
        // A line that becomes two lines long above what I read may push it: no browser holds a place within one.
        const mayGrow = where === 'with it far away' && edit === 'words in my line, behind me';
        if (!mayGrow) expect(Math.abs(after.top - before.top), what).toBeLessThanOrEqual(1);
        before = after;
      }
    }
  }
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
