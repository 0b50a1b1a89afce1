/** "Download a copy", in four formats. What makes the files is loaded with the first of them. */

import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Doc } from 'yjs';
import type { ReadDocument } from '../../server/contract/document/read-document.ts';
import type { FileFormat } from '../exchange/write-file.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { text } from '../ui/text.ts';
import './save-sheet.css';

const words = text.exchange;

const FORMATS: readonly FileFormat[] = ['docx', 'markdown', 'html', 'text'];

/** What is made sooner is not worth a word. */
const SAID_AFTER_MS = 1_000;

/** A copy on its way. */
interface Making {
  /** The button that asked for it: the focus goes back there. */
  readonly button: HTMLElement;
}

export function DownloadChoices({ doc }: { readonly doc: Doc | ReadDocument }) {
  const [making, setMaking] = useState<Making | null>(null);
  const [failed, setFailed] = useState(false);
  /** The one whose file is waited for: what was cancelled is thrown away when it is there. */
  const awaited = useRef<Making | null>(null);
  const end = ({ button }: Making) => {
    // Its own button goes; whoever has gone elsewhere meanwhile stays there.
    const isFocused = document.activeElement?.closest('.download-progress');
    awaited.current = null;
    setMaking(null);
    if (isFocused) button.focus();
  };
  const choose = async (format: FileFormat, button: HTMLElement) => {
    if (awaited.current !== null) return;
    const present: Making = { button };
    awaited.current = present;
    setMaking(present);
    setFailed(false);
    const give = await madeFile(doc, format);
    if (awaited.current !== present) return;
    end(present);
    if (give === null) setFailed(true);
    else give();
  };
  return (
    <fieldset className="downloads" aria-busy={making !== null}>
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
          aria-disabled={making !== null}
          onClick={({ currentTarget }) => void choose(format, currentTarget)}
        >
          {words.formats[format]}
        </button>
      ))}
      {making !== null && <Progress onCancel={() => end(making)} />}
      {failed && <p role="alert">{words.exportFailed}</p>}
    </fieldset>
  );
}

/** Hands the file to the browser; null where it could not be made. */
async function madeFile(doc: Doc | ReadDocument, format: FileFormat): Promise<(() => void) | null> {
  try {
    const { documentFile, download } = await import('../exchange/write-file.ts');
    const file = await documentFile(doc, format);
    return () => download(file);
  } catch {
    return null;
  }
}

function Progress({ onCancel }: { onCancel(): void }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => browserEnvironment.after(SAID_AFTER_MS, () => setLong(true)), []);
  return (
    <div className="download-progress" role="status">
      {isLong && (
        <>
          <span>{words.making}</span>
          <progress aria-label={words.making} />
          <button type="button" className="button" onClick={onCancel}>
            {words.cancel}
          </button>
        </>
      )}
    </div>
  );
}
