/** Keys as the reader's keyboard has them: their names, and what a press of one means. */

import { text } from './text.ts';

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

const APPLE: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
const OTHERS: Readonly<Record<string, string>> = {
  Mod: text.keys.mod,
  Shift: text.keys.shift,
  Alt: text.keys.alt,
};
const EVERYWHERE: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: text.keys.enter,
  Tab: text.keys.tab,
};

/** `Mod+Shift+S` as "⌘⇧S" or "Ctrl+Shift+S". */
export function keysText(keys: string): string {
  const names = isApple ? APPLE : OTHERS;
  const shown = keys.split('+').map((key) => names[key] ?? EVERYWHERE[key] ?? key);
  return shown.join(isApple ? '' : '+');
}

/** Whether it puts a letter into a field or a text; F3 would not. */
export function isLetterTyped({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isLetter = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  if (!isLetter || !(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
