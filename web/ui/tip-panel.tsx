/** The part of a tooltip that is loaded late, see tip.tsx. */

import { Tooltip } from '@base-ui/react/tooltip';

export interface TipPanelProps {
  readonly control: Element;
  readonly label: string;
  readonly keys?: string | undefined;
}

export default function TipPanel({ control, label, keys }: TipPanelProps) {
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner anchor={control} sideOffset={6} className="tip-place">
          <Tooltip.Popup className="tip">
            {label}
            {keys !== undefined && <kbd>{keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
