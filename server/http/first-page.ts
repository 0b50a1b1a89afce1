/**
 * The page of a document with the beginning of its text inside, so that somebody who comes for the first time reads
 * before the program has come that shows the document itself (`web/documents/served-text.ts` keeps it in sight until
 * then). A browser that keeps the program shows what it has on its own device, and never asks for this.
 */

import { FIRST_TEXT_MS_MAX } from '../contract/api-limits.ts';
import { escapeHtml } from '../contract/document/html.ts';
import type { Clock } from '../lib/clock.ts';

/** Where the program draws the page. */
const ROOT = '<div id="root"></div>';
const HEAD_END = '</head>';

export interface FirstPage {
  readonly documentId: string;
  /** HTML that was made by `firstText`. */
  readonly text: string;
  /** Whether the formatting bar will stand above it. */
  readonly mayWrite: boolean;
  /** Addresses of the style sheets that it is drawn with. */
  readonly styles: readonly string[];
  /** Address of the letters that most of it is drawn with. */
  readonly letters: string | null;
}

/**
 * @param page the built one.
 * @returns the same, and behind it what `web/documents/opening.tsx` will draw: not in the place of the program, which
 * would take the text away and draw it anew.
 */
export function withFirstText(page: string, { documentId, text, mayWrite, styles, letters }: FirstPage): string {
  const font = letters === null ? '' : `<link rel="preload" as="font" type="font/woff2" crossorigin href="${letters}">`;
  const links = font + styles.map((href) => `<link rel="stylesheet" crossorigin href="${href}">`).join('');
  const bar = mayWrite ? '<div class="toolbar-row toolbar-opening"></div>' : '';
  const written = `<div class="ProseMirror" id="served-text" data-document="${escapeHtml(documentId)}" dir="auto">${text}</div>`;
  const shell = `<div class="served document"><div class="bar"></div>${bar}<div class="page"><div class="page-text">${written}</div></div></div>`;
  // Functions: what people wrote may hold what a replacement reads as a command.
  return page.replace(HEAD_END, () => links + HEAD_END).replace(ROOT, () => ROOT + shell);
}

export interface FirstTextSource {
  firstText(documentId: string): Promise<string | null>;
}

/** Asks for one text at a time, and waits for none longer than a page may wait. */
export class FirstTexts {
  readonly #source: FirstTextSource;
  readonly #clock: Clock;
  #isAsking = false;

  constructor(source: FirstTextSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** @returns null where it cannot be had now, or there is nothing to read. */
  async of(documentId: string): Promise<string | null> {
    if (this.#isAsking) return null;
    this.#isAsking = true;
    const asked = this.#source
      .firstText(documentId)
      .catch(() => null)
      .finally(() => {
        this.#isAsking = false;
      });
    return await new Promise((resolve) => {
      const timer = this.#clock.after(FIRST_TEXT_MS_MAX, () => resolve(null));
      void asked.then((text) => {
        timer.cancel();
        resolve(text === '' ? null : text);
      });
    });
  }
}
