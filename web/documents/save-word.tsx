/** The save word and the sheet behind it: where the text is, since when, and a copy to take away. */

import { Check, CircleDashed, CloudOff, Eye, RefreshCw, RotateCw, TriangleAlert } from 'lucide-react';
import type { ComponentType } from 'react';
import { closeReasonOf } from '../../server/contract/close-codes.ts';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession, SessionView } from '../collab/session.ts';
import type { Retry, SaveStatus, SaveWord } from '../collab/status.ts';
import { momentText } from '../lib/time.ts';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';

const words = text.save;

export interface SaveWordProps {
  readonly session: DocumentSession;
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}

export function SaveWordButton({ session, open, onOpenChange }: SaveWordProps) {
  const view = useSessionView(session);
  const { label, tone, Icon } = lookOf(view.word);
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
      <button type="button" className="save-action" onClick={() => window.location.reload()}>
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
          <button type="button" className="save-action" onClick={onRetry}>
            {words.retryNow}
          </button>
        </>
      );
    default:
      return retry satisfies never;
  }
}

interface SaveSheetProps {
  readonly view: SessionView;
  readonly session: DocumentSession;
}

function SaveSheet({ view, session }: SaveSheetProps) {
  const { status, word } = view;
  const { link } = status;
  const nowMs = Date.now();
  const savedAt = status.savedAtMs === null ? words.rowNeverSaved : momentText(status.savedAtMs, nowMs);
  return (
    <>
      <h2 className="sheet-title">{words.sheet}</h2>
      <p className="sheet-lead">{explanationOf(word, status)}</p>
      <dl className="sheet-rows">
        <dt>{words.rowUnsaved}</dt>
        <dd>{unsavedText(status) ?? words.rowNothingUnsaved}</dd>
        <dt>{words.rowSaved}</dt>
        <dd>{savedAt}</dd>
        <dt>{words.rowConnection}</dt>
        <dd>{words.connection[link.phase]}</dd>
        <dt>{words.rowDevice}</dt>
        <dd>{words.device[status.deviceCopy]}</dd>
      </dl>
      <DownloadChoices doc={session.doc} />
      {link.phase === 'away' && (
        <div className="sheet-actions">
          <button type="button" className="button" onClick={() => session.retryNow()}>
            <RotateCw aria-hidden="true" size={16} />
            {words.retryNow}
          </button>
        </div>
      )}
    </>
  );
}

function unsavedText({ unsaved }: SaveStatus): string | null {
  return unsaved === null ? null : words.unsaved(unsaved.count, momentText(unsaved.sinceMs, Date.now()));
}

interface Look {
  readonly label: string;
  readonly tone: 'calm' | 'kept' | 'warning';
  readonly Icon: ComponentType<{ size: number; strokeWidth: number; 'aria-hidden': 'true' }>;
}

function lookOf(word: SaveWord): Look {
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
      return { label: word.because === 'role' ? words.viewOnly : words.viewOnlyChanged, tone: 'kept', Icon: Eye };
    case 'new-version':
      return { label: words.newVersion, tone: 'kept', Icon: RefreshCw };
    case 'no-copy':
      return { label: words.noCopy, tone: 'warning', Icon: TriangleAlert };
    default:
      return word satisfies never;
  }
}

function explanationOf(word: SaveWord, { link }: SaveStatus): string {
  const reason = link.phase === 'away' || link.phase === 'stopped' ? closeReasonOf(link.code) : undefined;
  if (reason !== undefined && word.kind !== 'no-copy') return reason.sentence;
  switch (word.kind) {
    case 'on-this-device':
    case 'storage-failing':
    case 'new-version':
      return words.explain.onThisDevice;
    case 'view-only':
      return words.explain.viewOnly;
    case 'no-copy':
      return words.explain.noCopy;
    default:
      return words.explain[word.kind];
  }
}
