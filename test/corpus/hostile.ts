/**
 * What a peer who speaks the protocol correctly can still write into a document to harm those who read it: to run a
 * script on their page, to learn who reads, to freeze or break the page. Each case is a piece of flat text.
 */

import type { MarkerKeys, Token } from '../../server/contract/document/tokens.ts';
import type { Json } from '../../server/contract/document/tree.ts';

export interface HostileCase {
  readonly name: string;
  readonly tokens: readonly Token[];
}

const SCRIPT = 'window.harmed = true';
const ELSEWHERE = 'https://evil.example';
const MARKUP = `"><img src=x onerror="${SCRIPT}"><script>${SCRIPT}</script>`;

function block(keys: MarkerKeys, text = 'words', marks: Readonly<Record<string, Json>> = {}): Token[] {
  return [
    { kind: 'marker', keys },
    { kind: 'text', text, marks },
  ];
}

function leaf(keys: MarkerKeys): Token[] {
  return [{ kind: 'marker', keys }];
}

function atom(type: string, attrs: Readonly<Record<string, Json>>): Token[] {
  return [
    { kind: 'marker', keys: {} },
    { kind: 'atom', type, attrs, marks: {} },
  ];
}

function marked(name: string, value: Json): Token[] {
  return block({}, 'marked', { [name]: value });
}

const links: readonly (readonly [string, Json])[] = [
  ['javascript:', `javascript:${SCRIPT}`],
  ['JaVaScRiPt: in mixed case', `JaVaScRiPt:${SCRIPT}`],
  ['javascript: behind a space', ` javascript:${SCRIPT}`],
  ['javascript: with a line break inside', `java\nscript:${SCRIPT}`],
  ['javascript: behind a control character', `\u0001javascript:${SCRIPT}`],
  ['data: with a page', `data:text/html,<script>${SCRIPT}</script>`],
  ['vbscript:', 'vbscript:msgbox(1)'],
  ['file:', 'file:///etc/passwd'],
  ['an object', { toString: 'x' }],
  ['100,000 characters', `${ELSEWHERE}/${'a'.repeat(100_000)}`],
];

