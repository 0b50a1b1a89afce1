/** What a paste needs of the exchange: HTML cleaned, its images kept, and Markdown as nodes to read. */

import { cleanDocument } from './clean-html.ts';
import { bytesIn } from './images-in-files.ts';
import { markdownToHtml } from './markdown-html.ts';

/** The HTML of another program in our own words; images that it brings are kept as ours. */
export async function cleanedPaste(html: string, documentId: string): Promise<string> {
  const { body } = cleanedPage(html);
  const inside = [...body.querySelectorAll('img[src^="data:"]')];
  if (inside.length > 0) {
    const { keepImage } = await import('../images/image-queue.ts');
    for (const image of inside) {
      const bytes = bytesIn(image.getAttribute('src') ?? '');
      const kept = bytes === null ? null : await keepImage(bytes, documentId).catch(() => null);
      if (kept === null) image.remove();
      else image.setAttribute('src', kept.src);
    }
  }
  return body.innerHTML;
}

/** Markdown as an element whose children the schema reads. */
export function markdownPaste(markdown: string): HTMLElement {
  return cleanedPage(markdownToHtml(markdown)).body;
}

/** Inert: nothing in it runs or is loaded. */
function cleanedPage(html: string): Document {
  const page = new DOMParser().parseFromString(html, 'text/html');
  cleanDocument(page);
  return page;
}
