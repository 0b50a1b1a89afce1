/** What a person sees when the server will not have this page back: why, and what to do with the text. */

import { Link } from 'wouter';
import type { Doc } from 'yjs';
import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { MessagePage } from '../ui/message-page.tsx';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';

/** Nothing of the document is here: a page that says why. */
export function RefusedPage({ refusal }: { readonly refusal: CloseReason }) {
  return (
    <MessagePage heading={headingOf(refusal)} sentence={refusal.sentence}>
      {helpsToReload(refusal) && <ReloadButton />}
      <Link href="/" className={helpsToReload(refusal) ? 'button' : 'button button-primary'}>
        {text.stopped.home}
      </Link>
    </MessagePage>
  );
}

export interface RefusalBannerProps {
  readonly refusal: CloseReason;
  readonly doc: Doc;
}

/** The copy of this device is here: it stays readable under a sentence that says why it cannot be changed. */
export function RefusalBanner({ refusal, doc }: RefusalBannerProps) {
  return (
    <div className="banner" role="alert">
      <p>
        {refusal.sentence} {text.stopped.keptHere}
      </p>
      <DownloadChoices doc={doc} />
      {helpsToReload(refusal) && <ReloadButton />}
    </div>
  );
}

function ReloadButton() {
  return (
    <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
      {text.stopped.reload}
    </button>
  );
}

function headingOf({ code }: CloseReason): string {
  switch (code) {
    case CLOSE.noSuchDocument.code:
      return text.notFound.heading;
    case CLOSE.noAccess.code:
    case CLOSE.signIn.code:
      return text.stopped.noAccess;
    case CLOSE.clientTooOld.code:
      return text.stopped.tooOld;
    default:
      return text.stopped.other;
  }
}

function helpsToReload({ code }: CloseReason): boolean {
  return code !== CLOSE.noSuchDocument.code;
}
