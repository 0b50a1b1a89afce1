/**
 * Tree -> Markdown: CommonMark with the tables, tasks and strikethrough of GitHub, its alerts for callouts and its
 * formulas; HTML elements where Markdown has no sign of its own (underline, details ...).
 */

import { attributeValues, inlineHtml, markHtml } from './html.ts';
import { type MarkRun, markRuns } from './mark-runs.ts';
import {
  codeSpan,
  delimited,
  escapeInline,
  escapeLineStarts,
  linkDestination,
  linkTitle,
  longestRun,
  type Surroundings,
} from './markdown-text.ts';
import { mentionText } from './mention-text.ts';
import { MARK_SPECS, NODE_SPECS } from './node-types.ts';
import { inlineText } from './plain-text.ts';
import type { Json, TreeMark, TreeNode } from './tree.ts';

/** Ends with a newline, unless the document is empty. */
export function toMarkdown(doc: TreeNode): string {
  const markdown = blocks(doc.content ?? []);
  return markdown === '' ? '' : `${markdown}\n`;
}

/** Blocks parted by empty lines; empty paragraphs, which Markdown cannot say, are left out. */
function blocks(nodes: readonly TreeNode[]): string {
  const parts: string[] = [];
  nodes.forEach((node, i) => {
    const markdown = block(node, isSecondOfItsKind(nodes, i));
    if (markdown !== '') parts.push(markdown);
  });
  return parts.join('\n\n');
}

/** Two lists in a row would be read as one, unless the second uses the other sign. */
function isSecondOfItsKind(nodes: readonly TreeNode[], index: number): boolean {
  let run = 0;
  while (run < index && listSign(nodes[index - run - 1]) === listSign(nodes[index])) run++;
  return run % 2 === 1;
}

function listSign(node: TreeNode | undefined): string | undefined {
  if (node?.type === 'bulletList' || node?.type === 'taskList') return 'bullet';
  return node?.type === 'orderedList' ? 'number' : undefined;
}

function block(node: TreeNode, otherSign: boolean): string {
  const attrs = attributeValues(NODE_SPECS.get(node.type)?.attributes, node.attrs);
  switch (node.type) {
    case 'heading':
      return `${'#'.repeat(Number(attrs.level))} ${oneLine(node)}`.trimEnd();
    case 'codeBlock':
      return fenced(inlineText(node), String(attrs.language ?? ''));
    case 'horizontalRule':
      return '---';
    case 'blockMath':
      return `$$\n${attrs.latex}\n$$`;
    case 'image':
      return image(node, attrs);
    case 'table':
      return table(node);
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return list(node, otherSign);
    case 'blockquote':
      return quoted(blocks(node.content ?? []));
    case 'callout':
      return quoted(`[!${String(attrs.kind).toUpperCase()}]\n${blocks(node.content ?? [])}`);
    case 'details':
      return details(node);
    default:
      return escapeLineStarts(inline(node));
  }
}

