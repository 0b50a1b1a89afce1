/** How the caret and the selection of another person look, and when the flag with the name shows. */

import { Plugin } from '@tiptap/pm/state';
import type { DecorationAttrs, EditorView } from '@tiptap/pm/view';
import type { Awareness } from 'y-protocols/awareness';
import { personOf } from '../presence/people.ts';
import './carets.css';

/** The flag of a person who moved, long enough to read a name. */
const FLAG_MS = 2_000;

/** The caret of `clientId`: a thin line, and the name on a flag. Never read aloud, never part of the text. */
export function caretElement(awareness: Awareness, clientId: number): HTMLElement {
  const person = personOf(awareness.getStates().get(clientId), clientId, awareness.clientID);
  const caret = document.createElement('span');
  caret.className = 'caret';
  caret.dataset.client = String(clientId);
  caret.dataset.person = String(person.colourIndex);
  caret.contentEditable = 'false';
  caret.setAttribute('aria-hidden', 'true');
  const flag = document.createElement('span');
  flag.className = 'caret-flag';
  flag.textContent = person.name;
  // Word joiners keep the browser from breaking the line, or putting its own caret, at ours.
  caret.append('\u2060', flag, '\u2060');
  return caret;
}

export function selectionAttributes(awareness: Awareness, clientId: number): DecorationAttrs {
  const person = personOf(awareness.getStates().get(clientId), clientId, awareness.clientID);
  return { class: 'caret-selection', 'data-person': String(person.colourIndex) };
}

/** Raises a person's flag whenever their caret moves, and lowers it a moment later. */
export function watchCaretMoves(awareness: Awareness): Plugin {
  return new Plugin({ view: (view) => new CaretFlags(view, awareness) });
}

class CaretFlags {
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  readonly #loweringByClient = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #seenByClient = new Map<number, string>();

  constructor(view: EditorView, awareness: Awareness) {
    this.#view = view;
    this.#awareness = awareness;
    awareness.on('change', this.#onChange);
  }

  destroy(): void {
    this.#awareness.off('change', this.#onChange);
    for (const timer of this.#loweringByClient.values()) clearTimeout(timer);
  }

  readonly #onChange = ({ added, updated }: { added: number[]; updated: number[] }): void => {
    for (const clientId of [...added, ...updated]) {
      const cursor = JSON.stringify(this.#awareness.getStates().get(clientId)?.cursor ?? null);
      if (cursor === this.#seenByClient.get(clientId)) continue;
      this.#seenByClient.set(clientId, cursor);
      // The caret is drawn in this turn; its element exists in the next.
      if (clientId !== this.#awareness.clientID) setTimeout(() => this.#raise(clientId));
    }
  };

  #raise(clientId: number): void {
    clearTimeout(this.#loweringByClient.get(clientId));
    this.#caret(clientId)?.classList.add('is-moving');
    const lower = () => this.#caret(clientId)?.classList.remove('is-moving');
    this.#loweringByClient.set(clientId, setTimeout(lower, FLAG_MS));
  }

  #caret(clientId: number): Element | null {
    return this.#view.dom.querySelector(`.caret[data-client="${clientId}"]`);
  }
}