const images: readonly (readonly [string, Json])[] = [
  ['javascript:', `javascript:${SCRIPT}`],
  ['of another server', `${ELSEWHERE}/track.png`],
  ['of another server, without a scheme', '//evil.example/track.png'],
  ['of another server, with backslashes', '\\\\evil.example\\track.png'],
  [
    'SVG with a script',
    `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" onload="${SCRIPT}"/>`)}`,
  ],
  ['a page', `data:text/html,<script>${SCRIPT}</script>`],
  ['an address of the API', '/api/documents'],
  ['markup', MARKUP],
];

const colours: readonly string[] = [
  `red;background:url(${ELSEWHERE}/c.png)`,
  `url(${ELSEWHERE}/c.png)`,
  'expression(alert(1))',
  MARKUP,
  'var(--x);position:fixed;inset:0',
];

const formulas: readonly string[] = [
  `\\href{javascript:${SCRIPT}}{x}`,
  `\\includegraphics{${ELSEWHERE}/f.png}`,
  `\\htmlData{x=1}{y}\\htmlStyle{background:url(${ELSEWHERE}/f.png)}{z}`,
  '\\def\\a{\\a\\a}\\a',
  // More would not pass the server's check of nested values.
  '{'.repeat(90),
  MARKUP,
];

export const HOSTILE: readonly HostileCase[] = [
  ...links.map(([name, href]) => ({ name: `link: ${name}`, tokens: marked('link', { href }) })),
  {
    name: 'link: with attributes of its own',
    tokens: marked('link', {
      href: ELSEWHERE,
      target: '_self',
      rel: 'opener',
      class: 'bar',
      onclick: SCRIPT,
      title: MARKUP,
    }),
  },
  ...images.map(([name, src]) => ({ name: `image: ${name}`, tokens: block({ type: 'image', 'a:src': src }) })),
  {
    name: 'image: a width that fills the earth, a description with markup',
    tokens: block({
      type: 'image',
      'a:src': '/api/images/x',
      'a:width': 1e9,
      'a:alt': MARKUP,
      'a:title': MARKUP,
      'a:onerror': SCRIPT,
    }),
  },
  ...colours.map((color) => ({ name: `colour: ${color.slice(0, 30)}`, tokens: marked('textStyle', { color }) })),
  ...colours.map((color) => ({ name: `highlight: ${color.slice(0, 30)}`, tokens: marked('highlight', { color }) })),
  ...formulas.map((latex) => ({
    name: `formula: ${latex.slice(0, 30)}`,
    tokens: [...leaf({ type: 'blockMath', 'a:latex': latex }), ...atom('inlineMath', { latex })],
  })),
  { name: 'mark: unknown', tokens: marked('script', { src: `${ELSEWHERE}/x.js` }) },
  { name: 'mark: named like what every object has', tokens: marked('constructor', true) },
  { name: 'mark: a value of another kind', tokens: marked('bold', [1, 2, { deep: MARKUP }]) },
  { name: 'block: a script', tokens: block({ type: 'script' }, SCRIPT) },
  { name: 'block: a frame', tokens: block({ type: 'iframe', 'a:src': ELSEWHERE }) },
  { name: 'block: named like what every object has', tokens: block({ type: 'constructor' }) },
  { name: 'block: a type that is no word', tokens: block({ type: { x: 1 } as unknown as string }) },
  { name: 'block: the document inside itself', tokens: block({ type: 'doc' }) },
  { name: 'heading: level 99', tokens: block({ type: 'heading', 'a:level': 99 }) },
  { name: 'heading: a level that is markup', tokens: block({ type: 'heading', 'a:level': MARKUP }) },
  { name: 'code: a language that is markup', tokens: block({ type: 'codeBlock', 'a:language': MARKUP }) },
  { name: 'code: a language without an end', tokens: block({ type: 'codeBlock', 'a:language': 'x'.repeat(100_000) }) },
  { name: 'code: named like what every object has', tokens: block({ type: 'codeBlock', 'a:language': 'constructor' }) },
  { name: 'callout: a kind that is markup', tokens: block({ in: 'callout', 'c0:kind': MARKUP }) },
  {
    name: 'list: a start beyond all numbers',
    tokens: block({ in: 'orderedList/listItem', 'c1:start': 1e300, 'c1:type': MARKUP }),
  },
  {
    name: 'path: 1,000 quotes deep',
    tokens: block({ in: Array.from({ length: 1_000 }, () => 'blockquote').join('/') }),
  },
  {
    name: 'path: containers that cannot be',
    tokens: block({ in: '__proto__/constructor!/script/taskItem//!/tableRow' }),
  },
  { name: 'table: a million cells', tokens: leaf(hugeTable(1_000, 1_000)) },
  {
    name: 'table: an id that is another text',
    tokens: leaf({ type: 'table', id: 'x:y:body', 'r:a': 'a0', 'c:b': 'a0' }),
  },
  { name: 'table: the same one twice', tokens: [...leaf(hugeTable(1, 1, 'twin')), ...leaf(hugeTable(1, 1, 'twin'))] },
  { name: 'table: widths that cannot be', tokens: leaf({ ...hugeTable(1, 1, 'wide'), 'cw:c0': -1e9 }) },
  {
    name: 'mention: markup for a name',
    tokens: atom('mention', { id: MARKUP, label: MARKUP, mentionSuggestionChar: MARKUP }),
  },
  { name: 'mention: an object for a name', tokens: atom('mention', { id: { x: 1 }, label: [1] }) },
  { name: 'emoji: markup for a name', tokens: atom('emoji', { name: MARKUP }) },
  { name: 'atom: a frame', tokens: atom('iframe', { src: ELSEWHERE, srcdoc: MARKUP }) },
  { name: 'text: markup', tokens: block({}, MARKUP) },
  {
    name: 'text: turned around and without width',
    tokens: block({}, `\u202e${'\u200b'.repeat(20_000)}\u2066\u2028\u2029`),
  },
  { name: 'text: 20,000 marks on one letter', tokens: block({}, `a${'\u0301'.repeat(20_000)}`) },
  { name: 'text: half a character and none', tokens: block({}, '\ud800 \u0000 \ufffe') },
];

function hugeTable(rows: number, columns: number, id = 'huge'): MarkerKeys {
  const keys: Record<string, Json> = { type: 'table', id };
  for (let row = 0; row < rows; row++) keys[`r:r${row}`] = `a${String(row).padStart(4, '0')}`;
  for (let column = 0; column < columns; column++) keys[`c:c${column}`] = `a${String(column).padStart(4, '0')}`;
  return keys;
}
