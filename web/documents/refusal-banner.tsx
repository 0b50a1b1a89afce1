/** The copy of this device is here: it stays readable under a sentence that says why it cannot be changed. */

import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { SignInAgain } from '../accounts/sign-in-again.tsx';
import type { DocumentSession } from '../collab/session.ts';
import { sentenceOf } from '../ui/sentence-of.ts';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';
import { helpsToReload, ReloadButton } from './reload-button.tsx';

export interface RefusalBannerProps {
  readonly refusal: CloseReason;
  readonly session: DocumentSession;
}

export default function RefusalBanner({ refusal, session: { id, doc } }: RefusalBannerProps) {
  const isAboutAccess = refusal.code === CLOSE.signIn.code || refusal.code === CLOSE.noAccess.code;
  const sentence = `${sentenceOf(refusal)} ${text.stopped.keptHere}`;
  const reload = helpsToReload(refusal) && <ReloadButton />;
  return (
    <div className="banner" role="alert">
      {isAboutAccess ? (
        <SignInAgain documentId={id} sentence={sentence} instead={reload}>
          <DownloadChoices doc={doc} />
        </SignInAgain>
      ) : (
        <>
          <p>{sentence}</p>
          <DownloadChoices doc={doc} />
          {reload}
        </>
      )}
    </div>
  );
}
