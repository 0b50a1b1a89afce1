/** Image files from the clipboard, a drop or a dialog. What puts them into the document is loaded with the first. */

import type { Editor } from '@tiptap/core';
import { text } from '../../ui/text.ts';
import { announceProblem } from '../panels/editor-problems.ts';

export function hasFiles(transfer: DataTransfer | null): boolean {
  return (transfer?.files.length ?? 0) > 0;
}

export function imageFilesIn(transfer: DataTransfer | null): readonly File[] {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
}

/** Loads it before it is needed: the network may be gone by then. */
export async function prepareImages(): Promise<void> {
  await import('./insert-images.ts');
}

/** Puts the images at the selection, or where they were dropped. Says in a sentence which could not be taken. */
export async function insertImages(
  editor: Editor,
  documentId: string,
  files: readonly File[],
  dropped?: number,
): Promise<void> {
  const loaded = await import('./insert-images.ts').catch(() => null);
  if (loaded === null) announceProblem(text.couldNotLoad);
  else await loaded.insertImages(editor, documentId, files, dropped);
}

/** Asks for images with the browser's own dialog. */
export function chooseImages(editor: Editor, documentId: string): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = 'image/png,image/jpeg,image/gif,image/webp,image/avif';
  input.onchange = () => void insertImages(editor, documentId, [...(input.files ?? [])]);
  input.click();
}
