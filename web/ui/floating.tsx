/**
 * A box beside a place in the text that takes no focus: it follows the place while the page scrolls and the text moves,
 * and turns round at the edges of the window.
 */

import { autoUpdate, computePosition, flip, offset, type Placement, shift, size } from '@floating-ui/dom';
import { type HTMLAttributes, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

export interface FloatingProps extends HTMLAttributes<HTMLDivElement> {
  /** Where it stands now, in the window. */
  readonly rectOf: () => DOMRect;
  /** What it scrolls with. */
  readonly context: Element;
  readonly placement: Placement;
  /** Pixels between them; less than 0 lays it over the edge. */
  readonly gap?: number;
  /** Anything whose change means that it stands elsewhere. */
  readonly version?: unknown;
}

const EDGE_PX = 8;
const GAP_PX = 8;

export function Floating({ rectOf, context, placement, gap = GAP_PX, version, className, ...rest }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(rectOf);
  latest.current = rectOf;
  const place = useRef<() => void>(() => undefined);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const anchor = { getBoundingClientRect: () => latest.current(), contextElement: context };
    place.current = () => void placeAt(element, anchor, placement, gap);
    return autoUpdate(anchor, element, place.current);
  }, [context, placement, gap]);
  useEffect(() => {
    if (version !== undefined) place.current();
  }, [version]);
  // Within the landmark it belongs to: who reads by ear finds it there.
  const landmark = context.closest('main') ?? document.body;
  return createPortal(<div ref={box} className={`floating ${className ?? ''}`} {...rest} />, landmark);
}

async function placeAt(
  element: HTMLElement,
  anchor: { getBoundingClientRect(): DOMRect; readonly contextElement: Element },
  placement: Placement,
  gap: number,
): Promise<void> {
  const { x, y } = await computePosition(anchor, element, {
    placement,
    strategy: 'fixed',
    middleware: [
      offset(gap),
      flip({ padding: EDGE_PX }),
      shift({ padding: EDGE_PX }),
      size({
        padding: EDGE_PX,
        apply: ({ availableHeight }) => element.style.setProperty('--room', `${Math.max(120, availableHeight)}px`),
      }),
    ],
  });
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
