/**
 * Random documents that the editor's schema allows, as trees; and random garbage that a text of the model may hold
 * after any merge or any foreign software. Everything comes from the random source that is passed in.
 */

import { CALLOUT_KINDS } from '../../server/contract/document/node-types.ts';
import type { Marks, Token } from '../../server/contract/document/tokens.ts';
import type { Attributes, Json, TreeMark, TreeNode } from '../../server/contract/document/tree.ts';
import type { SeededRandom } from './seeded-random.ts';

const WORDS = [
  'one',
  'two ',
  ' three',
  'Zürich',
  'e\u0301',
  '👩‍👩‍👧',
  '𝒳',
  'שלום',
  '日本',
  '*',
  '`',
  '<b>',
  '|',
  '\\',
  '#',
  '  ',
];
const COLORS = ['#ff0000', 'red', 'rgb(1, 2, 3)'];
const DEPTH_MAX = 3;

/** A valid `doc` node; its JSON is complete: every attribute the model knows is there. */
export function randomDocument(random: SeededRandom): TreeNode {
  const ids = { next: 0 };
  return { type: 'doc', content: blocks(random, ids, 0, 1 + random.below(5)) };
}

interface Ids {
  next: number;
}

function blocks(random: SeededRandom, ids: Ids, depth: number, count: number): TreeNode[] {
  return Array.from({ length: count }, () => block(random, ids, depth));
}

function someBlocks(random: SeededRandom, ids: Ids, depth: number): TreeNode[] {
  return blocks(random, ids, depth + 1, 1 + random.below(3));
}

function block(random: SeededRandom, ids: Ids, depth: number): TreeNode {
  const simple = ['paragraph', 'paragraph', 'heading', 'codeBlock', 'horizontalRule', 'blockMath', 'image'];
  const nested = ['bulletList', 'bulletList', 'orderedList', 'taskList', 'blockquote', 'callout', 'details'];
  const type = random.chance(0.04) ? 'table' : random.pick(depth < DEPTH_MAX ? [...simple, ...nested] : simple);
  return buildBlock(random, ids, depth, type);
}

function buildBlock(random: SeededRandom, ids: Ids, depth: number, type: string): TreeNode {
  switch (type) {
    case 'heading':
      return textblock(random, type, { level: 1 + random.below(4) });
    case 'codeBlock':
      return codeBlock(random);
    case 'horizontalRule':
      return { type };
    case 'blockMath':
      return { type, attrs: { latex: random.pick(['', 'x^2']) } };
    case 'image':
      return textblock(random, type, imageAttributes(random));
    case 'bulletList':
      return { type, content: items(random, ids, depth, 'listItem') };
    case 'orderedList':
      return { type, attrs: listAttributes(random), content: items(random, ids, depth, 'listItem') };
    case 'taskList':
      return { type, content: items(random, ids, depth, 'taskItem') };
    case 'blockquote':
      return { type, content: someBlocks(random, ids, depth) };
    case 'callout':
      return { type, attrs: { kind: random.pick(CALLOUT_KINDS) }, content: someBlocks(random, ids, depth) };
    case 'details':
      return details(random, ids, depth);
    case 'table':
      return table(random, ids, depth);
    default:
      return textblock(random, 'paragraph');
  }
}

function imageAttributes(random: SeededRandom): Attributes {
  return {
    src: random.pick([null, '/files/a.png', 'https://example.org/b.png']),
    alt: random.pick([null, '', 'a cat']),
    title: random.pick([null, 'Tom']),
    width: random.pick([null, 320]),
  };
}

function listAttributes(random: SeededRandom): Attributes {
  return { start: random.pick([1, 1, 3, 0]), type: random.pick([null, null, 'a']) };
}

function items(random: SeededRandom, ids: Ids, depth: number, type: string): TreeNode[] {
  return Array.from({ length: 1 + random.below(3) }, () => {
    const rest = random.chance(0.4) ? someBlocks(random, ids, depth) : [];
    const content = [textblock(random, 'paragraph'), ...rest];
    return type === 'taskItem' ? { type, attrs: { checked: random.chance(0.5) }, content } : { type, content };
  });
}

function details(random: SeededRandom, ids: Ids, depth: number): TreeNode {
  const content = { type: 'detailsContent', content: someBlocks(random, ids, depth) };
  return { type: 'details', content: [textblock(random, 'detailsSummary'), content] };
}

function table(random: SeededRandom, ids: Ids, depth: number): TreeNode {
  const id = `t${ids.next++}`;
  const columns = Array.from({ length: 1 + random.below(3) }, (_, c) => ({
    id: `c${c}`,
    width: random.pick([null, 120]),
  }));
  const header = random.pick(['none', 'row', 'column', 'both']);
  const rows = Array.from({ length: 1 + random.below(3) }, (_, r): TreeNode => {
    const content = columns.map((column, c): TreeNode => {
      const isHeader =
        (r === 0 && header !== 'none' && header !== 'column') || (c === 0 && header !== 'none' && header !== 'row');
      const attrs = {
        colspan: 1,
        rowspan: 1,
        colwidth: column.width === null ? null : [column.width],
        column: column.id,
      };
      const cell = random.chance(0.2) ? someBlocks(random, ids, depth + 2) : [textblock(random, 'paragraph')];
      return { type: isHeader ? 'tableHeader' : 'tableCell', attrs, content: cell };
    });
    return { type: 'tableRow', attrs: { id: `r${r}` }, content };
  });
  return { type: 'table', attrs: { id }, content: rows };
}

