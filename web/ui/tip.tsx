/** A tooltip: the name of a control and its key, for the eye only (the control carries its own label). */

import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

export interface TipProps {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly children: ReactElement<Record<string, unknown>>;
}

export function Tip({ label, keys, children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="tip-place">
          <Tooltip.Popup className="tip">
            {label}
            {keys !== undefined && <kbd>{keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
