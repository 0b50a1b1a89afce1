/** The menu of the block the caret stands in: what it can become, unless it is a table, and what can be done to it as a whole. */

import { useMemo } from 'react';
import { seenPart } from '../../ui/bar-edges.ts';
import { Popup } from '../../ui/popup.tsx';
import { text } from '../../ui/text.ts';
import { walkWithKeys } from '../../ui/walk.ts';
import { actsNamed, type Desk } from '../acts.ts';
import { ActItems } from '../bars/act-items.tsx';
import { isWholeTable, movedRange } from './move-block.ts';
import '../panels/panels.css';

const WHOLE = actsNamed('moveUp', 'moveDown', 'duplicate', 'copyLink', 'deleteBlock');
const TURN_INTO = [
  ...actsNamed('paragraph', 'heading1', 'heading2', 'heading3', 'bulletList', 'orderedList', 'taskList'),
  ...actsNamed('blockquote', 'codeBlock', 'callout', 'tip', 'important', 'warning', 'caution'),
];

export interface BlockMenuProps {
  readonly desk: Desk;
  onClose(): void;
}

export default function BlockMenu({ desk, onClose }: BlockMenuProps) {
  const { editor } = desk;
  const anchor = useMemo(() => ({ getBoundingClientRect: () => blockRect(desk) }), [desk]);
  const section = (heading: string, acts: typeof WHOLE) => (
    <div className="menu-section">
      <p className="choices-heading">{heading}</p>
      <ActItems desk={desk} acts={acts} onDone={onClose} />
    </div>
  );
  return (
    <Popup
      open
      onOpenChange={(open) => !open && onClose()}
      anchor={anchor}
      className="menu"
      label={text.commands.blockMenu}
      finalFocus={() => editor.view.dom}
      onKeyDown={walkWithKeys}
    >
      {section(text.sections.block, WHOLE)}
      {!isWholeTable(editor.state.selection) && section(text.commands.turnInto, TURN_INTO)}
    </Popup>
  );
}

/** The upper end of what is seen of the block, where its handle was. */
function blockRect({ editor: { state, view } }: Desk): DOMRect {
  const range = movedRange(state);
  const dom = range && view.nodeDOM(range.start);
  const { left, top } = seenPart((dom instanceof Element ? dom : view.dom).getBoundingClientRect());
  return new DOMRect(left, top, 1, 24);
}
