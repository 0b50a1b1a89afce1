/**
 * Undo and redo of one's own edits alone: text, marks, structure, in the body and in the cells of tables. What others
 * typed meanwhile stays, also where it stands in what is undone. The selection returns to where it was before.
 */

import * as Y from 'yjs';
import { Binding, type SavedSelection } from './binding.ts';
import { UndoneMoves } from './undone-moves.ts';

/** Edits closer together than this are undone together. */
const CAPTURE_MS = 500;

const SELECTION = 'selection';

export class UndoHistory {
  readonly #manager: Y.UndoManager;
  readonly #undoneMoves: UndoneMoves;
  #binding: Binding | undefined;
  #before: SavedSelection | undefined;

  constructor(doc: Y.Doc, captureMs = CAPTURE_MS) {
    this.#manager = new Y.UndoManager(doc, { captureTimeout: captureMs, trackedOrigins: new Set([Binding]) });
    this.#undoneMoves = new UndoneMoves(doc, this.#manager);
    this.#manager.on('stack-item-added', ({ stackItem, type }) => {
      // While undoing, the new item is what redo restores: the selection as it is before the undo.
      if (this.#before && (type === 'undo' || type === 'redo')) stackItem.meta.set(SELECTION, this.#before);
    });
  }

  /** The editor whose selection is kept and restored. */
  attach(binding: Binding): void {
    this.#binding = binding;
    this.#before = binding.saveSelection();
  }

  detach(binding: Binding): void {
    if (this.#binding === binding) this.#binding = undefined;
  }

  /** Remembers the selection as it is before the next edit. */
  noteSelection(): void {
    this.#before = this.#binding?.saveSelection();
  }

  /** The next edit begins a step of its own. */
  separate(): void {
    this.#manager.stopCapturing();
  }

  get canUndo(): boolean {
    return this.#manager.canUndo();
  }

  get canRedo(): boolean {
    return this.#manager.canRedo();
  }

  undo(): boolean {
    return this.#travel(() => this.#manager.undo());
  }

  redo(): boolean {
    return this.#travel(() => this.#manager.redo());
  }

  #travel(move: () => { readonly meta: Map<unknown, unknown> } | null): boolean {
    this.noteSelection();
    const item = move();
    if (!item) return false;
    this.#undoneMoves.note();
    this.#binding?.show(item.meta.get(SELECTION) as SavedSelection | undefined);
    return true;
  }

  close(): void {
    this.#manager.destroy();
    this.#undoneMoves.close();
    this.#binding = undefined;
  }
}
