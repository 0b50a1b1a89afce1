/** The text where the editor met something that it could not show: to be read and to be taken away. */

import { useEffect, useRef } from 'react';
import type { Doc } from 'yjs';
import { text } from '../ui/text.ts';
import { DownloadChoices } from './download-choices.tsx';

/** The whole text is made anew each time. */
const DRAW_MS_MIN = 1_000;

export default function ReadOnlyText({ doc }: { readonly doc: Doc }) {
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isGone = false;
    let drawing: ReturnType<typeof setTimeout> | undefined;
    const draw = async () => {
      const { readableNodes } = await import('../exchange/readable.ts');
      drawing = undefined;
      if (!isGone) page.current?.replaceChildren(...readableNodes(doc));
    };
    // Others write on.
    const drawSoon = () => {
      drawing ??= setTimeout(() => void draw(), DRAW_MS_MIN);
    };
    void draw();
    doc.on('update', drawSoon);
    return () => {
      isGone = true;
      clearTimeout(drawing);
      doc.off('update', drawSoon);
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
          <div ref={page} className="ProseMirror" dir="auto" />
        </div>
      </main>
    </>
  );
}
