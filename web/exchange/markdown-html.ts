/**
 * Markdown -> HTML, with what our own export writes: GitHub's tables, strikethrough, tasks and alerts, and formulas
 * between dollar signs. The HTML in it is not trusted: whoever uses the result cleans it and reads it through the
 * schema.
 */

import MarkdownIt, { type StateBlock, type StateInline } from 'markdown-it';

export function markdownToHtml(markdown: string): string {
  const converter = new MarkdownIt({ html: true, linkify: false });
  converter.inline.ruler.before('escape', 'formula', readFormula);
  converter.block.ruler.before('fence', 'formula', readFormulaBlock, { alt: ['paragraph', 'blockquote', 'list'] });
  converter.renderer.rules.formula = (tokens, index) => formula('span', 'inline-math', tokens[index]?.content ?? '');
  converter.renderer.rules.formula_block = (tokens, index) =>
    formula('div', 'block-math', tokens[index]?.content ?? '');
  return converter.render(markdown);
}

const FORMULA = /\$([^\s$](?:[^$\n]*[^\s$\\])?)\$(?!\d)/y;

/** `$x$`: no space inside the signs and no digit behind them, so that prices stay prices. */
function readFormula(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '$') return false;
  FORMULA.lastIndex = state.pos;
  const [whole, latex] = FORMULA.exec(state.src) ?? [];
  if (whole === undefined || latex === undefined) return false;
  if (!silent) state.push('formula', '', 0).content = latex;
  state.pos += whole.length;
  return true;
}

/** Lines of `$$`, the formula between them. */
function readFormulaBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number) =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  if (lineAt(startLine).trim() !== '$$') return false;
  let line = startLine + 1;
  while (line < endLine && lineAt(line).trim() !== '$$') line++;
  if (line >= endLine) return false;
  if (silent) return true;
  const token = state.push('formula_block', '', 0);
  token.content = Array.from({ length: line - startLine - 1 }, (_, i) => lineAt(startLine + 1 + i)).join('\n');
  token.block = true;
  state.line = line + 1;
  return true;
}

function formula(tag: string, type: string, latex: string): string {
  return `<${tag} data-type="${type}" data-latex="${escaped(latex)}">${escaped(latex)}</${tag}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
