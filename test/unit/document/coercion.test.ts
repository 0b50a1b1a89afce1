import { describe, expect, test } from 'vitest';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import type { RenderedBlock } from '../../../server/contract/document/rendered.ts';
import type { Marks, Token } from '../../../server/contract/document/tokens.ts';
import type { Json, TreeNode } from '../../../server/contract/document/tree.ts';
import { unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { editorSchema } from '../../support/editor-schema.ts';

/** A flat text, spelled as in the reference: a marker, then its characters. */
function marker(keys: Record<string, Json> = {}): Token {
  return { kind: 'marker', keys };
}

function text(characters: string, marks: Marks = {}): Token {
  return { kind: 'text', text: characters, marks };
}

/** The view as an outline, `quote(paragraph"hi")`, after the real schema has accepted it. */
function view(...tokens: Token[]): string {
  return render(tokens).outline;
}

function render(
  tokens: readonly Token[],
  cells: Record<string, Token[]> = {},
): { outline: string; blocks: readonly RenderedBlock[] } {
  const { doc, blocks } = unflattenDocument(tokens, (name) => cells[name] ?? []);
  editorSchema.nodeFromJSON(doc).check();
  return { outline: outline(doc.content ?? []), blocks };
}

function outline(nodes: readonly TreeNode[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text')
        return JSON.stringify(node.text) + (node.marks ?? []).map((mark) => `~${mark.type}`).join('');
      const inside = outline(node.content ?? []);
      return inside === '' ? node.type : `${node.type}(${inside})`;
    })
    .join(' ');
}

describe('paths', () => {
  test('neighbours in equal lists and quotes stand in one of them; items start anew', () => {
    expect(
      view(marker({ in: 'bulletList/listItem' }), text('a'), marker({ in: 'bulletList/listItem' }), text('b')),
    ).toBe('bulletList(listItem(paragraph("a")) listItem(paragraph("b")))');
    expect(view(marker({ in: 'blockquote' }), text('a'), marker({ in: 'blockquote' }), text('b'))).toBe(
      'blockquote(paragraph("a") paragraph("b"))',
    );
  });

  test('! starts another list or quote, and goes on in an item', () => {
    expect(
      view(marker({ in: 'bulletList/listItem' }), text('a'), marker({ in: 'bulletList/listItem!' }), text('b')),
    ).toBe('bulletList(listItem(paragraph("a") paragraph("b")))');
    expect(view(marker({ in: 'blockquote' }), text('a'), marker({ in: 'blockquote!' }), text('b'))).toBe(
      'blockquote(paragraph("a")) blockquote(paragraph("b"))',
    );
  });

  test('two people press Enter at once in one list: it stays one list, each with their item', () => {
    const item = { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }] };
    const { tokens } = flattenDocument({ type: 'doc', content: [{ type: 'bulletList', content: [item, item, item] }] });
    const markers = tokens.filter((token) => token.kind === 'marker');
    // No flag anywhere: any of these can be copied, moved or put beside another without parting the list.
    expect(markers.map((token) => token.keys)).toEqual(Array(3).fill({ in: 'bulletList/listItem' }));
  });

  test('a flag stands only where it changes something', () => {
    const p: TreeNode = { type: 'paragraph' };
    const quote: TreeNode = { type: 'blockquote', content: [p, p] };
    const keysOf = (...content: TreeNode[]): unknown[] =>
      flattenDocument({ type: 'doc', content }).tokens.map((token) => token.kind === 'marker' && token.keys.in);
    expect(keysOf(quote, quote)).toEqual(['blockquote', 'blockquote', 'blockquote!', 'blockquote']);
    expect(keysOf(quote, p, quote)).toEqual(['blockquote', 'blockquote', undefined, 'blockquote', 'blockquote']);
  });

  test('the number and the tick come from the first block of their container alone', () => {
    const { doc } = unflattenDocument([
      marker({ in: 'orderedList/listItem', 'c1:start': 5 }),
      marker({ in: 'orderedList/listItem', 'c1:start': 9 }),
      marker({ in: 'taskList/taskItem', 'c0:checked': true }),
      marker({ in: 'taskList/taskItem!', 'c0:checked': false }),
    ]);
    expect(doc.content?.[0]?.attrs).toEqual({ start: 5, type: null });
    expect(doc.content?.[1]?.content?.map((item) => item.attrs)).toEqual([{ checked: true }]);
  });

  test('a level that may not stand there is dropped from the view', () => {
    expect(view(marker({ in: 'listItem' }), text('a'))).toBe('paragraph("a")');
    expect(view(marker({ in: 'bulletList' }), text('a'))).toBe('paragraph("a")');
    expect(view(marker({ in: 'bulletList/taskItem/blockquote' }), text('a'))).toBe('blockquote(paragraph("a"))');
    expect(view(marker({ in: 'paragraph/blockquote' }), text('a'))).toBe('blockquote(paragraph("a"))');
  });
});

