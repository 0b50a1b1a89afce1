/** What a person sees when the server will not have this page back and nothing of the document is here: why. */

import { Link } from 'wouter';
import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { MessagePage } from '../ui/message-page.tsx';
import { sentenceOf } from '../ui/sentence-of.ts';
import { text } from '../ui/text.ts';
import { helpsToReload, ReloadButton } from './reload-button.tsx';

export default function RefusedPage({ refusal }: { readonly refusal: CloseReason }) {
  return (
    <MessagePage heading={headingOf(refusal)} sentence={sentenceOf(refusal)}>
      {helpsToReload(refusal) && <ReloadButton />}
      <Link href="/" className={helpsToReload(refusal) ? 'button' : 'button button-primary'}>
        {text.stopped.home}
      </Link>
    </MessagePage>
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
