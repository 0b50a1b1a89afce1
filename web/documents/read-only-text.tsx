/** The text where the editor met something that it could not show: to be read and to be taken away. */

import { useEffect, useRef } from 'react';
import type { Doc } from 'yjs';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';

export default function ReadOnlyText({ doc }: { readonly doc: Doc }) {
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    void import('../exchange/readable.ts').then(({ readableNodes }) => {
      if (!gone) page.current?.replaceChildren(...readableNodes(doc));
    });
    return () => {
      gone = true;
    };
  }, [doc]);
  return (
    <>
      <div className="banner" role="alert">
        <p>
          <strong>{text.broken.heading}.</strong> {text.broken.readOnly}
        </p>
        <DownloadChoices doc={doc} />
        <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
          {text.broken.reload}
        </button>
      </div>
      <main className="page" id="text">
        <div className="page-text">
          <div ref={page} className="ProseMirror" />
        </div>
      </main>
    </>
  );
}
