/**
 * HTML as other programs put it on the clipboard, written for these tests after what each of them does, and what a
 * person expects to see of it.
 */

export interface Clipboard {
  readonly from: string;
  readonly html: string;
  readonly markdown: string;
}

/** Word: paragraphs that are called lists in their style alone. */
function wordItem(level: number, sign: string, words: string, list = 'l0'): string {
  return `<p class=MsoListParagraphCxSpMiddle style='margin-left:${level * 36}.0pt;mso-add-space:auto;text-indent:-18.0pt;
mso-list:${list} level${level} lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Symbol;mso-fareast-font-family:Symbol'><span
style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span
lang=EN-US>${words}<o:p></o:p></span></p>`;
}

export const CLIPBOARDS: readonly Clipboard[] = [
  {
    from: 'Word: title, headings, emphasis, empty paragraphs',
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal { margin: 0cm } --></style></head><body lang=EN-US><!--StartFragment-->
<p class=MsoTitle><span lang=EN-US>Minutes<o:p></o:p></span></p>
<h2 style='mso-outline-level:2'><span style='font-size:13.0pt;color:#2F5496'>Who was there</span></h2>
<p class=MsoNormal><span lang=EN-US>Ann, <b style='mso-bidi-font-weight:normal'>Bob</b> and <i>Cleo</i>; <u>all</u> of
them.<span style='mso-spacerun:yes'>   </span>H<sub>2</sub>O<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><span style='background:yellow;mso-highlight:yellow'>Remember</span></p><!--EndFragment--></body></html>`,
    markdown:
      '# Minutes\n\n## Who was there\n\nAnn, **Bob** and *Cleo*; <u>all</u> of them. H<sub>2</sub>O\n\n<mark>Remember</mark>\n',
  },
  {
    from: 'Word: lists in lists, bullets and numbers',
    html: `<body><!--StartFragment-->${wordItem(1, '·', 'one')}${wordItem(2, 'o', 'inside')}${wordItem(3, '§', 'deepest')}${wordItem(1, '·', 'two')}
<p class=MsoNormal>Between</p>${wordItem(1, '3.', 'third', 'l1')}${wordItem(1, '4.', 'fourth', 'l1')}<!--EndFragment--></body>`,
    markdown: '- one\n  - inside\n    - deepest\n- two\n\nBetween\n\n3. third\n4. fourth\n',
  },
  {
    from: 'Word: a table and a footnote',
    html: `<body><table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'>
<td width=301 style='width:225.4pt;border:solid windowtext 1.0pt'><p class=MsoNormal>Plant<o:p></o:p></p></td>
<td><p class=MsoNormal>Price<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>Rose</p></td><td><p class=MsoNormal>5</p></td></tr></table></body>`,
    markdown: '|  |  |\n| --- | --- |\n| Plant | Price |\n| Rose | 5 |\n',
  },
  {
    from: 'Word: quotes and code in a fixed typeface',
    html: `<p class=MsoQuote>To be</p><p class=MsoNormal>Call <span style='font-family:"Courier New"'>main()</span> first</p>`,
    markdown: '> To be\n\nCall `main()` first\n',
  },
  {
    from: 'Google Docs: everything in a bold that is not bold, emphasis in styles',
    html: `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-6f4a">
<h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-family:Arial;color:#000000;background-color:transparent;font-weight:400">Plan</span></h1>
<p dir="ltr"><span style="font-size:11pt;font-weight:700;font-style:normal">Bold</span><span style="font-size:11pt;font-weight:400"> and </span><span style="font-style:italic;font-weight:400">slanted</span><span style="text-decoration:line-through"> gone</span></p>
<br /><p dir="ltr"><a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D" style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">a link</span></a></p></b><br class="Apple-interchange-newline">`,
    markdown: '# Plan\n\n**Bold** and *slanted* ~~gone~~\n\n[a link](https://example.org/a)\n',
  },
  {
    from: 'Google Docs: a list whose sub-list stands between its items',
    html: `<b style="font-weight:normal;" id="docs-internal-guid-1"><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p role="presentation"><span>one</span></p></li>
<ul><li dir="ltr" aria-level="2"><p role="presentation"><span>inside</span></p></li></ul><li dir="ltr" aria-level="1"><p><span>two</span></p></li></ul></b>`,
    markdown: '- one\n  - inside\n- two\n',
  },
  {
    from: 'Google Docs: a checklist',
    html: `<ul><li role="checkbox" aria-checked="true"><img src="data:image/png;base64,AAAA" aria-roledescription="checkbox"><p style="display:inline-block"><span style="text-decoration:none">done</span></p></li>
<li role="checkbox" aria-checked="false"><img src="data:image/png;base64,AAAA"><p>open</p></li></ul>`,
    markdown: '- [x] done\n- [ ] open\n',
  },
  {
    from: 'Google Sheets: cells',
    html: `<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" border="1"><colgroup><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:21px;"><td style="overflow:hidden;font-weight:bold;" data-sheets-value="{}">A</td><td>B</td></tr><tr><td>1</td><td>2,5</td></tr></tbody></table>`,
    markdown: '|  |  |\n| --- | --- |\n| A | B |\n| 1 | 2,5 |\n',
  },
  {
    from: 'Excel: cells with a style sheet and empty ones',
    html: `<html><head><meta name=ProgId content=Excel.Sheet><style>.xl65 {mso-number-format:0}</style></head><body><table border=0 cellpadding=0 width=128 style='border-collapse:collapse;width:96pt'><!--StartFragment--><col width=64 span=2><tr height=20><td height=20 class=xl65 align=right width=64>7</td><td>x</td></tr><tr><td></td><td>y</td></tr><!--EndFragment--></table></body></html>`,
    markdown: '|  |  |\n| --- | --- |\n| 7 | x |\n|  | y |\n',
  },
  {
    from: 'Notion: tasks, a toggle, code',
    html: `<meta charset='utf-8'><!-- notionvc: 1 --><h3>Today</h3><ul id="a" class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span class="to-do-children-checked">write</span></li></ul>
<ul class="to-do-list"><li><div class="checkbox checkbox-off"></div> <span class="to-do-children-unchecked">post</span></li></ul>
<details open=""><summary>More</summary><p>inside</p></details><pre class="code"><code class="language-TypeScript">let a = 1;
let b;</code></pre>`,
    markdown:
      '### Today\n\n- [x] write\n\n* [ ] post\n\n<details>\n<summary>More</summary>\n\ninside\n\n</details>\n\n```TypeScript\nlet a = 1;\nlet b;\n```\n',
  },
  {
    from: 'GitHub: tasks, an alert-like quote, highlighted code, an anchor',
    html: `<h2 tabindex="-1"><a id="user-content-use" class="anchor" aria-hidden="true" href="#use"><svg></svg></a>Use</h2><ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox" disabled checked>done</li><li class="task-list-item"><input type="checkbox" disabled> open</li></ul><blockquote><p>[!NOTE]<br>Mind this</p></blockquote><div class="highlight highlight-source-js"><pre><span class="pl-k">const</span> a <span class="pl-c1">=</span> 1;</pre></div>`,
    markdown: '## Use\n\n- [x] done\n- [ ] open\n\n> [!NOTE]\n> Mind this\n\n```js\nconst a = 1;\n```\n',
  },
  {
    from: 'a web page: scripts, trackers, buttons, layout',
    html: `<div class="article"><script>alert(1)</script><style>p{}</style><p style="font-family: Georgia; color: rgb(33,33,33)" onclick="x()">Read <em class="x">this</em><img src="https://tracker.example/p.gif?u=1" width="1" height="1"><img src="https://t.example/b.png" style="width:1px;height:1px"></p><button>Share</button><noscript><img src="https://t.example/n.gif"></noscript><p hidden>secret</p><p style="display:none">gone</p><form><input type="text" value="x"></form></div>`,
    markdown: 'Read *this*\n',
  },
  {
    from: 'a web page: bad links, deep headings, definition lists',
    html: `<h6>Small</h6><p><a href="javascript:alert(1)">one</a> <a href="data:text/html,x">two</a> <a href="https://example.org/?a=1&amp;b=2" onclick="x()" target="_top">three</a></p><dl><dt>Word</dt><dd>Meaning</dd></dl>`,
    markdown: '#### Small\n\none two [three](https://example.org/?a=1&b=2)\n\nWord\n\n> Meaning\n',
  },
  {
    from: 'a web page: an image with words around it, and one in a link',
    html: `<p>Before <img src="https://example.org/a.png" alt="A" width="300" srcset="https://example.org/a2.png 2x"> behind</p><p><a href="https://example.org"><img src="https://example.org/b.png"></a></p><p><img src="file:///C:/x.png"></p>`,
    markdown: 'Before\n\n![A](https://example.org/a.png)\n\nbehind\n\n![](https://example.org/b.png)\n',
  },
  {
    from: 'a page with formulas by KaTeX',
    html: `<p>So <span class="katex"><span class="katex-mathml"><math><semantics><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x2</span></span> it is</p>`,
    markdown: 'So $x^2$ it is\n',
  },
  {
    from: 'VS Code: coloured lines',
    html: `<meta charset='utf-8'><div style="color: #d4d4d4;background-color: #1e1e1e;font-family: Consolas, 'Courier New', monospace;white-space: pre;"><div><span style="color: #569cd6;">const</span><span style="color: #d4d4d4;"> a = 1;</span></div><div><span>  b();</span></div></div>`,
    markdown: '```\nconst a = 1;\n  b();\n```\n',
  },
  {
    from: 'Apple Notes and mail: lines in divisions, dashes as typed',
    html: `<div>First</div><div><br></div><div><b>Second</b></div><ul class="Apple-dash-list"><li>dash</li></ul>`,
    markdown: 'First\n\n**Second**\n\n- dash\n',
  },
  {
    from: 'LibreOffice: fonts, a list of paragraphs',
    html: `<!DOCTYPE html><html><head><style type="text/css">p { line-height: 115% }</style></head><body lang="en-US"><p style="margin-bottom: 0cm"><font face="Liberation Serif"><font size="3"><b>Bold</b></font></font> text</p><ol><li><p>one</p></li><li><p>two</p></li></ol></body></html>`,
    markdown: '**Bold** text\n\n1. one\n2. two\n',
  },
];
