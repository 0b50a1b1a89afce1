/**
 * HTML from elsewhere (a paste, a file) -> HTML in the words of our own schema. Takes out what is not text: scripts,
 * trackers, styles, the furniture of Word and of web pages; puts in what those programs say by style only: emphasis,
 * lists, tasks. Pure over an inert document (made by `DOMParser`, so that nothing in it runs or loads). It is for
 * good manners, not for safety: whatever it lets through still has to pass the schema.
 */

import { isSafeImage, isSafeLink } from '../../server/contract/document/urls.ts';
import { rename, styleOf, unwrap } from './dom-edits.ts';
import { liftImages } from './foreign-images.ts';
import { mendLists } from './foreign-lists.ts';
import { styleToElements } from './foreign-styles.ts';
import { buildWordLists } from './word-lists.ts';

/** Cleans the body of `document` where it lies. */
export function cleanDocument(document: Document): void {
  const { body } = document;
  removeFurniture(document);
  unwrapShells(body);
  buildWordLists(body);
  mendLists(body);
  styleToElements(body);
  mendCode(body);
  for (const element of [...body.querySelectorAll('*')]) mendElement(element);
  liftImages(body);
  removeEmptyBlocks(body);
}

const FURNITURE =
  'script, style, link, meta, title, base, iframe, frame, frameset, object, embed, applet, noscript, template, svg, ' +
  'canvas, audio, video, map, nav, dialog, button, select, textarea, form > fieldset > legend, [hidden], ' +
  '[aria-hidden="true"], br.Apple-interchange-newline, xml';

/** What KaTeX shows says its source, too; a Word file says nothing but the source. */
function readFormulas(body: HTMLElement): void {
  for (const shown of [...body.querySelectorAll('.katex')]) {
    const latex = shown.querySelector('annotation[encoding="application/x-tex"]')?.textContent ?? '';
    const formula = body.ownerDocument.createElement('span');
    formula.setAttribute('data-type', 'inline-math');
    formula.setAttribute('data-latex', latex.trim());
    shown.replaceWith(formula);
  }
  for (const formula of [...body.querySelectorAll('[data-type$="-math"]:not([data-latex])')]) {
    formula.setAttribute('data-latex', formula.textContent ?? '');
  }
}

function removeFurniture(document: Document): void {
  readFormulas(document.body);
  for (const element of [...document.body.querySelectorAll(FURNITURE)]) element.remove();
  for (const input of [...document.body.querySelectorAll('input')]) if (input.type !== 'checkbox') input.remove();
  for (const element of [...document.body.querySelectorAll<HTMLElement>('[style]')]) {
    if (/display:\s*none|visibility:\s*hidden|mso-hide:\s*all/i.test(styleOf(element))) element.remove();
  }
  for (const image of [...document.body.querySelectorAll('img')]) if (isTracker(image)) image.remove();
  removeComments(document.body);
}

function removeComments(node: Node): void {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === 8 || child.nodeType === 7) child.remove();
    else removeComments(child);
  }
}

/** An image of a point or two shows nothing to a reader; it tells somebody that it was loaded. */
function isTracker(image: HTMLImageElement): boolean {
  const sizes = ['width', 'height'].map((side) => {
    const styled = new RegExp(`(?:^|;)\\s*${side}:\\s*([\\d.]+)px`, 'i').exec(styleOf(image))?.[1];
    return Number.parseFloat(image.getAttribute(side) ?? styled ?? '');
  });
  return sizes.some((size) => size <= 2);
}

/** Google's `<b style="font-weight: normal">` around everything, Word's `<o:p>`. */
function unwrapShells(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll<HTMLElement>('b, strong, i, em')]) {
    const isShell = element.id.startsWith('docs-internal-guid') || isPlain(element);
    if (isShell) unwrap(element);
  }
  for (const element of [...body.querySelectorAll('*')]) if (element.tagName.includes(':')) unwrap(element);
}

function isPlain(element: HTMLElement): boolean {
  const style = styleOf(element);
  return /^(?:B|STRONG)$/.test(element.tagName)
    ? /(?:^|;)\s*font-weight:\s*(?:normal|[1-4]00)\b/i.test(style)
    : /(?:^|;)\s*font-style:\s*normal/i.test(style);
}

