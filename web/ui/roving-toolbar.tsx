/**
 * A toolbar is one stop for Tab; arrows, Home and End walk it, and it remembers where one was. Own code, because a
 * library's came with eleven kilobytes that every page would load before a person can write.
 */

import {
  type ComponentProps,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useLayoutEffect,
  useRef,
} from 'react';

export interface RovingToolbarProps {
  readonly className: string;
  readonly label: string;
  /** Of its element. */
  readonly ref?: Ref<HTMLDivElement>;
  onKeyDownCapture?(event: KeyboardEvent): void;
  readonly children: ReactNode;
}

export function RovingToolbar({ className, label, ref, onKeyDownCapture, children }: RovingToolbarProps) {
  const bar = useRef<HTMLDivElement | null>(null);
  // What comes and goes among its buttons must leave one to reach it by.
  useLayoutEffect(() => {
    const items = itemsOf(bar.current);
    makeStop(items, items.find((item) => item.tabIndex === 0) ?? items[0]);
  });
  const setBar = (element: HTMLDivElement | null) => {
    bar.current = element;
    if (typeof ref === 'function') ref(element);
    else if (ref) ref.current = element;
  };
  return (
    <div
      ref={setBar}
      role="toolbar"
      aria-label={label}
      aria-orientation="horizontal"
      className={className}
      tabIndex={-1}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={walk}
      onFocus={(event: FocusEvent<HTMLElement>) => {
        const items = itemsOf(event.currentTarget);
        const focused = items.find((item) => item === event.target);
        if (focused) makeStop(items, focused);
      }}
    >
      {children}
    </div>
  );
}

/** A button of a toolbar. One that does not apply keeps its place for the keyboard. */
export function ToolbarButton({ disabled = false, onClick, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      // React must not reset what the toolbar decides; a new one is no stop.
      tabIndex={-1}
      aria-disabled={disabled || undefined}
      data-disabled={disabled ? '' : undefined}
      onClick={disabled ? undefined : onClick}
      {...rest}
    />
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const items = itemsOf(event.currentTarget);
  const place = items.indexOf(event.target as HTMLButtonElement);
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const next = nextItem(event.key, place, items.length, forward);
  if (place < 0 || next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

function nextItem(key: string, place: number, count: number, forward: string): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  return (place + (key === forward ? 1 : -1) + count) % count;
}

function itemsOf(bar: HTMLElement | null): readonly HTMLButtonElement[] {
  return [...(bar?.querySelectorAll('button') ?? [])];
}

function makeStop(items: readonly HTMLButtonElement[], stop: HTMLButtonElement | undefined): void {
  for (const item of items) {
    const tabIndex = item === stop ? 0 : -1;
    if (item.tabIndex !== tabIndex) item.tabIndex = tabIndex;
  }
}
