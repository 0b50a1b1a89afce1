/** Key names as the reader's keyboard has them. */

import { text } from './text.ts';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

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
