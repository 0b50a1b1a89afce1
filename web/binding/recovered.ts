/**
 * Text that nobody sees any more because it was typed into something that another person deleted at that moment: into
 * the cell of a row, a column or a table. Who deletes one of these empties its cells too (binding.ts), so what such a
 * cell holds after a merge is exactly what its deletion did not know of. Pure Yjs; everybody finds the same.
 *
 * Text typed into a deleted paragraph is not meant: it is seen, in the paragraph before.
 */

import * as Y from 'yjs';
import { BODY, cellName, isCellName } from '../../server/contract/document/names.ts';
import { toPlainText } from '../../server/contract/document/plain-text.ts';
import { readTable } from '../../server/contract/document/table.ts';
import { readMarker, readTokens } from '../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { unflatten } from '../../server/contract/document/unflatten.ts';
import { markerOf } from '../../server/contract/document/writing/items.ts';

export interface RecoveredText {
  /** Name of the cell that holds it. */
  readonly cell: string;
  readonly text: string;
  /** Who typed it: the client ids of its characters. */
  readonly clients: readonly number[];
}

/** In the order of their names; without a text that is only blanks. */
export function recoveredTexts(doc: Y.Doc): RecoveredText[] {
  const cells = [...doc.share.keys()].filter(isCellName);
  if (cells.length === 0) return [];
  const seen = cellsWithAPlace(doc);
  return cells
    .filter((cell) => !seen.has(cell))
    .sort()
    .map((cell) => ({ cell, text: toPlainText({ type: 'doc', content: contentOf(doc, cell) }), clients: [] }))
    .filter(({ text }) => text.trim() !== '')
    .map((found) => ({ ...found, clients: authorsOf(doc.getText(found.cell)) }));
}

/** What a cell holds, as the nodes an editor would show. */
export function contentOf(doc: Y.Doc, cell: string): readonly TreeNode[] {
  return unflatten(readTokens(doc.getText(cell))).nodes;
}

/** The cells of the tables in the body, and of those in their cells. */
function cellsWithAPlace(doc: Y.Doc): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [BODY];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const cell of doc.share.has(name) ? cellsOf(doc.getText(name)) : []) {
      if (!found.has(cell)) waiting.push(cell);
      found.add(cell);
    }
  }
  return found;
}

function cellsOf(text: Y.Text): string[] {
  const cells: string[] = [];
  for (let item = text._start; item; item = item.right) {
    const marker = item.deleted ? null : markerOf(item);
    const table = marker ? readTable(readMarker(marker).keys) : undefined;
    if (!table) continue;
    for (const row of table.rows) cells.push(...table.columns.map(({ id }) => cellName(table.id, row, id)));
  }
  return cells;
}

function authorsOf(text: Y.Text): number[] {
  const clients = new Set<number>();
  for (let item = text._start; item; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) clients.add(item.id.client);
  }
  return [...clients];
}

/** A merge comes in many updates; and nobody is in a hurry. */
const LOOK_AGAIN_MS = 500;

/** The same for a component, with the time at which each text was first found here. */
export class RecoveredTexts {
  readonly #doc: Y.Doc;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #foundAt = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #current: readonly FoundText[] = [];

  constructor(doc: Y.Doc, now: () => number) {
    this.#doc = doc;
    this.#now = now;
  }

  get current(): readonly FoundText[] {
    return this.#current;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) {
      this.#doc.on('afterTransaction', this.#onTransaction);
      this.#look();
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#doc.off('afterTransaction', this.#onTransaction);
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  };

  /** Only what touches a cell or a marker, or deletes something, can hide text or bring it back. */
  readonly #onTransaction = ({ changed, deleteSet }: Y.Transaction): void => {
    const body: unknown = this.#doc.share.get(BODY);
    const isTyping = deleteSet.clients.size === 0 && [...changed.keys()].every((type) => type === body);
    if (!isTyping) this.#timer ??= setTimeout(() => this.#look(), LOOK_AGAIN_MS);
  };

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const found = recoveredTexts(this.#doc);
    for (const { cell } of found) if (!this.#foundAt.has(cell)) this.#foundAt.set(cell, this.#now());
    const before = JSON.stringify(this.#current);
    this.#current = found.map((text) => ({ ...text, foundAt: this.#foundAt.get(text.cell) ?? 0 }));
    if (JSON.stringify(this.#current) !== before) for (const listener of this.#listeners) listener();
  }
}

export interface FoundText extends RecoveredText {
  /** ms since 1970, on this device. */
  readonly foundAt: number;
}
