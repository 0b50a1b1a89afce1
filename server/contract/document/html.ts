/**
 * Tree -> HTML: for downloads, for the clipboard of other programs and for the first paint. Everything that people
 * wrote is escaped; addresses, colours and kinds come from the allow-lists of the node types. No scripts, no ids. The
 * editor reads it back as the same document.
 */

import { type MarkRun, markRuns } from './mark-runs.ts';
import { mentionText } from './mention-text.ts';
import { type AttributeSpecs, completeAttributes, MARK_SPECS, NODE_SPECS } from './node-types.ts';
import type { Json, TreeMark, TreeNode } from './tree.ts';

/** The blocks of a document as HTML, one after the other, without `<html>` and `<body>`. */
export function toHtml(doc: TreeNode): string {
  return blocksHtml(doc);
}

/** The characters of one textblock as HTML. */
export function inlineHtml(textblock: TreeNode): string {
  return markRuns(textblock.content ?? [])
    .map(runHtml)
    .join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type AttributeValues = Readonly<Record<string, Json>>;

function blocksHtml(node: TreeNode): string {
  return (node.content ?? []).map(blockHtml).join('');
}

function blockHtml(node: TreeNode): string {
  const attrs = attributeValues(NODE_SPECS.get(node.type)?.attributes, node.attrs);
  switch (node.type) {
    case 'heading':
      return element(`h${attrs.level}`, {}, inlineHtml(node));
    case 'codeBlock':
      return element('pre', {}, element('code', { class: languageClass(attrs.language) }, escapeHtml(textOf(node))));
    case 'horizontalRule':
      return '<hr>';
    case 'blockMath':
      return element('div', { 'data-type': 'block-math', 'data-latex': attrs.latex }, escapeHtml(String(attrs.latex)));
    case 'image':
      return imageHtml(node, attrs);
    case 'table':
      return element('table', {}, element('tbody', {}, blocksHtml(node)));
    case 'tableRow':
      return element('tr', {}, blocksHtml(node));
    case 'tableCell':
    case 'tableHeader':
      return element(node.type === 'tableCell' ? 'td' : 'th', { colwidth: columnWidth(node) }, blocksHtml(node));
    case 'detailsSummary':
      return element('summary', {}, inlineHtml(node));
    default:
      return containerHtml(node, attrs);
  }
}

function containerHtml(node: TreeNode, attrs: AttributeValues): string {
  switch (node.type) {
    case 'bulletList':
      return element('ul', {}, blocksHtml(node));
    case 'orderedList':
      return element('ol', { start: attrs.start === 1 ? null : attrs.start, type: attrs.type }, blocksHtml(node));
    case 'taskList':
      return element('ul', { 'data-type': 'taskList' }, blocksHtml(node));
    case 'listItem':
      return element('li', {}, blocksHtml(node));
    case 'taskItem':
      return taskHtml(node, attrs.checked === true);
    case 'blockquote':
      return element('blockquote', {}, blocksHtml(node));
    case 'callout':
      return element('aside', { 'data-type': 'callout', 'data-kind': attrs.kind }, blocksHtml(node));
    case 'details':
      return element('details', {}, blocksHtml(node));
    case 'detailsContent':
      return element('div', { 'data-type': 'detailsContent' }, blocksHtml(node));
    default:
      return element('p', {}, inlineHtml(node));
  }
}

function taskHtml(node: TreeNode, checked: boolean): string {
  const box = `<label><input type="checkbox" disabled${checked ? ' checked' : ''}></label>`;
  const attributes = { 'data-type': 'taskItem', 'data-checked': String(checked) };
  return element('li', attributes, box + element('div', {}, blocksHtml(node)));
}

function languageClass(language: Json | undefined): string | null {
  return typeof language === 'string' ? `language-${language}` : null;
}

function imageHtml(node: TreeNode, attrs: AttributeValues): string {
  const { src, alt, title, width } = attrs;
  const image = `<img${attributesHtml({ src, alt: alt ?? '', title, width })}>`;
  const caption = inlineHtml(node);
  return element('figure', {}, caption === '' ? image : image + element('figcaption', {}, caption));
}

function columnWidth(cell: TreeNode): Json {
  const width = (cell.attrs?.colwidth as readonly Json[] | null | undefined)?.[0];
  return typeof width === 'number' ? width : null;
}

function runHtml(run: MarkRun): string {
  if (run.kind === 'node') return nodeHtml(run.node);
  return markHtml(run.mark, run.runs.map(runHtml).join(''));
}

function nodeHtml(node: TreeNode): string {
  const attrs = attributeValues(NODE_SPECS.get(node.type)?.attributes, node.attrs);
  switch (node.type) {
    case 'text':
      return escapeHtml(node.text ?? '');
    case 'hardBreak':
      return '<br>';
    case 'mention':
      return element(
        'span',
        { 'data-type': 'mention', 'data-id': attrs.id, 'data-label': attrs.label },
        escapeHtml(mentionText(attrs)),
      );
    case 'inlineMath':
      return element(
        'span',
        { 'data-type': 'inline-math', 'data-latex': attrs.latex },
        escapeHtml(String(attrs.latex)),
      );
    case 'emoji':
      return element('span', { 'data-type': 'emoji', 'data-name': attrs.name }, escapeHtml(`:${attrs.name}:`));
    default:
      return '';
  }
}

const MARK_ELEMENTS: Readonly<Record<string, string>> = {
  bold: 'strong',
  code: 'code',
  italic: 'em',
  strike: 's',
  underline: 'u',
  subscript: 'sub',
  superscript: 'sup',
};

/** Text that is HTML already, in the element of a mark; without one where the mark is not known or not allowed. */
export function markHtml(mark: TreeMark, html: string): string {
  const attrs = attributeValues(MARK_SPECS.get(mark.type)?.attributes, mark.attrs);
  switch (mark.type) {
    case 'link':
      return attrs.href === null
        ? html
        : element('a', { href: attrs.href, title: attrs.title, rel: 'noopener noreferrer nofollow' }, html);
    case 'textStyle':
      return attrs.color === null ? html : element('span', { style: `color: ${attrs.color}` }, html);
    case 'highlight':
      return element('mark', highlightAttributes(attrs.color ?? null), html);
    default: {
      const name = MARK_ELEMENTS[mark.type];
      return name === undefined ? html : element(name, {}, html);
    }
  }
}

function highlightAttributes(color: Json): AttributeValues {
  return color === null ? {} : { 'data-color': color, style: `background-color: ${color}` };
}

/** Never what the tree says as it is: unknown attributes are dropped, unacceptable values replaced. */
export function attributeValues(
  specs: AttributeSpecs | undefined,
  attrs: AttributeValues | undefined,
): AttributeValues {
  return specs ? completeAttributes(specs, (name) => attrs?.[name]) : {};
}

function textOf(node: TreeNode): string {
  return (node.content ?? []).map((child) => child.text ?? '\n').join('');
}

function element(name: string, attributes: Readonly<Record<string, Json | undefined>>, html: string): string {
  return `<${name}${attributesHtml(attributes)}>${html}</${name}>`;
}

function attributesHtml(attributes: Readonly<Record<string, Json | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`)
    .join('');
}
