/** "Download a copy", in four formats. What makes the files is loaded with the first of them. */

import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Doc } from 'yjs';
import type { ReadDocument } from '../../server/contract/document/read-document.ts';
import type { FileFormat } from '../exchange/write-file.ts';
import { text } from '../ui/text.ts';
import './save-sheet.css';

const words = text.exchange;

const FORMATS: readonly FileFormat[] = ['docx', 'markdown', 'html', 'text'];

export function DownloadChoices({ doc }: { readonly doc: Doc | ReadDocument }) {
  const [busy, setBusy] = useState<FileFormat | null>(null);
  const [failed, setFailed] = useState(false);
  const choose = async (format: FileFormat) => {
    if (busy !== null) return;
    setBusy(format);
    setFailed(false);
    try {
      const { documentFile, download } = await import('../exchange/write-file.ts');
      download(await documentFile(doc, format));
    } catch {
      setFailed(true);
    }
    setBusy(null);
  };
  return (
    <fieldset className="downloads" aria-busy={busy !== null}>
      <legend>
        <Download aria-hidden="true" size={16} />
        {words.copyAs}
      </legend>
      {FORMATS.map((format) => (
        // Not `disabled`: that would take the focus from the button that was pressed.
        <button
          key={format}
          type="button"
          className="button"
          aria-disabled={busy !== null}
          onClick={() => choose(format)}
        >
          {words.formats[format]}
        </button>
      ))}
      {failed && <p role="alert">{words.exportFailed}</p>}
    </fieldset>
  );
}