function codeBlock(random: SeededRandom): TreeNode {
  const attrs = { language: random.pick([null, 'js']) };
  const text = Array.from({ length: random.below(4) }, () => random.pick([...WORDS, '\n'])).join('');
  return text === '' ? { type: 'codeBlock', attrs } : { type: 'codeBlock', attrs, content: [{ type: 'text', text }] };
}

function textblock(random: SeededRandom, type: string, attrs?: Attributes): TreeNode {
  const content = inline(random);
  return { type, ...(attrs && { attrs }), ...(content.length > 0 && { content }) };
}

function inline(random: SeededRandom): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let count = random.below(5); count > 0; count--) {
    const node = inlineNode(random);
    const last = nodes.at(-1);
    const joins = node.text !== undefined && last?.text !== undefined;
    if (joins && JSON.stringify(last.marks) === JSON.stringify(node.marks)) {
      nodes[nodes.length - 1] = { ...last, text: last.text + node.text };
    } else {
      nodes.push(node);
    }
  }
  return nodes;
}

function inlineNode(random: SeededRandom): TreeNode {
  const chosen = marks(random);
  const marked = chosen.length > 0 ? { marks: chosen } : {};
  switch (random.below(10)) {
    case 0:
      return { type: 'hardBreak', ...marked };
    case 1:
      return { type: 'mention', attrs: { id: 'u1', label: 'Ana', mentionSuggestionChar: '@' }, ...marked };
    case 2:
      return { type: 'inlineMath', attrs: { latex: 'a_b' }, ...marked };
    case 3:
      return { type: 'emoji', attrs: { name: 'tada' }, ...marked };
    default:
      return { type: 'text', text: random.pick(WORDS), ...marked };
  }
}

/** In the order of the schema; `code` stands alone. */
function marks(random: SeededRandom): TreeMark[] {
  if (random.chance(0.6)) return [];
  if (random.chance(0.15)) return [{ type: 'code' }];
  const all: TreeMark[] = [
    { type: 'link', attrs: { href: 'https://example.org/?a=1&b="2"', title: random.pick([null, 'there']) } },
    { type: 'textStyle', attrs: { color: random.pick(COLORS) } },
    ...['bold', 'italic', 'strike', 'underline'].map((type) => ({ type })),
    { type: 'highlight', attrs: { color: random.pick([null, ...COLORS]) } },
    { type: 'subscript' },
    { type: 'superscript' },
  ];
  return all.filter(() => random.chance(0.25));
}

const GARBAGE_TYPES = [
  'paragraph',
  'heading',
  'codeBlock',
  'image',
  'horizontalRule',
  'table',
  'detailsSummary',
  'listItem',
  'bulletList',
  'mention',
  'doc',
  'text',
  'constructor',
  'poll',
  7,
  null,
];
const GARBAGE_LEVELS = [
  'bulletList',
  'orderedList',
  'taskList',
  'listItem',
  'taskItem',
  'blockquote',
  'callout',
  'details',
  'detailsContent',
  'paragraph',
  'table',
  'toString',
  '',
  'columns',
];
const GARBAGE_VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  3,
  'x',
  '',
  'javascript:alert(1)',
  [],
  {},
  { href: 1 },
  'a1',
];
const GARBAGE_KEYS = [
  'a:level',
  'a:src',
  'a:language',
  'a:onclick',
  'c0:checked',
  'c1:start',
  'c0:kind',
  'x:y',
  'id',
  'r:1',
  'r:2',
  'c:1',
  'cw:1',
  'zz',
];
const GARBAGE_MARKS = [...['bold', 'code', 'link', 'highlight', 'textStyle', 'blink', 'comment:7', 'toString']];

/** Tokens that no editor would write in this order, with keys and values that nobody should have written. */
export function randomGarbage(random: SeededRandom): Token[] {
  return Array.from({ length: random.below(14) }, () => garbageToken(random));
}

function garbageToken(random: SeededRandom): Token {
  switch (random.below(5)) {
    case 0:
      return { kind: 'text', text: random.pick([...WORDS, '\n', 'a\nb', '\n\n']), marks: garbageMarks(random) };
    case 1:
      return {
        kind: 'atom',
        type: String(random.pick([...GARBAGE_TYPES, 'inlineMath', 'emoji'])),
        attrs: { latex: random.pick(GARBAGE_VALUES), id: random.pick(GARBAGE_VALUES) },
        marks: garbageMarks(random),
      };
    default:
      return { kind: 'marker', keys: garbageKeys(random) };
  }
}

function garbageMarks(random: SeededRandom): Marks {
  const chosen = GARBAGE_MARKS.filter(() => random.chance(0.2));
  return Object.fromEntries(chosen.map((name) => [name, random.pick(GARBAGE_VALUES)]));
}

function garbageKeys(random: SeededRandom): Record<string, Json> {
  const keys: Record<string, Json> = {};
  if (random.chance(0.6)) keys.type = random.pick(GARBAGE_TYPES);
  if (random.chance(0.8)) keys.in = random.chance(0.05) ? random.pick(GARBAGE_VALUES) : garbagePath(random);
  for (const key of GARBAGE_KEYS) if (random.chance(0.15)) keys[key] = random.pick(GARBAGE_VALUES);
  if (keys.type === 'table' && random.chance(0.7)) keys.id = random.pick(['t1', 't2']);
  return keys;
}

function garbagePath(random: SeededRandom): string {
  const levels = Array.from({ length: random.below(6) }, () => random.pick(GARBAGE_LEVELS) + random.pick(['', '!']));
  return levels.join('/');
}