describe('what may not stand where a merge has put it', () => {
  test('nothing at all is an empty paragraph that only the view has', () => {
    const { outline: shown, blocks } = render([]);
    expect(shown).toBe('paragraph');
    expect(blocks).toMatchObject([{ marker: null, index: 0, from: 0, to: 0, position: 0, size: 2 }]);
  });

  test('text before the first marker, and after a leaf whose neighbour lost its marker, is a paragraph', () => {
    expect(view(text('a'), marker(), text('b'))).toBe('paragraph("a") paragraph("b")');
    expect(view(marker({ type: 'horizontalRule', in: 'blockquote' }), text('a'))).toBe(
      'blockquote(horizontalRule paragraph("a"))',
    );
  });

  test('a heading or code that begins an item is shown as a paragraph; anything else gets an empty one before it', () => {
    const item = { in: 'bulletList/listItem' };
    expect(view(marker({ ...item, type: 'heading' }), text('a'))).toBe('bulletList(listItem(paragraph("a")))');
    expect(view(marker({ ...item, type: 'codeBlock' }), text('a\nb'))).toBe(
      'bulletList(listItem(paragraph("a" hardBreak "b")))',
    );
    expect(view(marker({ ...item, type: 'horizontalRule' }))).toBe('bulletList(listItem(paragraph horizontalRule))');
    expect(view(marker({ ...item, type: 'image' }))).toBe('bulletList(listItem(paragraph image))');
    expect(view(marker({ in: 'bulletList/listItem/blockquote' }))).toBe(
      'bulletList(listItem(paragraph blockquote(paragraph)))',
    );
  });

  test('details without their summary are not shown; what was in them stands in their place', () => {
    const content = marker({ in: 'details/detailsContent' });
    expect(view(marker(), text('a'), content, text('b'), content, text('c'))).toBe(
      'paragraph("a") paragraph("b") paragraph("c")',
    );
    expect(view(marker({ in: 'details/detailsContent/bulletList/listItem' }), text('a'))).toBe(
      'bulletList(listItem(paragraph("a")))',
    );
  });

  test('a summary always begins its own details, and a bare one gets empty content', () => {
    const summary = marker({ type: 'detailsSummary', in: 'details' });
    expect(view(summary, text('a'), summary, text('b'), marker({ in: 'details/detailsContent' }), text('c'))).toBe(
      'details(detailsSummary("a") detailsContent(paragraph)) details(detailsSummary("b") detailsContent(paragraph("c")))',
    );
    expect(view(marker({ type: 'detailsSummary' }), text('a'))).toBe('paragraph("a")');
  });

  test('marks are hidden in code, and beside a code mark', () => {
    expect(view(marker({ type: 'codeBlock' }), text('a', { bold: true }))).toBe('codeBlock("a")');
    expect(view(marker(), text('a', { bold: true, code: true }))).toBe('paragraph("a"~code)');
  });

  test('an atom in code, or of an unknown type, is shown as one replacement character', () => {
    const atom = (type: string): Token => ({ kind: 'atom', type, attrs: {}, marks: {} });
    expect(view(marker({ type: 'codeBlock' }), atom('mention'))).toBe('codeBlock("\uFFFC")');
    expect(view(marker(), atom('poll'), atom('mention'))).toBe('paragraph("\uFFFC" mention)');
  });

  test('R39: values that nobody may write are shown as their defaults, and links that may not be followed as text', () => {
    expect(view(marker(), text('a', { link: { href: 'java\nscript:alert(1)' } }))).toBe('paragraph("a")');
    expect(view(marker(), text('a', { link: { href: '/b' } }))).toBe('paragraph("a"~link)');
    const { doc } = unflattenDocument([
      marker({ type: 'image', 'a:src': 'data:text/html,x' }),
      marker({ type: 'heading', 'a:level': 99 }),
    ]);
    expect(doc.content?.map((node) => node.attrs)).toEqual([
      { src: null, alt: null, title: null, width: null },
      { level: 1 },
    ]);
  });
});

describe('what this version does not know', () => {
  test('an unknown block is a paragraph, an unknown container is not there; both with a note', () => {
    const { outline: shown, blocks } = render([marker({ type: 'poll', in: 'columns/blockquote' }), text('a')]);
    expect(shown).toBe('blockquote(paragraph("a"))');
    expect(blocks[0]?.notes).toEqual([
      { kind: 'unknown-block', type: 'poll' },
      { kind: 'unknown-container', type: 'columns' },
    ]);
  });

  test('unknown marks are not shown', () => {
    expect(view(marker(), text('a', { blink: true, bold: true }))).toBe('paragraph("a"~bold)');
  });
});

describe('tables', () => {
  const keys = { type: 'table', id: 't', 'r:1': 'V', 'r:2': 'k', 'c:x': 'V' };

  test('rows and columns stand by their order keys; cells are found by name', () => {
    const swapped = { ...keys, 'r:1': 'k', 'r:2': 'V' };
    const cells = { 'cell:t:1:x': [marker(), text('one')], 'cell:t:2:x': [marker(), text('two')] };
    const { outline: shown } = render([marker(swapped)], cells);
    expect(shown).toBe('table(tableRow(tableCell(paragraph("two"))) tableRow(tableCell(paragraph("one"))))');
  });

  test('one that lost all its rows to two people shows one placeholder row', () => {
    const { outline: shown, blocks } = render([marker({ type: 'table', id: 't', 'c:x': 'V' })]);
    expect(shown).toBe('table(tableRow(tableCell(paragraph)))');
    expect(blocks[1]?.root).toBe('cell:t:_:x');
  });

  test('a table is shown once: a second marker with its id, also in its own cell, is a note', () => {
    const { outline: shown, blocks } = render([marker(keys), marker(keys), text('a')], {
      'cell:t:1:x': [marker(keys), text('inside')],
    });
    expect(shown).toBe('table(tableRow(tableCell(paragraph("inside"))) tableRow(tableCell(paragraph))) paragraph("a")');
    expect(blocks.flatMap((block) => block.notes)).toEqual([{ kind: 'table-not-shown' }, { kind: 'table-not-shown' }]);
  });
});
