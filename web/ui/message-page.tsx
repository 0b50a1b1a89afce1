/** A page that says one thing: what happened, and what to do next. */

import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';

export interface MessagePageProps {
  readonly heading: string;
  readonly sentence: string;
  readonly children: ReactNode;
}

export function MessagePage({ heading, sentence, children }: MessagePageProps) {
  return (
    <main className="message">
      <Mark size={48} />
      <h1>{heading}</h1>
      <p>{sentence}</p>
      <div className="message-actions">{children}</div>
    </main>
  );
}
