/** Acts of the catalogue as the items of a menu. */

import { keysText } from '../../ui/keys.ts';
import type { Act, Desk } from '../acts.ts';

export interface ActItemsProps {
  readonly desk: Desk;
  readonly acts: readonly Act[];
  /** Before an act is done: the focus is the text's again. */
  onDone(): void;
}

/** Asked anew whenever the list opens: what applies depends on where the cursor is. */
export function ActItems({ desk, acts, onDone }: ActItemsProps) {
  const can = desk.editor.can();
  return acts.map((act) => (
    <button
      key={act.id}
      type="button"
      className="menu-item menu-item-plain"
      disabled={!act.applies(desk.editor, can)}
      onClick={() => {
        onDone();
        act.run(desk);
      }}
    >
      <span>{act.label}</span>
      {act.keys[0] !== undefined && <kbd>{keysText(act.keys[0])}</kbd>}
    </button>
  ));
}
