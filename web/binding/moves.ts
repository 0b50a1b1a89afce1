/**
 * Which blocks one edit moved: those it deleted in one place and inserted, with the same text, in another. Each is told
 * where it came from, so that the server can take after it what others typed into it meanwhile.
 */

import { type Leaving, leavingBlock, noteMove } from '../../server/contract/document/moved-from.ts';
import type { DiffBlock } from '../../server/contract/document/writing/diff.ts';
import { type Horizon, isSeen } from '../../server/contract/document/writing/horizon.ts';
import type { Marker } from '../../server/contract/document/writing/items.ts';

/** An edit that removes more blocks is no move by hand, and their characters would have to be listed for nothing. */
const LEAVING_MAX = 200;

export class Moves {
  readonly #leavingByText = new Map<string, Leaving[]>();
  readonly #comingByText = new Map<string, Marker[]>();
  #leaving = 0;

  /** A block is about to be deleted by somebody who has not seen beyond the horizon. */
  leaves(marker: Marker | null, { text }: DiffBlock, horizon: Horizon | undefined): void {
    if (marker === null || this.#leaving >= LEAVING_MAX) return;
    const block = leavingBlock(marker, (item) => isSeen(item, horizon));
    if (block) add(this.#leavingByText, text, block);
    this.#leaving++;
  }

  /** A block was inserted. */
  comes(marker: Marker | null, block: DiffBlock | undefined): void {
    if (marker !== null && block !== undefined) add(this.#comingByText, block.text, marker);
  }

  /** Writes the origins of what was moved, in the transaction that moved it. */
  note(): void {
    for (const [text, markers] of this.#comingByText) {
      const blocks = this.#leavingByText.get(text) ?? [];
      // Which of two empty blocks is which nobody can say, unless they all went and came.
      if (text === '' && blocks.length !== markers.length) continue;
      markers.forEach((marker, i) => {
        const block = blocks[i];
        if (block) noteMove(marker, block);
      });
    }
  }
}

function add<Value>(byText: Map<string, Value[]>, text: string, value: Value): void {
  const values = byText.get(text);
  if (values) values.push(value);
  else byText.set(text, [value]);
}
