/** Key names as the reader's keyboard has them. */

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod+Shift+S` as "⌘⇧S" or "Ctrl+Shift+S". */
export function keysText(keys: string): string {
  if (!isApple) return keys.replace('Mod', 'Ctrl');
  return keys.replace('Mod', '⌘').replace('Shift', '⇧').replace('Alt', '⌥').replaceAll('+', '');
}
