/**
 * Something that floats beside a control, and on a phone is a sheet at its foot: a menu, a form. It, and the library
 * that places it, is loaded when it is opened for the first time; until then a page with many of them carries none.
 */

import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useRef } from 'react';
import { late } from './late.tsx';

export const PopupPanel = late(() => import('./popup-panel.tsx'));

/** What a popup stands beside: an element, or a place in the text. */
export type PopupAnchor = RefObject<Element | null> | { getBoundingClientRect(): DOMRect };

export interface PopupProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
  readonly anchor: PopupAnchor;
  /** Beside `popover`. */
  readonly className: string;
  /** Its accessible name, and the heading of the sheet. */
  readonly label: string;
  /** Whether it stands beside its place on a phone, too: what is about words must not hide them. */
  readonly staysBeside?: boolean | undefined;
  readonly align?: 'start' | 'end' | undefined;
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** Where the focus goes afterwards; the anchor where nothing is said. */
  readonly finalFocus?: (() => HTMLElement | null) | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLElement>) => void) | undefined;
  readonly children: ReactNode;
}

export function Popup(props: PopupProps) {
  const wasOpened = useRef(false);
  wasOpened.current ||= props.open;
  return wasOpened.current ? <PopupPanel {...props} /> : null;
}

/** What a button that opens a popup says about itself, and where the popup finds it. */
export function usePopupButton(open: boolean, onOpenChange: (open: boolean) => void) {
  const ref = useRef<HTMLButtonElement>(null);
  const onClick = useCallback(() => onOpenChange(!open), [open, onOpenChange]);
  return { ref, onClick, 'aria-haspopup': 'dialog', 'aria-expanded': open } as const;
}
