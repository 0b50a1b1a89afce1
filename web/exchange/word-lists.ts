/**
 * Word copies a list as paragraphs whose style says `mso-list: l0 level2 lfo1` and whose text begins with the sign.
 * They become lists again: a level deeper for each level, numbered or not by the sign.
 */

import { styleOf } from './dom-edits.ts';

interface OpenList {
  readonly level: number;
  readonly list: HTMLElement;
}

/** Replaces runs of such paragraphs in `body` by lists. Word's own styles of headings and quotes are named, too. */
export function buildWordLists(body: HTMLElement): void {
  nameWordStyles(body);
  const open: OpenList[] = [];
  let previous: Element | null = null;
  for (const paragraph of [...body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')]) {
    const level = levelOf(paragraph);
    if (level === null) continue;
    if (previous === null || paragraph.previousElementSibling !== open[0]?.list) open.length = 0;
    addItem(paragraph, level, open);
    previous = paragraph;
  }
}

function nameWordStyles(body: HTMLElement): void {
  for (const [name, tag] of [
    ['MsoTitle', 'h1'],
    ['MsoSubtitle', 'h2'],
    ['MsoQuote', 'blockquote'],
    ['MsoIntenseQuote', 'blockquote'],
  ] as const) {
    for (const element of [...body.querySelectorAll(`p.${name}`)]) {
      const named = body.ownerDocument.createElement(tag);
      named.append(...element.childNodes);
      element.replaceWith(named);
    }
  }
  for (const filler of [...body.querySelectorAll('[style*="mso-spacerun"], [style*="mso-tab-count"]')]) {
    filler.replaceWith(' ');
  }
}

/** 1 for the outermost level; null for what is no list item. */
function levelOf(paragraph: Element): number | null {
  const level = /mso-list:[^;]*\blevel(\d+)/i.exec(styleOf(paragraph))?.[1];
  return level === undefined ? null : Math.max(1, Number(level));
}

function addItem(paragraph: Element, level: number, open: OpenList[]): void {
  const { ownerDocument } = paragraph;
  const sign = takeSign(paragraph);
  const tag = /^[•·oü§\-–*▪◦●○■➢✓]?$/u.test(sign) ? 'ul' : 'ol';
  while ((open.at(-1)?.level ?? 0) > level) open.pop();
  if (open.at(-1)?.level === level && open.at(-1)?.list.tagName.toLowerCase() !== tag) open.pop();
  let current = open.at(-1);
  if (current?.level !== level) {
    const list = ownerDocument.createElement(tag);
    const start = Number.parseInt(sign, 10);
    if (tag === 'ol' && start > 1) list.setAttribute('start', String(start));
    const parentItem = current?.list.lastElementChild;
    if (parentItem) parentItem.append(list);
    else paragraph.before(list);
    current = { level, list };
    open.push(current);
  }
  const item = ownerDocument.createElement('li');
  const content = ownerDocument.createElement('p');
  content.append(...paragraph.childNodes);
  item.append(content);
  current.list.append(item);
  paragraph.remove();
}

/** Takes the sign out of the paragraph. */
function takeSign(paragraph: Element): string {
  const ignored = [...paragraph.querySelectorAll('span')].find((span) => /mso-list:\s*Ignore/i.test(styleOf(span)));
  const sign = (ignored?.textContent ?? '').replace(/[\s\u00a0]/g, '');
  ignored?.remove();
  return sign;
}
