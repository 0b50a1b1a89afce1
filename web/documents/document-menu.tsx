/** What can be done with a document of a list: a button, and behind it the menu, which is loaded with its first opening. */

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { late } from '../ui/late.tsx';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { walkWithKeys } from '../ui/walk.ts';
import { homeWords } from './home-words.ts';
import type { KnownDocument } from './library.ts';

const DocumentActs = late(() => import('./document-acts.tsx'));

export interface DocumentMenuProps {
  readonly document: KnownDocument;
  readonly name: string;
  onDone(sentence: string, undo?: () => void): void;
}

export function DocumentMenu({ document, name, onDone }: DocumentMenuProps) {
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  const label = homeWords.menu(name);
  return (
    <>
      <button type="button" className="icon-button document-keep" aria-label={label} {...button}>
        <Ellipsis aria-hidden="true" size={18} />
      </button>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="menu"
        label={label}
        align="end"
        onKeyDown={(event) => {
          // In a field the keys are the field's.
          if (!(event.target instanceof HTMLInputElement)) walkWithKeys(event);
        }}
      >
        <DocumentActs document={document} name={name} onDone={onDone} onClose={() => setOpen(false)} />
      </Popup>
    </>
  );
}
