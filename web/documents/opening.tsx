/** A document before its editor is here: of the size that it will have, so that nothing jumps when it comes. */

import { House } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { Link } from 'wouter';
import { usePageView } from '../editor/panels/page-view.ts';
import { text } from '../ui/text.ts';
import { servedText, showServed } from './served-text.ts';

/** While the program of the editor is on its way. */
export function OpeningDocument({ id }: { readonly id: string }) {
  return (
    <div className="document">
      <header className="bar">
        <HomeLink />
      </header>
      <OpeningText id={id} arriving={null} editable />
    </div>
  );
}

export function HomeLink() {
  return (
    <Link href="/" className="icon-button" aria-label={text.toHome}>
      <House aria-hidden="true" size={20} strokeWidth={1.9} />
    </Link>
  );
}

interface OpeningTextProps {
  readonly id: string;
  /** How much of a long text is here, from 0 to 1; null for one that comes at once. */
  readonly arriving: number | null;
  readonly editable: boolean;
}

/** In the place where the text will stand, with room for the bar above it. */
export function OpeningText({ id, arriving, editable }: OpeningTextProps) {
  const { hasBar } = usePageView();
  const served = servedText.of(id);
  return (
    <>
      {editable && hasBar && <div className="toolbar-row toolbar-opening" />}
      <main className="page page-opening" id="text" aria-busy="true" aria-label={text.loading}>
        {served === null ? <GhostLines arriving={arriving} /> : <Served element={served} />}
      </main>
    </>
  );
}

function GhostLines({ arriving }: Pick<OpeningTextProps, 'arriving'>) {
  return (
    <div className="page-text">
      {arriving !== null && <progress className="arriving" value={arriving} aria-label={text.loading} />}
      {['92%', '100%', '97%', '64%', '99%', '88%', '41%'].map((width) => (
        <span key={width} className="ghost-line" style={{ width }} />
      ))}
    </div>
  );
}

/** Room for the text that came with the page and stands over it (`.served`); it goes where something pushes the room. */
function Served({ element }: { readonly element: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    showServed(element, true);
    return () => showServed(element, false);
  }, [element]);
  useLayoutEffect(() => {
    if (place.current === null) return;
    place.current.style.minHeight = `${element.offsetHeight}px`;
    element.style.translate = '';
    const offBy = place.current.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (offBy !== 0) element.style.translate = `0 ${offBy}px`;
  });
  return <div ref={place} className="page-text" />;
}