/** Code as other editors write it: lines in elements of their own, line numbers, a language in some class. */
function mendCode(body: HTMLElement): void {
  for (const block of [...body.querySelectorAll('div[style]')]) {
    if (/white-space:\s*pre\b/i.test(styleOf(block)) && /monospace/i.test(styleOf(block))) rename(block, 'pre');
  }
  for (const pre of [...body.querySelectorAll('pre')]) {
    const language = languageOf(pre);
    for (const line of [...pre.querySelectorAll('br')]) line.replaceWith('\n');
    for (const line of [...pre.querySelectorAll('div, p')]) line.append('\n');
    const code = body.ownerDocument.createElement('code');
    if (language !== null) code.className = `language-${language}`;
    code.textContent = (pre.textContent ?? '').replace(/\n$/, '');
    pre.replaceChildren(code);
  }
}

function languageOf(pre: Element): string | null {
  const classes = [pre, pre.parentElement, pre.querySelector('code')].map((each) => each?.getAttribute('class') ?? '');
  const [, language = null] =
    /(?:language|lang|highlight-source|brush:)-?\s*([A-Za-z0-9+#._-]{1,32})/.exec(classes.join(' ')) ?? [];
  return language ?? pre.getAttribute('data-language') ?? pre.getAttribute('lang');
}

const RENAMED: Readonly<Record<string, string>> = {
  H5: 'h4',
  H6: 'h4',
  B: 'strong',
  I: 'em',
  CITE: 'em',
  DFN: 'em',
  VAR: 'em',
  STRIKE: 's',
  DEL: 's',
  INS: 'u',
  KBD: 'code',
  SAMP: 'code',
  TT: 'code',
  DIR: 'ul',
  MENU: 'ul',
  DT: 'p',
  DD: 'blockquote',
};

const UNWRAPPED: ReadonlySet<string> = new Set([
  'FONT',
  'CENTER',
  'SPAN',
  'SMALL',
  'BIG',
  'ABBR',
  'TIME',
  'LABEL',
  'Q',
]);

const KEPT_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  A: ['href', 'title'],
  IMG: ['src', 'alt', 'title', 'width'],
  OL: ['start', 'type'],
  TD: ['colspan', 'rowspan', 'colwidth'],
  TH: ['colspan', 'rowspan', 'colwidth'],
  CODE: ['class'],
  MARK: ['data-color'],
};

const OWN_ATTRIBUTES = ['data-type', 'data-checked', 'data-kind', 'data-latex', 'data-name', 'data-id', 'data-label'];

function mendElement(element: Element): void {
  if (element.tagName === 'IMG' && !isSafeImage(element.getAttribute('src'))) element.remove();
  else if (isShell(element)) unwrap(element);
  else keepWhatSaysSomething(element);
}

/** An element that only carries a style, and a link to nowhere. */
function isShell(element: Element): boolean {
  if (element.tagName === 'A') return !isSafeLink(mendedHref(element));
  return element.tagName === 'INPUT' || (UNWRAPPED.has(element.tagName) && !isOwn(element) && !isColored(element));
}

/** Written by our own export. */
function isOwn(element: Element): boolean {
  return element.hasAttribute('data-type');
}

function isColored(element: Element): boolean {
  return element.tagName === 'SPAN' && /^color: [^;"]+$/.test(styleOf(element));
}

function keepWhatSaysSomething(element: Element): void {
  const kept = KEPT_ATTRIBUTES[element.tagName] ?? [];
  keepAttributes(element, [
    ...kept,
    ...(isOwn(element) ? OWN_ATTRIBUTES : []),
    ...(isColored(element) ? ['style'] : []),
  ]);
  const name = RENAMED[element.tagName];
  if (name !== undefined) rename(element, name);
}

/** Without the detour that some programs put before every address. */
function mendedHref(link: Element): string | null {
  const href = link.getAttribute('href');
  const url = href !== null && URL.canParse(href) ? new URL(href) : null;
  const target =
    url !== null && /^(?:www\.)?google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url'
      ? url.searchParams.get('q')
      : null;
  if (target !== null) link.setAttribute('href', target);
  return target ?? href;
}

function keepAttributes(element: Element, kept: readonly string[]): void {
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
}

const BLOCKS = 'p, h1, h2, h3, h4, div, section, article, header, footer, main';

/** Empty lines are how other programs say "space"; ours comes from the style. Cells and items may be empty. */
function removeEmptyBlocks(body: HTMLElement): void {
  for (const block of [...body.querySelectorAll(BLOCKS)].reverse()) {
    const isEmpty =
      block.textContent?.replace(/[\s\u00a0]/g, '') === '' &&
      block.querySelector('img, hr, input, table, [data-type]') === null;
    if (isEmpty && !block.hasAttribute('data-type') && block.closest('td, th, li') === null) block.remove();
  }
  for (const child of [...body.querySelectorAll('body > br')]) child.remove();
}
