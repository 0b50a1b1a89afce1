/** A replacement that knows more about what stayed than its range and slice say: so decorations and selections survive. */

import type { Slice } from '@tiptap/pm/model';
import { ReplaceStep, type StepMap } from '@tiptap/pm/transform';

export class MappedReplaceStep extends ReplaceStep {
  readonly #map: StepMap;

  constructor(from: number, to: number, slice: Slice, map: StepMap) {
    super(from, to, slice);
    this.#map = map;
  }

  override getMap(): StepMap {
    return this.#map;
  }
}
