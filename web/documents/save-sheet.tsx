/** What stands behind the save word: where the text is, since when, and a copy to take away. */

import { RotateCw } from 'lucide-react';
import { closeReasonOf } from '../../server/contract/close-codes.ts';
import type { DocumentSession, SessionView } from '../collab/session.ts';
import type { SaveStatus, SaveWord } from '../collab/status.ts';
import { momentText } from '../lib/time.ts';
import { sentenceOf } from '../ui/sentence-of.ts';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';
import { ReloadButton } from './reload-button.tsx';
import { unsavedText } from './unsaved-text.ts';
import './save-sheet.css';

const words = text.save;

export interface SaveSheetProps {
  readonly view: SessionView;
  readonly session: DocumentSession;
}

export default function SaveSheet({ view, session }: SaveSheetProps) {
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
        <dd>{connectionText(word, status)}</dd>
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
      {word.kind === 'new-version' && (
        <div className="sheet-actions">
          <ReloadButton />
        </div>
      )}
    </>
  );
}

/** With the countdown, for which the bar of a phone has no room. */
function connectionText(word: SaveWord, { link }: SaveStatus): string {
  const isCounting = word.kind === 'on-this-device' && word.retry.kind === 'waiting';
  return isCounting ? words.reconnectingIn(word.retry.seconds) : words.connection[link.phase];
}

function explanationOf(word: SaveWord, { link }: SaveStatus): string {
  const reason = link.phase === 'away' || link.phase === 'stopped' ? closeReasonOf(link.code) : undefined;
  if (reason !== undefined && word.kind !== 'no-copy') return sentenceOf(reason);
  switch (word.kind) {
    case 'on-this-device':
    case 'storage-failing':
    case 'new-version':
      return words.explain.onThisDevice;
    case 'view-only':
      return word.because === 'only-here' ? words.explain.onlyHere : words.explain.viewOnly;
    case 'no-copy':
      return words.explain.noCopy;
    default:
      return words.explain[word.kind];
  }
}
