/** The languages a code block can be in: what the picker lists, and what people call them besides. */

export interface CodeLanguage {
  /** As it is stored, and as the highlighter calls it. */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

function language(id: string, name: string, ...aliases: readonly string[]): CodeLanguage {
  return { id, name, aliases };
}

export const CODE_LANGUAGES: readonly CodeLanguage[] = [
  language('bash', 'Shell', 'sh', 'shell', 'zsh', 'console'),
  language('c', 'C', 'h'),
  language('cpp', 'C++', 'c++', 'cc', 'hpp', 'cxx'),
  language('csharp', 'C#', 'cs', 'c#'),
  language('css', 'CSS'),
  language('diff', 'Diff', 'patch'),
  language('dockerfile', 'Dockerfile', 'docker'),
  language('elixir', 'Elixir', 'ex', 'exs'),
  language('go', 'Go', 'golang'),
  language('haskell', 'Haskell', 'hs'),
  language('ini', 'INI, TOML', 'toml'),
  language('java', 'Java'),
  language('javascript', 'JavaScript', 'js', 'jsx', 'mjs', 'cjs'),
  language('json', 'JSON', 'jsonc', 'json5'),
  language('kotlin', 'Kotlin', 'kt', 'kts'),
  language('latex', 'LaTeX', 'tex'),
  language('lua', 'Lua'),
  language('makefile', 'Makefile', 'make', 'mk'),
  language('markdown', 'Markdown', 'md'),
  language('perl', 'Perl', 'pl'),
  language('php', 'PHP'),
  language('python', 'Python', 'py'),
  language('r', 'R'),
  language('ruby', 'Ruby', 'rb'),
  language('rust', 'Rust', 'rs'),
  language('scala', 'Scala'),
  language('scss', 'SCSS', 'sass'),
  language('sql', 'SQL'),
  language('swift', 'Swift'),
  language('typescript', 'TypeScript', 'ts', 'tsx', 'mts', 'cts'),
  language('xml', 'HTML, XML', 'html', 'svg', 'xhtml', 'vue'),
  language('yaml', 'YAML', 'yml'),
];

const ID_BY_NAME: ReadonlyMap<string, string> = new Map(
  CODE_LANGUAGES.flatMap(({ id, aliases }) => [id, ...aliases].map((name) => [name, id] as const)),
);

/** The language that a stored attribute means; null for none and for those that are not known here. */
export function languageOf(attribute: unknown): string | null {
  return typeof attribute === 'string' ? (ID_BY_NAME.get(attribute.toLowerCase()) ?? null) : null;
}
