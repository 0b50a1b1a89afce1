/** Mod+K in a document: all that can be done to it, and every other document. */

import { useMemo } from 'react';
import { ACTS, type Desk } from '../editor/acts.ts';
import { ACT_ICONS } from '../editor/bars/act-icons.ts';
import { keysText } from '../ui/keys.ts';
import { text } from '../ui/text.ts';
import { FinderDialog } from './finder-dialog.tsx';

export interface DocumentFinderProps {
  readonly desk: Desk;
  readonly documentId: string;
  onClose(): void;
}

export default function DocumentFinder({ desk, documentId, onClose }: DocumentFinderProps) {
  const acts = useMemo(() => {
    const can = desk.editor.can();
    return ACTS.filter((act) => act.id !== 'finder' && act.applies(desk.editor, can)).map((act) => ({
      id: act.id,
      label: act.label,
      alsoCalled: act.alsoCalled,
      group: text.sections[act.section],
      Icon: ACT_ICONS[act.id],
      note: act.keys[0] && keysText(act.keys[0]),
      run: () => void act.run(desk),
    }));
  }, [desk]);
  return <FinderDialog {...{ acts, documentId, onClose }} returnTo={() => desk.editor.view.dom} />;
}
