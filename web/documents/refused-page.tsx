/** What a person sees when the server will not have this page back and nothing of the document is here: why. */

import { Link } from 'wouter';
import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { late } from '../ui/late.tsx';
import { MessagePage } from '../ui/message-page.tsx';
import { sentenceOf } from '../ui/sentence-of.ts';
import { text } from '../ui/text.ts';
import { helpsToReload, ReloadButton } from './reload-button.tsx';

const AccessRefused = late(() => import('../accounts/access-refused.tsx'));

export interface RefusedPageProps {
  readonly refusal: CloseReason;
  readonly documentId: string;
}

export default function RefusedPage({ refusal, documentId }: RefusedPageProps) {
  const isAboutAccess = refusal.code === CLOSE.noAccess.code || refusal.code === CLOSE.signIn.code;
  if (isAboutAccess) return <AccessRefused documentId={documentId} sentence={sentenceOf(refusal)} />;
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
    case CLOSE.clientTooOld.code:
      return text.stopped.tooOld;
    default:
      return text.stopped.other;
  }
}
