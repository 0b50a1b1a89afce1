/** The part of a popup that is loaded late, see popup.tsx. */

import { Popover } from '@base-ui/react/popover';
import { useRef } from 'react';
import type { PopupAnchor, PopupProps } from './popup.tsx';

export default function PopupPanel(props: PopupProps) {
  const { open, onOpenChange, anchor, className, label, align = 'start', side = 'bottom', children } = props;
  const anchorElement = () => elementOf(anchor);
  const popup = useRef<HTMLDivElement>(null);
  // Asked when it has faded away: what was opened meanwhile has the focus, and the keys that are typed.
  const finalFocus = () =>
    isElsewhere(popup.current) ? false : (props.finalFocus?.() ?? (anchorElement() as HTMLElement | null) ?? true);
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { reason, event }) => {
        // A press on the button that opened it is the button's to answer: it closes.
        const onAnchor = event.target instanceof Node && anchorElement()?.contains(event.target);
        if (reason !== 'outside-press' || !onAnchor) onOpenChange(next);
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          className="popover-place"
          anchor={anchor}
          sideOffset={8}
          align={align}
          side={side}
          collisionPadding={12}
        >
          <Popover.Popup
            ref={popup}
            className={`popover ${className}`}
            aria-label={label}
            initialFocus={props.initialFocus}
            finalFocus={finalFocus}
            onKeyDown={props.onKeyDown}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function elementOf(anchor: PopupAnchor): Element | null {
  return 'current' in anchor ? anchor.current : null;
}

/** Whether something outside the popup has taken the focus. */
function isElsewhere(popup: HTMLElement | null): boolean {
  const { activeElement } = document;
  return activeElement !== null && activeElement !== document.body && !popup?.contains(activeElement);
}
