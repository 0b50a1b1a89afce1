/**
 * Emphasis that other programs say by style alone becomes elements: bold, italic, underline, strikethrough, sub- and
 * superscript, marker pen, typewriter letters. Colours, sizes and typefaces are theirs and stay behind.
 */

import { styleOf } from './dom-edits.ts';

interface Meaning {
  readonly element: string;
  readonly style: RegExp;
}

const MEANINGS: readonly Meaning[] = [
  { element: 'strong', style: /(?:^|;)\s*font-weight:\s*(?:bold(?:er)?|[6-9]00)\b/i },
  { element: 'em', style: /(?:^|;)\s*font-style:\s*(?:italic|oblique)/i },
  { element: 'u', style: /(?:^|;)\s*text-decoration(?:-line)?:[^;]*\bunderline/i },
  { element: 's', style: /(?:^|;)\s*text-decoration(?:-line)?:[^;]*\bline-through/i },
  { element: 'sub', style: /(?:^|;)\s*vertical-align:\s*sub\b/i },
  { element: 'sup', style: /(?:^|;)\s*vertical-align:\s*super\b/i },
  { element: 'code', style: /(?:^|;)\s*font-family:[^;]*(?:monospace|Courier|Consolas|Menlo|Mono\b)/i },
];

/** A background that is neither none nor paper. */
const MARKER =
  /(?:^|;)\s*background(?:-color)?:\s*(?!none|transparent|inherit|initial|white|windowtext|#fff(?:fff)?\b|rgba?\((?:255,\s*){2}255|rgba\(0,\s*0,\s*0,\s*0\))([^;]+)/i;

export function styleToElements(body: HTMLElement): void {
  for (const span of [...body.querySelectorAll('span[style], font[style]')]) {
    if (span.closest('pre') !== null) continue;
    const style = styleOf(span);
    const elements = MEANINGS.filter((meaning) => meaning.style.test(style) && !isSaid(span, meaning)).map(
      ({ element }) => element,
    );
    if (MARKER.test(style) && !/background[^;]*url\(/i.test(style)) elements.push('mark');
    for (const element of elements) wrapContent(span, element);
  }
  for (const heading of [
    ...body.querySelectorAll(
      'h1 > strong:only-child, h2 > strong:only-child, h3 > strong:only-child, h4 > strong:only-child',
    ),
  ]) {
    // A heading is bold by itself.
    if (heading.parentElement?.textContent === heading.textContent) heading.replaceWith(...heading.childNodes);
  }
}

/** A link is underlined and a heading bold without anybody having said so. */
function isSaid(span: Element, { element }: Meaning): boolean {
  if (element === 'u') return span.closest('a') !== null || span.querySelector('a') !== null;
  if (element === 'strong') return span.closest('h1, h2, h3, h4, h5, h6, th') !== null;
  return false;
}

function wrapContent(span: Element, name: string): void {
  const wrapper = span.ownerDocument.createElement(name);
  wrapper.append(...span.childNodes);
  span.append(wrapper);
}
