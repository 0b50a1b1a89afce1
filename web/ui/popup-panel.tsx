/** The part of a popup that is loaded late, see popup.tsx. */

import { Popover } from '@base-ui/react/popover';
import type { PopupAnchor, PopupProps } from './popup.tsx';

export default function PopupPanel(props: PopupProps) {
  const { open, onOpenChange, anchor, className, label, align = 'start', side = 'bottom', children } = props;
  const anchorElement = () => elementOf(anchor);
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
            className={`popover ${className}`}
            aria-label={label}
            initialFocus={props.initialFocus}
            finalFocus={props.finalFocus ?? (() => (anchorElement() as HTMLElement | null) ?? true)}
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
