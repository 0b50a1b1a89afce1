/** The shortcuts as a list to read and to search: those of the catalogue, and what can be typed. */

import { found } from '../../lib/word-search.ts';
import { keysText } from '../../ui/keys.ts';
import { text } from '../../ui/text.ts';
import { ACTS } from '../acts.ts';
import { words } from './shortcut-words.ts';

export interface Shortcut {
  readonly id: string;
  readonly label: string;
  readonly alsoCalled: string;
  readonly section: string;
  /** As the reader's keyboard names them. */
  readonly keys: readonly string[];
}

export interface ShortcutSection {
  readonly heading: string;
  readonly shortcuts: readonly Shortcut[];
}

const { typed } = words;
const { commands, blocks } = text;

const TYPED: readonly (readonly [label: string, typed: string])[] = [
  [commands.heading1, typed.heading],
  [commands.bulletList, typed.bulletList],
  [commands.orderedList, typed.orderedList],
  [commands.taskList, typed.taskList],
  [commands.blockquote, typed.blockquote],
  [commands.codeBlock, typed.codeBlock],
  [blocks.rule, typed.rule],
  [commands.bold, typed.bold],
  [commands.italic, typed.italic],
  [commands.strike, typed.strike],
  [commands.code, typed.code],
  [commands.highlight, typed.highlight],
  [commands.link, typed.link],
  [commands.link, typed.address],
  [text.formula.insert, typed.formula],
  [words.inlineFormula, typed.inlineFormula],
  [words.lineBreak, keysText('Shift+Enter')],
  [commands.insertMenu, typed.insert],
  [commands.people, typed.mention],
  [commands.emojiMenu, typed.emoji],
];

/** Every shortcut, in the order of the catalogue. */
export function allShortcuts(): readonly Shortcut[] {
  const withKeys = ACTS.filter(({ keys }) => keys.length > 0).map(({ id, label, alsoCalled, section, keys }) => ({
    id,
    label,
    alsoCalled,
    section: text.sections[section],
    keys: keys.map(keysText),
  }));
  const whileTyping = TYPED.map(([label, keys]) => ({
    id: `typed ${keys}`,
    label,
    alsoCalled: 'markdown',
    section: text.sections.typing,
    keys: [keys],
  }));
  return [...withKeys, ...whileTyping];
}

/** Those that fit a search, by section; a section without any is left out. */
export function shortcutSections(query: string): readonly ShortcutSection[] {
  const bySection = new Map<string, Shortcut[]>();
  for (const shortcut of found(allShortcuts(), query)) {
    bySection.set(shortcut.section, [...(bySection.get(shortcut.section) ?? []), shortcut]);
  }
  return [...bySection].map(([heading, shortcuts]) => ({ heading, shortcuts }));
}
