/** What can be done with a version that is looked at: side by side, and on a phone what is rarely done behind one button. */

import { Download, Ellipsis, ListTree, RotateCcw, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ReadDocument } from '../../server/contract/document/read-document.ts';
import { DownloadChoices } from '../documents/download-choices.tsx';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { words } from './words.ts';

export interface VersionActsProps {
  /** Null until it is here. */
  readonly content: ReadDocument | null;
  readonly mayRestore: boolean;
  /** Shows the list again; null while it is to be seen. */
  readonly onList: (() => void) | null;
  onBack(): void;
  onRestore(): void;
}

export function VersionActs({ content, mayRestore, onList, onBack, onRestore }: VersionActsProps) {
  const restoreButton = (className: string, onPress: () => void) => (
    <button type="button" className={`button button-primary ${className}`} onClick={onPress}>
      <RotateCcw aria-hidden="true" size={16} />
      {words.restore}
    </button>
  );
  return (
    <div className="version-acts">
      {onList !== null && (
        <button type="button" className="icon-button" aria-label={words.list} onClick={onList}>
          <ListTree aria-hidden="true" size={18} />
        </button>
      )}
      {content !== null && (
        <>
          <Behind className="version-wide" label={words.download} icon={<Download aria-hidden="true" size={18} />}>
            {() => <DownloadChoices doc={content} />}
          </Behind>
          {mayRestore && restoreButton('version-wide', onRestore)}
          <Behind className="version-narrow" label={words.acts} icon={<Ellipsis aria-hidden="true" size={18} />}>
            {(close) => (
              <>
                {mayRestore &&
                  restoreButton('version-restore', () => {
                    close();
                    onRestore();
                  })}
                <DownloadChoices doc={content} />
              </>
            )}
          </Behind>
        </>
      )}
      <button type="button" className="button" aria-label={words.back} onClick={onBack}>
        <Undo2 aria-hidden="true" size={16} />
        <span className="version-wide">{words.back}</span>
      </button>
    </div>
  );
}

interface BehindProps {
  readonly className: string;
  readonly label: string;
  readonly icon: ReactNode;
  children(close: () => void): ReactNode;
}

/** A button, and what it opens. */
function Behind({ className, label, icon, children }: BehindProps) {
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  return (
    <>
      <button type="button" className={`icon-button ${className}`} aria-label={label} {...button}>
        {icon}
      </button>
      <Popup open={open} onOpenChange={setOpen} anchor={button.ref} className="sheet" label={label} align="end">
        {children(() => setOpen(false))}
      </Popup>
    </>
  );
}