function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}${language.replace(/[\s`]/g, '')}\n${text === '' ? '' : `${text}\n`}${fence}`;
}

function image(node: TreeNode, attrs: Readonly<Record<string, Json>>): string {
  const source = typeof attrs.src === 'string' ? linkDestination(attrs.src) : '';
  const picture = `![${escapeInline(String(attrs.alt ?? ''))}](${source}${linkTitle(attrs.title)})`;
  const caption = inline(node);
  return caption === '' ? picture : `${picture}\\\n${escapeLineStarts(caption)}`;
}

function quoted(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

function details(node: TreeNode): string {
  const [summary, content] = node.content ?? [];
  const head = `<details>\n<summary>${summary ? inlineHtml(summary) : ''}</summary>`;
  return [head, blocks(content?.content ?? []), '</details>'].filter((part) => part !== '').join('\n\n');
}

function list(node: TreeNode, otherSign: boolean): string {
  const items = node.content ?? [];
  const isLoose = items.some((item) => (item.content ?? []).slice(1).some((child) => listSign(child) === undefined));
  const start = typeof node.attrs?.start === 'number' ? node.attrs.start : 1;
  return items
    .map((item, i) => {
      const sign = node.type === 'orderedList' ? `${start + i}${otherSign ? ')' : '.'} ` : otherSign ? '* ' : '- ';
      return listItem(item, sign, isLoose);
    })
    .join(isLoose ? '\n\n' : '\n');
}

function listItem(item: TreeNode, sign: string, isLoose: boolean): string {
  const box = item.type === 'taskItem' ? (item.attrs?.checked === true ? '[x] ' : '[ ] ') : '';
  const [first, ...rest] = item.content ?? [];
  const body = [first ? block(first, false) : '', blocks(rest)].filter((part, i) => i === 0 || part !== '');
  const lines = (box + body.join(isLoose ? '\n\n' : '\n')).split('\n');
  const indent = ' '.repeat(sign.length);
  return lines
    .map((line, i) => (i === 0 ? sign + line : line === '' ? '' : indent + line))
    .join('\n')
    .trimEnd();
}

/** The first row is the header, as Markdown wants one; an empty one where the table has none. */
function table(node: TreeNode): string {
  const rows = (node.content ?? []).map((row) => (row.content ?? []).map(cell));
  const hasHeader = (node.content?.[0]?.content ?? []).every((each) => each.type === 'tableHeader');
  const width = rows[0]?.length ?? 0;
  const header = hasHeader ? (rows[0] ?? []) : Array.from({ length: width }, () => '');
  const divider = Array.from({ length: width }, () => '---');
  return [header, divider, ...rows.slice(hasHeader ? 1 : 0)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(node: TreeNode): string {
  const lines = (node.content ?? []).map((child) =>
    isTextblock(child) ? oneLine(child) : escapeInline(oneLineOf(child)),
  );
  return lines
    .filter((line) => line !== '')
    .join('<br>')
    .replaceAll('|', '\\|');
}

function isTextblock(node: TreeNode): boolean {
  return NODE_SPECS.get(node.type)?.kind === 'textblock';
}

/** What a cell can say of a list or another table. */
function oneLineOf(node: TreeNode): string {
  if (isTextblock(node)) return inlineText(node).replaceAll('\n', ' ');
  return (node.content ?? [])
    .map(oneLineOf)
    .filter((line) => line !== '')
    .join(', ');
}

function oneLine(node: TreeNode): string {
  return inline(node).replaceAll('\\\n', '<br>').replaceAll('\n', ' ');
}

function inline(textblock: TreeNode): string {
  return runs(markRuns(textblock.content ?? []), within(''));
}

function runs(all: readonly MarkRun[], { before, after }: Surroundings): string {
  let markdown = '';
  all.forEach((run, i) => {
    const next = all[i + 1];
    markdown += runMarkdown(run, {
      before: markdown === '' ? before : (Array.from(markdown.slice(-2)).at(-1) ?? ''),
      after: next ? firstCharacter(next) : after,
    });
  });
  return markdown;
}

function firstCharacter(run: MarkRun): string {
  if (run.kind === 'marked') return run.runs[0] ? firstCharacter(run.runs[0]) : '';
  return Array.from(run.node.text ?? ' ')[0] ?? '';
}

function runMarkdown(run: MarkRun, around: Surroundings): string {
  return run.kind === 'node' ? nodeMarkdown(run.node) : marked(run.mark, run.runs, around);
}

function nodeMarkdown(node: TreeNode): string {
  switch (node.type) {
    case 'text':
      return escapeInline(node.text ?? '');
    case 'hardBreak':
      return '\\\n';
    case 'mention':
      return escapeInline(mentionText(node.attrs ?? {}));
    case 'inlineMath':
      return `$${String(node.attrs?.latex ?? '')}$`;
    case 'emoji':
      return `:${String(node.attrs?.name ?? '')}:`;
    default:
      return '';
  }
}

function marked(mark: TreeMark, inside: readonly MarkRun[], around: Surroundings): string {
  if (mark.type === 'code') return codeSpan(inside.map(codeText).join(''));
  switch (mark.type) {
    case 'bold':
      return delimited(runs(inside, within('*')), '**', 'strong', around);
    case 'italic':
      return delimited(runs(inside, within('*')), besides('*', around) ? '_' : '*', 'em', around);
    case 'strike':
      return delimited(runs(inside, within('~')), '~~', 's', around);
    case 'link':
      return link(mark, runs(inside, within('[', ']')));
    default:
      return markHtml(mark, runs(inside, within('>', '<')));
  }
}

/** Surroundings of what stands between two signs, of which one character is enough to know. */
function within(before: string, after = before): Surroundings {
  return { before, after };
}

function besides(sign: string, { before, after }: Surroundings): boolean {
  return before === sign || after === sign;
}

function codeText(run: MarkRun): string {
  return run.kind === 'marked' ? run.runs.map(codeText).join('') : inlineText({ type: '', content: [run.node] });
}

function link(mark: TreeMark, text: string): string {
  const { href, title } = attributeValues(MARK_SPECS.get('link')?.attributes, mark.attrs);
  return typeof href === 'string' ? `[${text}](${linkDestination(href)}${linkTitle(title)})` : text;
}
