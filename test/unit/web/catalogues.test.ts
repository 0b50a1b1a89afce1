/** Two catalogues that say the same, and nothing visible that is in neither. */

import { parseSync } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { english } from '../../../web/ui/catalogue/english.ts';
import { englishAccounts } from '../../../web/ui/catalogue/english-accounts.ts';
import { englishAdmin } from '../../../web/ui/catalogue/english-admin.ts';
import { englishComments } from '../../../web/ui/catalogue/english-comments.ts';
import { englishHistory } from '../../../web/ui/catalogue/english-history.ts';
import { englishHome } from '../../../web/ui/catalogue/english-home.ts';
import { englishShortcuts } from '../../../web/ui/catalogue/english-shortcuts.ts';
import { german } from '../../../web/ui/catalogue/german.ts';
import { germanAccounts } from '../../../web/ui/catalogue/german-accounts.ts';
import { germanAdmin } from '../../../web/ui/catalogue/german-admin.ts';
import { germanComments } from '../../../web/ui/catalogue/german-comments.ts';
import { germanHistory } from '../../../web/ui/catalogue/german-history.ts';
import { germanHome } from '../../../web/ui/catalogue/german-home.ts';
import { germanShortcuts } from '../../../web/ui/catalogue/german-shortcuts.ts';
import { languageFor, localeFor } from '../../../web/ui/language.ts';
import { readSourceFiles, type SourceFile, sourceFile } from '../../support/source-files.ts';

type Entry = string | ((...values: unknown[]) => string);

/** Every entry of a catalogue by its path, `save.explain.saved`. */
function entriesOf(tree: object, path = ''): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(tree)) {
    if (`${path}${key}` === 'refusals') continue;
    if (typeof value === 'object')
      for (const [below, entry] of entriesOf(value, `${path}${key}.`)) entries.set(below, entry);
    else entries.set(`${path}${key}`, value);
  }
  return entries;
}

const englishEntries = entriesOf({
  ...english,
  accounts: englishAccounts,
  admin: englishAdmin,
  history: englishHistory,
  home: englishHome,
  comments: englishComments,
  shortcuts: englishShortcuts,
});
const germanEntries = entriesOf({
  ...german,
  accounts: germanAccounts,
  admin: germanAdmin,
  history: germanHistory,
  home: germanHome,
  comments: germanComments,
  shortcuts: germanShortcuts,
});

/** Which of the values that are handed to an entry it says. */
function saidBy(entry: Entry, values: readonly unknown[]): readonly unknown[] {
  if (typeof entry === 'string') return [];
  const sentence = entry(...values);
  return values.filter((value) => sentence.includes(String(value)));
}

