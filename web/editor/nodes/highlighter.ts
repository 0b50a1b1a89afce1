/** What colours code: lowlight, with each language in a file of its own that is loaded when it is first used. */

import { createLowlight, type LanguageFn } from 'lowlight';
import './code-colours.css';

export interface Stretch {
  /** Characters from the beginning of the code. */
  readonly from: number;
  readonly to: number;
  readonly classes: string;
}

const lowlight = createLowlight();

const GRAMMARS: Readonly<Record<string, () => Promise<{ readonly default: LanguageFn }>>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  latex: () => import('highlight.js/lib/languages/latex'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

/** The coloured stretches of some code, in their order. @throws when the language cannot be loaded now. */
export async function stretches(code: string, language: string): Promise<readonly Stretch[]> {
  const load = GRAMMARS[language];
  if (load === undefined) return [];
  if (!lowlight.registered(language)) lowlight.register(language, (await load()).default);
  const found: Stretch[] = [];
  collect(lowlight.highlight(language, code), 0, '', found);
  return found;
}

type Branch = ReturnType<typeof lowlight.highlight> | ReturnType<typeof lowlight.highlight>['children'][number];

/** @returns where the branch ends. */
function collect(branch: Branch, start: number, classes: string, found: Stretch[]): number {
  if (branch.type === 'text') {
    const end = start + branch.value.length;
    if (classes !== '' && end > start) found.push({ from: start, to: end, classes });
    return end;
  }
  if (branch.type !== 'element' && branch.type !== 'root') return start;
  const own = branch.type === 'element' ? [branch.properties.className].flat().join(' ') : classes;
  return branch.children.reduce((at, child) => collect(child, at, own, found), start);
}
