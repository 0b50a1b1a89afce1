/**
 * Characters as Markdown: what must be escaped so that it stays what it is, and where a mark's signs may stand.
 */

/** Signs that mean something anywhere in a line. An underscore between letters does not. */
const ANYWHERE = /[\\`*[\]<~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu;

/** Signs that mean something at the start of a line. */
const AT_START = /^(?:(\d{1,9})([.)])(?=\s|$)|([#>]|[-+](?=\s|$)|[-=|:]+\s*$))/;

/** Text in the middle of a line. */
export function escapeInline(text: string): string {
  return text.replace(ANYWHERE, '\\$&');
}

/** A whole paragraph, whose inline signs are escaped already: what would make a line of it another kind of block. */
export function escapeLineStarts(markdown: string): string {
  return markdown.split('\n').map(escapeLineStart).join('\n');
}

function escapeLineStart(line: string): string {
  // Leading spaces would be dropped, and four of them a code block.
  if (line.startsWith(' ') || line.startsWith('\t')) return `&#${line.charCodeAt(0)};${line.slice(1)}`;
  return line.replace(AT_START, (match, digits: string | undefined, sign: string | undefined) =>
    digits === undefined ? `\\${match}` : `${digits}\\${sign}`,
  );
}

/** Code in backticks: a fence longer than any run of them inside. */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text, '`') + 1);
  const needsSpace =
    text.startsWith('`') || text.endsWith('`') || (text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '');
  const space = needsSpace ? ' ' : '';
  return fence + space + text.replaceAll('\n', ' ') + space + fence;
}

export function longestRun(text: string, character: string): number {
  let longest = 0;
  let length = 0;
  for (const each of text) {
    length = each === character ? length + 1 : 0;
    longest = Math.max(longest, length);
  }
  return longest;
}

export interface Surroundings {
  /** The character before and after, '' at the edge of the block. */
  readonly before: string;
  readonly after: string;
}

/**
 * Text between two equal signs, `**` for instance; between HTML tags where the rules of Markdown would not see the
 * signs as a pair (they look at the characters on both sides). Spaces and breaks at the edges stay outside.
 */
export function delimited(inner: string, sign: string, tag: string, { before, after }: Surroundings): string {
  const start = /^(?:\\\n|\s)*/.exec(inner)?.[0] ?? '';
  const end = /(?:\\\n|\s)*$/.exec(inner.slice(start.length))?.[0] ?? '';
  const trimmed = inner.slice(start.length, inner.length - end.length);
  if (trimmed === '') return inner;
  const opens = isFlank(Array.from(trimmed)[0] ?? '', start === '' ? before : ' ', sign);
  const closes = isFlank(Array.from(trimmed).at(-1) ?? '', end === '' ? after : ' ', sign);
  return opens && closes ? start + sign + trimmed + sign + end : `${start}<${tag}>${trimmed}</${tag}>${end}`;
}

/** A sign between a letter outside and a punctuation mark inside would be read the other way round. */
function isFlank(inside: string, outside: string, sign: string): boolean {
  if (outside.startsWith(sign.charAt(0))) return false;
  if (sign === '_' && /[\p{L}\p{N}]/u.test(outside)) return false;
  return !/[\p{P}\p{S}]/u.test(inside) || outside === '' || /[\s\p{P}\p{S}]/u.test(outside);
}

/** An address for `(...)`. */
export function linkDestination(url: string): string {
  return /[\s()<>\\]/.test(url) ? `<${url.replace(/[<>\\]/g, '\\$&').replace(/\s/g, encodeURIComponent)}>` : url;
}

export function linkTitle(title: unknown): string {
  return typeof title === 'string' && title !== '' ? ` "${title.replace(/["\\]/g, '\\$&')}"` : '';
}
