/**
 * Which blocks one edit moved: those it deleted in one place and inserted, with the same text, in another. Each is told
 * where it came from, so that the server can take after it what others typed into it meanwhile.
 */

import { movedFromKeys } from '../../server/contract/document/moves.ts';
import type { MarkerKeys } from '../../server/contract/document/tokens.ts';
import type { DiffBlock } from './diff.ts';
import type { Marker } from './ytext/items.ts';

/** An edit that removes more blocks is no move by hand, and their characters would have to be listed for nothing. */
const LEAVING_MAX = 200;

export class Moves {
  readonly #leavingByText = new Map<string, MarkerKeys>();
  readonly #comingByText = new Map<string, Marker>();

  /** A block is about to be deleted. Blocks without text have nothing that anybody could have typed into. */
  leaves(marker: Marker | null, { text }: DiffBlock): void {
    if (marker === null || text === '' || this.#leavingByText.size >= LEAVING_MAX) return;
    this.#leavingByText.set(text, movedFromKeys(marker));
  }

  /** A block was inserted. */
  comes(marker: Marker | null, block: DiffBlock | undefined): void {
    if (marker !== null && block !== undefined && block.text !== '') this.#comingByText.set(block.text, marker);
  }

  /** Writes the origins of what was moved, in the transaction that moved it. */
  note(): void {
    for (const [text, marker] of this.#comingByText) {
      for (const [key, value] of Object.entries(this.#leavingByText.get(text) ?? {})) marker.set(key, value);
    }
  }
}
