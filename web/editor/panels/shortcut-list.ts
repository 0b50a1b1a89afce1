/** The shortcuts as a list to read and to search: those of the catalogue, and what can be typed. */

import { found } from '../../lib/word-search.ts';
import { keysText } from '../../ui/keys.ts';
import { text } from '../../ui/text.ts';
import { ACTS } from '../acts.ts';

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

const { markdown } = text.shortcuts;
const { commands, blocks } = text;

const TYPED: readonly (readonly [label: string, typed: string])[] = [
  [commands.heading1, markdown.heading],
  [commands.bulletList, markdown.bulletList],
  [commands.orderedList, markdown.orderedList],
  [commands.taskList, markdown.taskList],
  [commands.blockquote, markdown.blockquote],
  [commands.codeBlock, markdown.codeBlock],
  [blocks.rule, markdown.rule],
  [commands.bold, markdown.bold],
  [commands.italic, markdown.italic],
  [commands.strike, markdown.strike],
  [commands.code, markdown.code],
  [commands.highlight, markdown.highlight],
  [commands.link, markdown.link],
  [commands.insertMenu, markdown.insert],
  [commands.people, markdown.mention],
  [commands.emojiMenu, markdown.emoji],
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
  const typed = TYPED.map(([label, keys]) => ({
    id: `typed ${keys}`,
    label,
    alsoCalled: 'markdown',
    section: text.sections.typing,
    keys: [keys],
  }));
  return [...withKeys, ...typed];
}

/** Those that fit a search, by section; a section without any is left out. */
export function shortcutSections(query: string): readonly ShortcutSection[] {
  const bySection = new Map<string, Shortcut[]>();
  for (const shortcut of found(allShortcuts(), query)) {
    bySection.set(shortcut.section, [...(bySection.get(shortcut.section) ?? []), shortcut]);
  }
  return [...bySection].map(([heading, shortcuts]) => ({ heading, shortcuts }));
}
