/** A Word document -> HTML, with the styles that our own export uses and those that Word users know. */

import mammoth from 'mammoth';
import { WORD_STYLES } from '../../server/contract/document/docx.ts';

const STYLE_MAP = [
  "p[style-name='Title'] => h1.document-title:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  `p[style-name='${WORD_STYLES.code}'] => pre:separator('\\n')`,
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
  `p[style-name='${WORD_STYLES.quote}'] => blockquote > p:fresh`,
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  `r[style-name='${WORD_STYLES.inlineCode}'] => code`,
  "r[style-name='HTML Code'] => code",
  `p[style-name='${WORD_STYLES.divider}'] => hr:fresh`,
  `p[style-name='${WORD_STYLES.formula}'] => div[data-type='block-math']:fresh`,
  `r[style-name='${WORD_STYLES.inlineFormula}'] => span[data-type='inline-math']`,
  'u => u',
  'strike => s',
  'highlight => mark',
];

/** @throws when the bytes are no Word document. */
export async function wordToHtml(bytes: Uint8Array): Promise<string> {
  const content = Uint8Array.from(bytes);
  // In Node, where the tests and the commands run, it wants a Buffer; in the browser an ArrayBuffer.
  const { Buffer } = globalThis as { readonly Buffer?: { from(bytes: Uint8Array): Uint8Array } };
  const input = Buffer === undefined ? { arrayBuffer: content.buffer } : { buffer: Buffer.from(content) };
  const { value } = await mammoth.convertToHtml(input, { styleMap: STYLE_MAP, ignoreEmptyParagraphs: false });
  return value;
}
