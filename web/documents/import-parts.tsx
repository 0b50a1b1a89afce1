/** What home needs to import: a way to choose files, a place to drop them, and how far it has come. */

import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Importing } from '../exchange/importing.ts';
import { text } from '../ui/text.ts';

const words = text.exchange;

const ACCEPTED = '.md,.markdown,.mdown,.txt,.text,.html,.htm,.docx,text/markdown,text/plain,text/html';

/** Opens the browser's own dialog. */
export function chooseFiles(onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = ACCEPTED;
  input.onchange = () => onFiles([...(input.files ?? [])]);
  input.click();
}

/** Takes files that are dropped anywhere on the page. @returns whether some hang over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}

export function ImportStatus({ importing }: { readonly importing: Importing }) {
  const { progress, refusals } = importing;
  return (
    <>
      {progress !== null && (
        <div className="import-progress" role="status">
          <span>{progress.label}</span>
          <progress
            aria-label={progress.label}
            {...(progress.total > 1 ? { value: progress.done, max: progress.total } : {})}
          />
          <button type="button" className="button" onClick={importing.cancel}>
            {words.cancel}
          </button>
        </div>
      )}
      {refusals.length > 0 && (
        <div className="import-refusals" role="alert">
          <div>
            {refusals.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <button type="button" className="icon-button" aria-label={words.dismiss} onClick={importing.dismiss}>
            <X aria-hidden="true" size={18} />
          </button>
        </div>
      )}
    </>
  );
}
