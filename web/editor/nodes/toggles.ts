/**
 * Toggles are open or closed for each reader alone; Tiptap keeps it in the class of their element. Here: what their
 * button says, opening by key, and opening those around something that somebody goes to.
 */

import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { text } from '../../ui/text.ts';

const OPEN = 'is-open';

interface ToggleButton {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
}

export function nameToggle({ element, isOpen }: ToggleButton): void {
  element.setAttribute('aria-label', text.blocks.toggle);
  element.setAttribute('aria-expanded', String(isOpen));
}

/** Opens every closed toggle around a place of the page. */
export function revealIn(place: Node | null): void {
  const around = place instanceof Element ? place : place?.parentElement;
  const toggle = around?.closest('[data-type="detailsContent"][hidden]')?.closest('.details');
  if (!around || !toggle) return;
  turn(toggle);
  revealIn(toggle);
  // Laid out by being asked for: far from the window Firefox would scroll to it not at all (`content-visibility`).
  around.getBoundingClientRect();
}

/** Opens or closes the toggle the caret is in; false where it is in none, and in code, where the key leads out. */
export function turnToggleAtCaret({ state, view }: Editor): boolean {
  const { $from } = state.selection;
  if ($from.parent.type.spec.code === true) return false;
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name !== 'details') continue;
    const toggle = view.nodeDOM($from.before(depth));
    if (!(toggle instanceof HTMLElement)) return false;
    // Before it is gone from sight.
    const endOfSummary = $from.start(depth) + ($from.node(depth).firstChild?.nodeSize ?? 2) - 1;
    if (toggle.classList.contains(OPEN) && $from.pos > endOfSummary)
      view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, endOfSummary)));
    turn(toggle);
    return true;
  }
  return false;
}

function turn(toggle: Element): void {
  const isOpen = toggle.classList.toggle(OPEN);
  // What Tiptap's own button says to the part that it hides.
  toggle.querySelector('[data-type="detailsContent"]')?.dispatchEvent(new Event('toggleDetailsContent'));
  const element = toggle.querySelector<HTMLElement>(':scope > button');
  if (element !== null) nameToggle({ element, isOpen });
}
