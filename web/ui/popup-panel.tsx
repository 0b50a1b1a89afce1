/** The part of a popup that is loaded late, see popup.tsx. That it is a sheet on a phone is said in panel.css. */

import { Popover } from '@base-ui/react/popover';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { isNarrow } from './narrow.ts';
import type { PopupAnchor, PopupProps } from './popup.tsx';
import { text } from './text.ts';
import './menu.css';
import './panel.css';

export default function PopupPanel(props: PopupProps) {
  const { open, onOpenChange, anchor, className, label, align = 'start', children } = props;
  const isSheet = props.staysBeside !== true;
  const anchorElement = () => elementOf(anchor);
  const popup = useRef<HTMLDivElement>(null);
  // A field that took the focus would bring the keyboard over half of what is to be read first.
  const initialFocus = () => (isSheet && isNarrow() ? popup.current : true);
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
        {isSheet && (
          // The press that closes would take the focus after it went back.
          <Popover.Backdrop className="popover-backdrop" onMouseDownCapture={(event) => event.preventDefault()} />
        )}
        <Popover.Positioner
          className={isSheet ? 'popover-place popover-sheet' : 'popover-place'}
          anchor={anchor}
          sideOffset={8}
          align={align}
          collisionPadding={12}
        >
          <Popover.Popup
            ref={popup}
            className={`popover ${className}`}
            aria-label={label}
            initialFocus={props.initialFocus ?? initialFocus}
            finalFocus={finalFocus}
            onKeyDown={props.onKeyDown}
          >
            {isSheet && (
              <div className="panel-head popover-head">
                <h2>{label}</h2>
                <button
                  type="button"
                  className="icon-button popover-close"
                  aria-label={text.close}
                  onClick={() => onOpenChange(false)}
                >
                  <X aria-hidden="true" size={18} />
                </button>
              </div>
            )}
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
