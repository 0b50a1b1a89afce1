/**
 * A document as the text of a file: Markdown with its title as front matter, a page of HTML that any browser and word
 * processor opens, plain text.
 */

import { escapeHtml, toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { toPlainText } from './plain-text.ts';
import type { TreeNode } from './tree.ts';

export function toMarkdownFile(title: string, doc: TreeNode): string {
  return withFrontMatter(title, toMarkdown(doc));
}

export function toTextFile(title: string, doc: TreeNode): string {
  const body = toPlainText(doc);
  return title === '' ? `${body}\n` : `${title}\n\n${body}\n`;
}

/** The class tells an import that this heading is the title, and not the first heading. */
export function toHtmlFile(title: string, doc: TreeNode): string {
  const name = escapeHtml(title);
  const heading = title === '' ? '' : `<h1 class="document-title">${name}</h1>\n`;
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${name}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${heading}${toHtml(doc)}
</body>
</html>
`;
}

const PAGE_STYLE = [
  'body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 1.05rem/1.6 system-ui, sans-serif; }',
  'img { max-width: 100%; } figure { margin: 1.5rem 0; } figcaption { color: #666; font-size: 0.9em; }',
  'table { border-collapse: collapse; } td, th { border: 1px solid #ccc; padding: 0.3rem 0.6rem; }',
  'pre { padding: 1rem; background: #f5f5f3; overflow-x: auto; } aside { border-left: 4px solid #888; padding-left: 1rem; }',
  'blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid #ccc; color: #555; }',
  'ul[data-type=taskList] { list-style: none; padding-left: 0; } [data-type=taskItem] { display: flex; gap: 0.5rem; }',
].join('\n');

/** The `title` of a front matter, what else stands in it, and the text below. */
export interface FrontMatter {
  readonly title: string | null;
  readonly rest: string;
  readonly body: string;
}

export function splitFrontMatter(markdown: string): FrontMatter {
  const [matter, lines = ''] = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(markdown) ?? [];
  if (matter === undefined || !markdown.startsWith(matter)) return { title: null, rest: '', body: markdown };
  const title = /^title:[ \t]*(.*?)[ \t]*$/m.exec(lines);
  const rest = (title ? lines.replace(title[0], '') : lines).trim();
  return { title: title ? unquoted(title[1] ?? '') : null, rest, body: markdown.slice(matter.length) };
}

/** The front matter of a document: its title, quoted as YAML and JSON both read it. */
function withFrontMatter(title: string, markdown: string): string {
  return title === '' ? markdown : `---\ntitle: ${JSON.stringify(title)}\n---\n\n${markdown}`;
}

function unquoted(value: string): string {
  if (value.startsWith('"')) {
    try {
      const parsed: unknown = JSON.parse(value);
      if (typeof parsed === 'string') return parsed;
    } catch {
      // Not quoted as JSON would: taken as it stands.
    }
  }
  return /^(['"])(.*)\1$/.exec(value)?.[2]?.replaceAll("''", "'") ?? value;
}
