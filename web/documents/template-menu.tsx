/** Beside "New document": begin with one of the templates that come with the program, or with one of one's own. */

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { late } from '../ui/late.tsx';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { walkWithKeys } from '../ui/walk.ts';
import type { Arrival } from './arrival-state.ts';
import { homeWords } from './home-words.ts';

const TemplateList = late(() => import('./template-list.tsx'));

export interface TemplateMenuProps {
  readonly isAway: boolean;
  onChoose(arrival: Arrival['arrival']): void;
  onDone(sentence: string): void;
}

export function TemplateMenu(props: TemplateMenuProps) {
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  return (
    <>
      <button type="button" className="button button-narrow" aria-label={homeWords.fromTemplate} {...button}>
        <ChevronDown aria-hidden="true" size={18} />
      </button>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="menu"
        label={homeWords.fromTemplate}
        align="end"
        onKeyDown={walkWithKeys}
      >
        <TemplateList {...props} onClose={() => setOpen(false)} />
      </Popup>
    </>
  );
}
