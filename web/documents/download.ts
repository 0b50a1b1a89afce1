/** A copy to take away: one HTML file that any browser and word processor opens. */

import type { Editor } from '@tiptap/core';
import { text } from '../ui/text.ts';

/** Hands the text of `editor`, as it is on this page, to the browser's downloads. */
export function downloadCopy(editor: Editor, title: string): void {
  const name = title.trim() === '' ? text.untitled : title.trim();
  const address = URL.createObjectURL(new Blob([pageOf(name, editor.getHTML())], { type: 'text/html' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${fileName(name)}.html`;
  link.click();
  // The browser has taken the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(address));
}

/** `title` without what file systems refuse. */
export function fileName(title: string): string {
  return (
    title
      .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80) || text.untitled
  );
}

function pageOf(title: string, body: string): string {
  return `<!doctype html>
<html>
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}

function escapeHtml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
