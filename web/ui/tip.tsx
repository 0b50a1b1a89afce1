/**
 * A tooltip: the name of a control and its key, for the eye only (the control carries its own label). A control only
 * says what its tooltip reads; one layer for the whole page shows it.
 */

import { cloneElement, type ReactElement, useEffect, useState } from 'react';
import { browserEnvironment } from '../lib/environment.ts';
import { late } from './late.tsx';

const TipPanel = late(() => import('./tip-panel.tsx'));

/** A pointer that passes by asks nothing. */
const REST_MS = 500;

export interface TipProps {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly children: ReactElement<Record<string, unknown>>;
}

export function Tip({ label, keys, children }: TipProps) {
  return cloneElement(children, { 'data-tip': label, 'data-tip-keys': keys });
}

/** Shows the tooltip of what the pointer rests on or the keyboard has reached. Stands once on a page. */
export function TipLayer() {
  const [control, setControl] = useState<HTMLElement | null>(null);
  useEffect(() => watchControls(setControl), []);
  if (control === null) return null;
  return <TipPanel control={control} label={control.dataset.tip ?? ''} keys={control.dataset.tipKeys} />;
}

function watchControls(show: (control: HTMLElement | null) => void): () => void {
  let cancel: () => void = () => undefined;
  const showAfter = (delayMs: number, control: HTMLElement | null) => {
    cancel();
    if (control !== null) cancel = browserEnvironment.after(delayMs, () => show(control.isConnected ? control : null));
  };
  const over = ({ target }: Event) => showAfter(REST_MS, controlAt(target));
  const focused = ({ target }: Event) => {
    const control = controlAt(target);
    if (control?.matches(':focus-visible')) showAfter(0, control);
  };
  const hide = () => {
    cancel();
    show(null);
  };
  const listeners = [
    ['pointerover', over],
    ['focusin', focused],
    ['pointerout', hide],
    ['pointerdown', hide],
    ['focusout', hide],
    ['keydown', hide],
  ] as const;
  for (const [event, listener] of listeners) document.addEventListener(event, listener, true);
  return () => {
    cancel();
    for (const [event, listener] of listeners) document.removeEventListener(event, listener, true);
  };
}

function controlAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}
