import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { toHtml } from '../../../server/contract/document/html.ts';
import { toMarkdown } from '../../../server/contract/document/markdown.ts';
import { inlineText, toPlainText } from '../../../server/contract/document/plain-text.ts';
import type { Json, TreeMark, TreeNode } from '../../../server/contract/document/tree.ts';
import { seededRandom } from '../../support/seeded-random.ts';

type Attrs = Record<string, Json>;

function node(type: string, content: readonly TreeNode[] = [], attrs: Attrs = {}): TreeNode {
  return { type, attrs, content };
}

function text(characters: string, ...marks: (string | TreeMark)[]): TreeNode {
  return {
    type: 'text',
    text: characters,
    marks: marks.map((mark) => (typeof mark === 'string' ? { type: mark } : mark)),
  };
}

function p(...content: (string | TreeNode)[]): TreeNode {
  return node(
    'paragraph',
    content.map((child) => (typeof child === 'string' ? text(child) : child)),
  );
}

function doc(...content: TreeNode[]): TreeNode {
  return node('doc', content);
}

function row(type: string, ...cells: string[]): TreeNode {
  return node(
    'tableRow',
    cells.map((cell) => node(type, [p(cell)])),
  );
}

const link = (href: string, title: string | null = null): TreeMark => ({ type: 'link', attrs: { href, title } });

const everything = doc(
  node('heading', [text('Plan & <scope>')], { level: 2 }),
  p(
    'Plain, ',
    text('bold ', 'bold'),
    text('both', 'bold', 'italic'),
    text(' code `x`', 'code'),
    ' and ',
    text('a link', link('https://example.org/a b', 'Tom "T"')),
  ),
  p(
    text('under', 'underline'),
    text('2', 'superscript'),
    node('hardBreak'),
    text('marked', { type: 'highlight', attrs: { color: '#ff0' } }),
    text('red', { type: 'textStyle', attrs: { color: 'red' } }),
  ),
  p(
    node('mention', [], { id: 'u1', label: 'Ana', mentionSuggestionChar: '@' }),
    node('inlineMath', [], { latex: 'a<b' }),
    node('emoji', [], { name: 'tada' }),
  ),
  node('bulletList', [
    node('listItem', [p('one'), node('orderedList', [node('listItem', [p('deep')])], { start: 3 })]),
    node('listItem', [p('two')]),
  ]),
  node('bulletList', [node('listItem', [p('another list')])]),
  node('taskList', [
    node('taskItem', [p('done')], { checked: true }),
    node('taskItem', [p('open')], { checked: false }),
  ]),
  node('blockquote', [p('said'), p('twice')]),
  node('callout', [p('careful')], { kind: 'warning' }),
  node('codeBlock', [text('const a = `b`;\n```')], { language: 'js' }),
  node('horizontalRule'),
  node('image', [text('The cat')], { src: '/files/cat.png', alt: 'a cat', title: null, width: 320 }),
  node('blockMath', [], { latex: 'x^2' }),
  node('table', [row('tableHeader', 'A', 'B|C'), row('tableCell', '1', '2')], { id: 't' }),
  node('details', [node('detailsSummary', [text('More & more')]), node('detailsContent', [p('hidden')])]),
);

describe('the whole repertoire', () => {
  test('as plain text', () => {
    expect(toPlainText(everything)).toMatchInlineSnapshot(`
      "Plan & <scope>
      Plain, bold both code \`x\` and a link
      under2
      markedred
      @Anaa<b:tada:
      - one
        3. deep
      - two
      - another list
      [x] done
      [ ] open
      said
      twice
      careful
      const a = \`b\`;
      \`\`\`
      ---
      The cat
      x^2
      A	B|C
      1	2
      More & more
      hidden"
    `);
  });

  test('as Markdown', () => {
    expect(toMarkdown(everything)).toMatchInlineSnapshot(`
      "## Plan & \\<scope>

      Plain, **bold _both_**\`\`  code \`x\` \`\` and [a link](<https://example.org/a%20b> "Tom \\"T\\"")

      <u>under</u><sup>2</sup>\\
      <mark data-color="#ff0" style="background-color: #ff0">marked</mark><span style="color: red">red</span>

      @Ana$a<b$:tada:

      - one
        3. deep
      - two

      * another list

      - [x] done
      - [ ] open

      > said
      >
      > twice

      > [!WARNING]
      > careful

      \`\`\`\`js
      const a = \`b\`;
      \`\`\`
      \`\`\`\`

      ---

      ![a cat](/files/cat.png)\\
      The cat

      $$
      x^2
      $$

      | A | B\\|C |
      | --- | --- |
      | 1 | 2 |

      <details>
      <summary>More &amp; more</summary>

      hidden

      </details>
      "
    `);
  });

  test('as HTML', () => {
    expect(
      toHtml(everything).replaceAll(
        /(<\/(?:p|h2|li|ul|ol|aside|pre|figure|tr|table|details|div|blockquote)>)/g,
        '$1\n',
      ),
    ).toMatchInlineSnapshot(`
      "<h2>Plan &amp; &lt;scope&gt;</h2>
      <p>Plain, <strong>bold <em>both</em></strong><code> code \`x\`</code> and <a href="https://example.org/a b" title="Tom &quot;T&quot;" rel="noopener noreferrer nofollow">a link</a></p>
      <p><u>under</u><sup>2</sup><br><mark data-color="#ff0" style="background-color: #ff0">marked</mark><span style="color: red">red</span></p>
      <p><span data-type="mention" data-id="u1" data-label="Ana">@Ana</span><span data-type="inline-math" data-latex="a&lt;b">a&lt;b</span><span data-type="emoji" data-name="tada">:tada:</span></p>
      <ul><li><p>one</p>
      <ol start="3"><li><p>deep</p>
      </li>
      </ol>
      </li>
      <li><p>two</p>
      </li>
      </ul>
      <ul><li><p>another list</p>
      </li>
      </ul>
      <ul data-type="taskList"><li data-type="taskItem" data-checked="true"><label><input type="checkbox" disabled checked></label><div><p>done</p>
      </div>
      </li>
      <li data-type="taskItem" data-checked="false"><label><input type="checkbox" disabled></label><div><p>open</p>
      </div>
      </li>
      </ul>
      <blockquote><p>said</p>
      <p>twice</p>
      </blockquote>
      <aside data-type="callout" data-kind="warning"><p>careful</p>
      </aside>
      <pre><code class="language-js">const a = \`b\`;
      \`\`\`</code></pre>
      <hr><figure><img src="/files/cat.png" alt="a cat" width="320"><figcaption>The cat</figcaption></figure>
      <div data-type="block-math" data-latex="x^2">x^2</div>
      <table><tbody><tr><th><p>A</p>
      </th><th><p>B|C</p>
      </th></tr>
      <tr><td><p>1</p>
      </td><td><p>2</p>
      </td></tr>
      </tbody></table>
      <details><summary>More &amp; more</summary><div data-type="detailsContent"><p>hidden</p>
      </div>
      </details>
      "
    `);
  });
});

