/** Puts a long update together from the pieces it was sent in; they arrive in order, one update after the other. */

export class Pieces {
  #parts: Uint8Array[] = [];
  #bytes = 0;

  /** @param length of the whole. @returns the whole, with its last piece; null before. */
  add(part: Uint8Array, length: number): Uint8Array | null {
    // The decoder's bytes are a view of one message.
    this.#parts.push(part.slice());
    this.#bytes += part.length;
    if (this.#bytes < length) return null;
    const whole = new Uint8Array(this.#bytes);
    let at = 0;
    for (const piece of this.#parts) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.clear();
    return whole;
  }

  /** How much of `length` bytes is here, from 0 to 1; 1 when nothing is waited for. */
  share(length: number): number {
    return this.#parts.length === 0 ? 1 : this.#bytes / length;
  }

  /** The rest will not come. */
  clear(): void {
    this.#parts = [];
    this.#bytes = 0;
  }
}