describe('the catalogues', () => {
  it('have the same entries', () => {
    expect([...germanEntries.keys()].sort()).toEqual([...englishEntries.keys()].sort());
  });

  it('say something everywhere', () => {
    for (const [path, entry] of germanEntries) {
      expect(typeof entry, path).toBe(typeof englishEntries.get(path));
      if (typeof entry === 'string') expect(entry.trim(), path).not.toBe('');
    }
  });

  it('say the same values, for one and for many', () => {
    for (const [path, entry] of englishEntries) {
      if (typeof entry === 'string') continue;
      const values = Array.from({ length: entry.length }, (_, i) => 70_001 + i);
      expect(saidBy(germanEntries.get(path) ?? '', values), path).toEqual(saidBy(entry, values));
      const ones = values.map(() => 1);
      expect(germanEntries.get(path)?.length, path).toBe(entry.length);
      for (const catalogue of [englishEntries, germanEntries]) {
        const said = catalogue.get(path) as (...values: unknown[]) => string;
        expect(said(...ones), path).not.toMatch(/undefined|null|NaN|\[object/);
      }
    }
  });

  it('count as their languages do', () => {
    expect(german.save.unsaved(1, '10:42')).toBe('1 Änderung seit\u00a010:42');
    expect(german.save.unsaved(2, '10:42')).toBe('2 Änderungen seit\u00a010:42');
    expect(english.find.replaced(1)).not.toBe(english.find.replaced(2).replace('2', '1'));
  });

  it('are two languages: hardly a sentence is the same in both', () => {
    const same = [...englishEntries].filter(
      ([path, entry]) => typeof entry === 'string' && entry === germanEntries.get(path) && entry.includes(' '),
    );
    expect(same.map(([path]) => path)).toEqual(['formula.placeholder']);
  });

  it('have a German sentence for each refusal of the server', () => {
    const codes = Object.values(CLOSE).map(({ code }) => code);
    expect(Object.keys(german.refusals).map(Number).sort()).toEqual(codes.sort());
  });

  it('import nothing that waits for them', () => {
    const german = readSourceFiles().filter(({ path }) => /web\/ui\/catalogue\/german/.test(path));
    expect(german.flatMap(({ text }) => text.match(/^import (?!type ).*$/gm) ?? [])).toEqual([
      "import { germanEditor } from './german-editor.ts';",
    ]);
  });
});

describe('the language of a page', () => {
  it('is asked for nowhere by its name: what is said in each is a record of all of them, which must be whole', () => {
    const asksByName = /(?<!\.|typeof )\blanguage\s*[!=]==?\s*['"]/;
    const asking = readSourceFiles().filter(({ path, text }) => path.startsWith('web/') && asksByName.test(text));
    expect(asking.map(({ path }) => path)).toEqual(['web/ui/text.ts']);
  });

  it('is the chosen one, else the first the browser asks for that there is, else English', () => {
    expect(languageFor('en', ['de-AT'])).toBe('en');
    expect(languageFor(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageFor(null, ['fr-FR'])).toBe('en');
    expect(languageFor(null, [])).toBe('en');
  });

  it('has the dates of the region the person lives in', () => {
    expect(localeFor('de', ['en-GB', 'de-AT'])).toBe('de-AT');
    expect(localeFor('en', ['en-GB'])).toBe('en-GB');
    expect(localeFor('en', ['de'])).toBe('en');
  });
});

describe('numbers and dates', () => {
  /** Written as the browser has them, whatever the page speaks. A catalogue names its own language. */
  const ASKS_THE_BROWSER = /\.toLocale(?:Date|Time)?String\((?!'(?:en|de)'\))|new Intl\.\w+Format\((?!locale\b)/;

  it('are written in the language of the page everywhere', () => {
    const breaches = readSourceFiles().filter(
      ({ path, text }) => path.startsWith('web/') && ASKS_THE_BROWSER.test(text),
    );
    expect(breaches.map(({ path }) => path)).toEqual([]);
  });

  it('are German on a page that speaks German by choice, in an English browser', async () => {
    vi.stubGlobal('navigator', { languages: ['en-US'] });
    vi.stubGlobal('localStorage', { getItem: () => '"de"' });
    vi.resetModules();
    const { numberText } = await import('../../../web/lib/numbers.ts');
    vi.unstubAllGlobals();
    expect(numberText(12_345)).toBe('12.345');
  });
});

/** What a person sees or hears of an element. */
const SHOWN_ATTRIBUTES = new Set(['aria-label', 'aria-description', 'alt', 'label', 'placeholder', 'title', 'content']);
const SHOWN_PROPERTIES = new Set(['textContent', 'innerText', 'placeholder', 'title', 'ariaLabel', 'alt']);
const SHOWS_ITS_PARTS = new Set(['JSXExpressionContainer', 'ConditionalExpression', 'LogicalExpression']);
/** Two letters in a row make a word. */
const WORD = /\p{L}{2,}/u;

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Words in the code that a page would show. */
function shownWords({ path, text }: SourceFile): string[] {
  const found: string[] = [];
  const note = (value: unknown) => {
    const words = literalOf(value);
    if (WORD.test(words)) found.push(`${path}: ${words.trim()}`);
  };
  const visit = (node: SyntaxNode, isShown: boolean): void => {
    if (isShown || node.type === 'JSXText') note(node);
    note(shownValueOf(node));
    const inElement = node.type === 'JSXElement' || node.type === 'JSXFragment';
    const goesOn = isShown && SHOWS_ITS_PARTS.has(node.type);
    for (const child of childrenOf(node))
      visit(child, goesOn || (inElement && child.type === 'JSXExpressionContainer'));
  };
  const { program } = parseSync(path, text);
  visit(program as unknown as SyntaxNode, false);
  return found;
}

/** What an attribute, an assignment or a call of setAttribute shows. */
function shownValueOf(node: SyntaxNode): unknown {
  if (node.type === 'JSXAttribute' && SHOWN_ATTRIBUTES.has(nameOf(node.name))) return node.value;
  if (node.type === 'AssignmentExpression' && SHOWN_PROPERTIES.has(propertyOf(node.left))) return node.right;
  if (node.type !== 'CallExpression' || propertyOf(node.callee) !== 'setAttribute') return undefined;
  const [name, value] = node.arguments as readonly unknown[];
  return SHOWN_ATTRIBUTES.has(literalOf(name)) ? value : undefined;
}

function propertyOf(node: unknown): string {
  return nameOf((node as SyntaxNode).property);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is SyntaxNode => typeof value === 'object' && value !== null && 'type' in value);
}

function nameOf(node: unknown): string {
  const { name, namespace } = (node ?? {}) as { name?: unknown; namespace?: { name: string } };
  return namespace
    ? `${namespace.name}-${String((name as { name: string }).name)}`
    : typeof name === 'string'
      ? name
      : '';
}

function literalOf(node: unknown): string {
  const { type, value, quasis, expression } = (node ?? {}) as Record<string, unknown>;
  if (type === 'Literal' || type === 'JSXText') return typeof value === 'string' ? value : '';
  if (type === 'TemplateLiteral')
    return (quasis as { value: { cooked: string } }[]).map((one) => one.value.cooked).join(' ');
  return type === 'JSXExpressionContainer' ? literalOf(expression) : '';
}

describe('what a page shows', () => {
  const sources = readSourceFiles().filter(({ path }) => /^web\/.*\.tsx?$/.test(path));

  it('stands in the catalogue, and nowhere else', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(shownWords)).toEqual([]);
  });

  it('is found where it does not', () => {
    const breach = sourceFile(
      'web/x.tsx',
      `const a = <p title="One word">Two words {isOpen ? 'three words' : null}</p>;
       element.textContent = 'four words'; element.setAttribute('aria-label', \`five \${words}\`);`,
    );
    expect(shownWords(breach).map((found) => found.replace('web/x.tsx: ', ''))).toEqual([
      'One word',
      'Two words',
      'three words',
      'four words',
      'five',
    ]);
  });
});
