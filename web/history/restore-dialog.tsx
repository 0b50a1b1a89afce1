/** Says what restoring a version does, before it is done. */

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { words } from './words.ts';
import '../editor/panels/panels.css';

export interface RestoreDialogProps {
  readonly when: string;
  onRestore(): void;
  onClose(): void;
}

export function RestoreDialog({ when, onRestore, onClose }: RestoreDialogProps) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog restore-dialog">
          <AlertDialog.Title className="dialog-title">{words.restoreQuestion}</AlertDialog.Title>
          <AlertDialog.Description>{words.restoreLead(when)}</AlertDialog.Description>
          <div className="restore-acts">
            <AlertDialog.Close className="button">{words.cancel}</AlertDialog.Close>
            <button
              type="button"
              className="button button-primary"
              onClick={() => {
                onClose();
                onRestore();
              }}
            >
              {words.restoreNow}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
