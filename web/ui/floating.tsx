/**
 * A box beside a place in the text that takes no focus: it follows the place while the page scrolls and the text moves,
 * and turns round at the edges of the window.
 */

import { autoUpdate, computePosition, flip, offset, type Placement, shift, size } from '@floating-ui/dom';
import { type HTMLAttributes, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { ceiling, floor } from './bar-edges.ts';

export interface FloatingProps extends HTMLAttributes<HTMLDivElement> {
  /** Where it stands now, in the window. */
  readonly rectOf: () => DOMRect;
  /** What it scrolls with. */
  readonly context: Element;
  readonly placement: Placement;
  /** Pixels between them; less than 0 lays it over the edge. */
  readonly gap?: number;
  /** Whether it goes to the other side where there is no room; what means its own side goes out of sight instead. */
  readonly turns?: boolean;
  /** Anything whose change means that it stands elsewhere. */
  readonly version?: unknown;
}

const EDGE_PX = 8;
const GAP_PX = 8;

export function Floating({
  rectOf,
  context,
  placement,
  gap = GAP_PX,
  turns = true,
  version,
  className,
  ...rest
}: FloatingProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(rectOf);
  latest.current = rectOf;
  const place = useRef<() => void>(() => undefined);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const anchor = { getBoundingClientRect: () => latest.current(), contextElement: context };
    place.current = () => void placeAt(element, anchor, placement, gap, turns);
    return autoUpdate(anchor, element, place.current);
  }, [context, placement, gap, turns]);
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
  turns: boolean,
): Promise<void> {
  // What belongs to the text goes under the bars with it; what belongs to a bar stands over it.
  const isInText = anchor.contextElement.closest('main') !== null;
  const [top, bottom] = isInText ? [ceiling(), floor()] : [0, window.innerHeight];
  const padding = { left: EDGE_PX, right: EDGE_PX, top: top + EDGE_PX, bottom: window.innerHeight - bottom + EDGE_PX };
  const place = anchor.getBoundingClientRect();
  element.style.visibility = isInText && (place.bottom < top || place.top > bottom) ? 'hidden' : '';
  const { x, y } = await computePosition(anchor, element, {
    placement,
    strategy: 'fixed',
    middleware: [
      offset(gap),
      ...(turns ? [flip({ padding })] : []),
      shift({ padding }),
      size({
        padding,
        apply: ({ availableHeight }) => element.style.setProperty('--room', `${Math.max(120, availableHeight)}px`),
      }),
    ],
  });
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
