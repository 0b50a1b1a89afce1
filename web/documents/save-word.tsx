/** The save word, and what is said beside it; the sheet behind it is loaded apart. */

import { Check, CircleDashed, CloudOff, Eye, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ComponentType } from 'react';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession, SessionView } from '../collab/session.ts';
import type { Retry } from '../collab/status.ts';
import { late } from '../ui/late.tsx';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { text } from '../ui/text.ts';
import { unsavedText } from './unsaved-text.ts';

const words = text.save;

export const SaveSheet = late(() => import('./save-sheet.tsx'));

export interface SaveWordProps {
  readonly session: DocumentSession;
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}

export function SaveWordButton({ session, open, onOpenChange }: SaveWordProps) {
  const view = useSessionView(session);
  const { label, tone, Icon } = lookOf(view);
  const button = usePopupButton(open, onOpenChange);
  return (
    <div className="save" data-tone={tone}>
      {/* Only the word is announced; the count and the countdown beside it change too often to be read aloud. */}
      <div role="status" className="save-status">
        <button type="button" className="save-word" {...button}>
          <Icon aria-hidden="true" size={16} strokeWidth={2} />
          <span>{label}</span>
        </button>
      </div>
      <SaveDetail view={view} session={session} />
      <Popup open={open} onOpenChange={onOpenChange} anchor={button.ref} className="sheet" label={words.sheet}>
        <SaveSheet view={view} session={session} />
      </Popup>
    </div>
  );
}

function SaveDetail({ view, session }: { readonly view: SessionView; readonly session: DocumentSession }) {
  const { word } = view;
  if (word.kind === 'new-version') {
    return (
      <button type="button" className="text-action" onClick={() => window.location.reload()}>
        {words.reload}
      </button>
    );
  }
  if (word.kind !== 'on-this-device') return null;
  return (
    <>
      {word.unsaved !== null && <span className="save-count">{unsavedText(view.status)}</span>}
      <RetryPart retry={word.retry} onRetry={() => session.retryNow()} />
    </>
  );
}

function RetryPart({ retry, onRetry }: { readonly retry: Retry; onRetry(): void }) {
  switch (retry.kind) {
    case 'hidden':
      return null;
    case 'trying':
      return <span className="save-count">{words.reconnecting}</span>;
    case 'waiting':
      return (
        <>
          <span className="save-count">{words.reconnectingIn(retry.seconds)}</span>
          <button type="button" className="text-action" onClick={onRetry}>
            {words.retryNow}
          </button>
        </>
      );
    default:
      return retry satisfies never;
  }
}

interface Look {
  readonly label: string;
  readonly tone: 'calm' | 'kept' | 'warning';
  readonly Icon: ComponentType<{ size: number; strokeWidth: number; 'aria-hidden': 'true' }>;
}

function lookOf({ word, mayComment }: SessionView): Look {
  switch (word.kind) {
    case 'opening':
      return { label: words.opening, tone: 'calm', Icon: CircleDashed };
    case 'saved':
      return { label: words.saved, tone: 'calm', Icon: Check };
    case 'saving':
      return { label: words.saving, tone: 'calm', Icon: CircleDashed };
    case 'on-this-device':
      return { label: words.onThisDevice, tone: 'kept', Icon: CloudOff };
    case 'storage-failing':
      return { label: words.storageFailing, tone: 'kept', Icon: TriangleAlert };
    case 'view-only':
      if (word.because === 'access-changed') return { label: words.viewOnlyChanged, tone: 'kept', Icon: Eye };
      if (word.because === 'only-here') return { label: words.viewOnlyHere, tone: 'kept', Icon: Eye };
      return { label: mayComment ? words.mayComment : words.viewOnly, tone: 'kept', Icon: Eye };
    case 'new-version':
      return { label: words.newVersion, tone: 'kept', Icon: RefreshCw };
    case 'no-copy':
      return { label: words.noCopy, tone: 'warning', Icon: TriangleAlert };
    default:
      return word satisfies never;
  }
}
