/**
 * Parts of the page that are loaded when they are first used, so that opening a document does not wait for them. Where
 * one cannot be loaded (the server is away, and this device has no copy of it) the page stands and says so.
 */

import { type ComponentType, lazy, Suspense } from 'react';
import { text } from './text.ts';

export interface LatePart<Props> {
  (props: Props): React.ReactNode;
  /** Loads it ahead of its first use. */
  readonly prefetch: () => void;
}

export function late<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): LatePart<Props> {
  const loadOrSay = () => load().catch(() => ({ default: CouldNotLoad as ComponentType<Props> }));
  const Part = lazy(loadOrSay) as ComponentType<Props>;
  const Late = (props: Props) => (
    <Suspense fallback={null}>
      <Part {...props} />
    </Suspense>
  );
  return Object.assign(Late, { prefetch: () => void load().catch(() => undefined) });
}

function CouldNotLoad() {
  return (
    <p className="notice" role="alert">
      {text.couldNotLoad}
    </p>
  );
}