describe('R39: what strangers write does nothing in an export', () => {
  const hostile = doc(
    p(
      text('<img src=x onerror=alert(1)>'),
      text('click', link('javascript:alert(1)')),
      text('red', { type: 'textStyle', attrs: { color: 'red;background:url(//x)' } }),
    ),
    node('image', [], { src: 'data:text/html,<script>', alt: '"><script>' }),
    node('codeBlock', [text('</code></pre><script>')], { language: '"><script>' }),
    node('heading', [text('x')], { level: '1><script>' }),
    node('orderedList', [node('listItem', [p('x')])], { start: '1" onclick="x', type: 'javascript' }),
    node('script', [text('alert(1)')]),
  );

  test('HTML has none of it but as text', () => {
    const html = toHtml(hostile);
    expect(html).not.toMatch(/<script|<img src=x|javascript:|onclick|url\(/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('Markdown has none of it in what it becomes', () => {
    const html = new MarkdownIt({ html: true }).render(toMarkdown(hostile));
    expect(html).not.toMatch(/<script|<img src="?x|href="javascript:/);
  });
});

describe('Markdown says what the document says', () => {
  const ODD = [
    '*',
    '**',
    '_',
    '`',
    '``',
    '[a](b)',
    '![',
    '](',
    '<b>',
    '</b>',
    '&amp;',
    '&',
    '\\',
    '#',
    '# ',
    '- ',
    '+',
    '1. ',
    '1)',
    '> ',
    '---',
    '===',
    '~~',
    '~',
    '|',
    ':',
    '$',
    '  ',
    ' ',
    'a',
    'word',
    'snake_case',
    '!',
    '.',
    '"',
    '(c)',
    'é',
    '日本',
    '👍',
    'http://a.b',
    '<!--',
    '\t',
  ];
  const MARKS = ['bold', 'italic', 'strike', 'code', 'underline', 'superscript'];
  const parser = new MarkdownIt({ html: true });

  function randomParagraph(seed: number): TreeNode {
    const random = seededRandom(seed);
    return p(
      ...Array.from({ length: 1 + random.below(4) }, () => {
        const words = Array.from({ length: 1 + random.below(4) }, () => random.pick(ODD)).join('');
        const marks = MARKS.filter(() => random.chance(0.2));
        return text(words, ...(marks.includes('code') ? ['code'] : marks));
      }),
    );
  }

  /** The words a reader of the rendered Markdown sees. */
  function seen(markdown: string): string {
    const html = parser.render(markdown);
    expect(html, markdown).toMatch(/^<p>|^$/);
    return decoded(html.replaceAll(/<\/?(?:p|strong|em|s|code|u|sup)>/g, ''));
  }

  function decoded(html: string): string {
    const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
    return html
      .replaceAll(/&(lt|gt|amp|quot);/g, (_, name: string) => named[name] as string)
      .replaceAll(/\s+/g, ' ')
      .trim();
  }

  test('3,000 random paragraphs full of signs come out of a Markdown parser as the same words', () => {
    for (let seed = 1; seed <= 3_000; seed++) {
      const paragraph = randomParagraph(seed);
      const words = inlineText(paragraph).replaceAll(/\s+/g, ' ').trim();
      const markdown = toMarkdown(doc(paragraph));
      expect(seen(markdown), `seed ${seed}: ${JSON.stringify(markdown)}`).toBe(words);
    }
  });
});
