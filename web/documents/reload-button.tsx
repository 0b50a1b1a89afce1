/** What may help a page that the server refused. */

import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { text } from '../ui/text.ts';

export function ReloadButton() {
  return (
    <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
      {text.stopped.reload}
    </button>
  );
}

export function helpsToReload({ code }: CloseReason): boolean {
  return code !== CLOSE.noSuchDocument.code;
}
