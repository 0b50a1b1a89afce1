/** Importing as home shows it: what is read now, which files could not be, and a way to stop. */

import { useRef, useState } from 'react';
import { text } from '../ui/text.ts';

export interface Importing {
  /** What is being read; null when nothing is. */
  readonly progress: { readonly label: string; readonly done: number; readonly total: number } | null;
  /** A sentence for each file that could not be read, so far. */
  readonly refusals: readonly string[];
  start(files: readonly File[]): void;
  /** What is there by then stays; of the rest nothing becomes a document. */
  cancel(): void;
  dismiss(): void;
}

/** `onDone` is called with the new documents once every file was read. */
export function useImporting(onDone: (ids: readonly string[]) => void): Importing {
  const [progress, setProgress] = useState<Importing['progress']>(null);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const running = useRef<AbortController | null>(null);

  const run = async (files: readonly File[]) => {
    const abort = new AbortController();
    running.current = abort;
    setRefusals([]);
    const ids: string[] = [];
    for (const [done, file] of files.entries()) {
      setProgress({ label: labelOf(file, done, files.length), done, total: files.length });
      const outcome = await importOne(file, abort.signal);
      if (abort.signal.aborted) return;
      if (outcome.ok) ids.push(outcome.id);
      else setRefusals((before) => [...before, outcome.sentence]);
    }
    running.current = null;
    setProgress(null);
    if (ids.length > 0) onDone(ids);
  };
  // It is over for whoever cancels, at once; what is still read is thrown away when it is there.
  const cancel = () => {
    running.current?.abort();
    running.current = null;
    setProgress(null);
  };
  return {
    progress,
    refusals,
    start: (files) => {
      if (running.current === null && files.length > 0) void run(files);
    },
    cancel,
    dismiss: () => setRefusals([]),
  };
}

function labelOf({ name }: File, done: number, count: number): string {
  return count === 1 ? text.exchange.reading(name) : text.exchange.readingOf(name, done + 1, count);
}

type Outcome = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly sentence: string };

/** The readers are loaded with the first file. */
async function importOne(file: File, signal: AbortSignal): Promise<Outcome> {
  try {
    const { importFile } = await import('./import-files.ts');
    return { ok: true, id: await importFile(file, signal) };
  } catch (error) {
    const said = error instanceof Error && error.name === 'UnreadableFile';
    return { ok: false, sentence: said ? error.message : text.exchange.unreadable(file.name) };
  }
}
