/** The copy of this device is here: it stays readable under a sentence that says why it cannot be changed. */

import type { Doc } from 'yjs';
import type { CloseReason } from '../../server/contract/close-codes.ts';
import { sentenceOf } from '../ui/sentence-of.ts';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';
import { helpsToReload, ReloadButton } from './reload-button.tsx';

export interface RefusalBannerProps {
  readonly refusal: CloseReason;
  readonly doc: Doc;
}

export default function RefusalBanner({ refusal, doc }: RefusalBannerProps) {
  return (
    <div className="banner" role="alert">
      <p>
        {sentenceOf(refusal)} {text.stopped.keptHere}
      </p>
      <DownloadChoices doc={doc} />
      {helpsToReload(refusal) && <ReloadButton />}
    </div>
  );
}
