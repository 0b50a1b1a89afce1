/** The keys of the catalogue (acts.ts), bound to the text and to the page around it. */

import { Extension } from '@tiptap/core';
import { keydownHandler } from '@tiptap/pm/keymap';
import { isLetterTyped } from '../ui/keys.ts';
import { ACTS, type Act, type Desk } from './acts.ts';

/** `Mod+Shift+8` as ProseMirror spells it: letters in lower case, hyphens between. */
export function keyName(keys: string): string {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  return [...parts, key.length === 1 ? key.toLowerCase() : key].join('-');
}

/** Which acts each key asks, in the order of the catalogue, until one has a use for it. */
export function actsByKey(acts: readonly Act[]): ReadonlyMap<string, readonly Act[]> {
  const byKey = new Map<string, Act[]>();
  for (const act of acts) {
    for (const keys of act.keys) byKey.set(keyName(keys), [...(byKey.get(keyName(keys)) ?? []), act]);
  }
  return byKey;
}

function bindings(acts: readonly Act[], desk: () => Desk | null): Record<string, () => boolean> {
  const run = (bound: readonly Act[]) => () => {
    const present = desk();
    return present !== null && bound.some((act) => act.run(present));
  };
  return Object.fromEntries([...actsByKey(acts)].map(([key, bound]) => [key, run(bound)]));
}

/** Keys that work in the text. A letter alone is typed there, and means nothing else. */
export function textKeys(desk: () => Desk | null): Extension {
  const typed = ({ keys }: Act) => keys.every((key) => key.length === 1);
  const acts = ACTS.filter((act) => act.scope === 'text' && !typed(act));
  return Extension.create({
    name: 'textKeys',
    // Before those that the nodes bring: the hard break of Mod+Enter, Tab in a list.
    priority: 2_000,
    addKeyboardShortcuts: () => bindings(acts, desk),
  });
}

/** Keys that work wherever the focus is on the page; the answer ends it. */
export function watchPageKeys(desk: Desk): () => void {
  const handle = keydownHandler(
    bindings(
      ACTS.filter(({ scope }) => scope === 'page'),
      () => desk,
    ),
  );
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isLetterTyped(event)) return;
    if (handle(desk.editor.view, event)) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
