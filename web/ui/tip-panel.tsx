/** The part of a tooltip that is loaded late, see tip.tsx. It takes no key: whatever is open below it hears Escape. */

import { Floating } from './floating.tsx';
import './tip.css';

export interface TipPanelProps {
  readonly control: Element;
  readonly label: string;
  readonly keys?: string | undefined;
}

export default function TipPanel({ control, label, keys }: TipPanelProps) {
  return (
    <Floating
      className="tip"
      aria-hidden="true"
      placement="bottom"
      context={control}
      rectOf={() => control.getBoundingClientRect()}
      version={control}
    >
      {label}
      {keys !== undefined && <kbd>{keys}</kbd>}
    </Floating>
  );
}
