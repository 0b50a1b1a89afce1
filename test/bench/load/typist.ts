/**
 * Yjs updates without Yjs: one Yjs client that types markers at the end of what it has typed, one update each, as an
 * editor's document would encode them.
 */

import { writeVarBytes, writeVarUint } from './bytes.ts';
import { MARKER_LENGTH, markerNow, markerText } from './markers.ts';

/** Content of kind "string"; with the id of the character it follows, or with the type it begins in. */
const STRING = 4;
const HAS_ORIGIN = 0x80;
const TYPE_NAME = Buffer.from('body');

export class Typist {
  readonly client: number;
  readonly #writer: number;
  #typed = 0;

  /** @param writer its number in the markers, and the base of its Yjs client id. */
  constructor(writer: number) {
    this.#writer = writer;
    this.client = 1_000_000_000 + writer;
  }

  get typed(): number {
    return this.#typed;
  }

  /** @returns the update that types the next marker. */
  type(): number[] {
    const clock = this.#typed * MARKER_LENGTH;
    const update = [1, 1];
    writeVarUint(update, this.client);
    writeVarUint(update, clock);
    if (clock === 0) {
      update.push(STRING, 1);
      writeVarBytes(update, TYPE_NAME);
    } else {
      update.push(STRING | HAS_ORIGIN);
      writeVarUint(update, this.client);
      writeVarUint(update, clock - 1);
    }
    writeVarBytes(update, Buffer.from(markerText(this.#writer, this.#typed, markerNow())));
    update.push(0);
    this.#typed += 1;
    return update;
  }
}
