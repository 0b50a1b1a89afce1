/** Image files from the clipboard, a drop or a dialog: into the document at once, to the server as soon as it can. */

import type { Editor } from '@tiptap/core';
import { text } from '../../ui/text.ts';
import { announceProblem } from '../panels/editor-problems.ts';

/** Wider ones are shown this wide at first: the column of the page. */
const SHOWN_WIDTH_PX = 720;

export function imageFilesIn(transfer: DataTransfer | null): readonly File[] {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
}

/** Puts the images at the selection, or at `position`. Says in a sentence which could not be taken. */
export async function insertImages(
  editor: Editor,
  documentId: string,
  files: readonly File[],
  position?: number,
): Promise<void> {
  const { keepImage } = await import('../../images/image-queue.ts');
  let at = position;
  for (const file of files) {
    try {
      const { src, width } = await keepImage(new Uint8Array(await file.arrayBuffer()), documentId);
      const image = { type: 'image', attrs: { src, alt: altOf(file), width: width > SHOWN_WIDTH_PX ? null : width } };
      const chain = editor.chain();
      if (at === undefined) chain.insertContent(image).run();
      else chain.insertContentAt(at, image).run();
      at = at === undefined ? undefined : at + 2;
    } catch (error) {
      const said = error instanceof Error && error.name === 'UnacceptableImage';
      announceProblem(said ? error.message : text.images.unread(file.name));
    }
  }
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

/** A name that somebody gave describes the image; one that a camera gave does not. */
function altOf({ name }: File): string | null {
  const words = name
    .replace(/\.[^.]+$/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return /^(?:image|img|screenshot|bildschirmfoto|dsc|pxl|photo|picture|clipboard)\b|^[\d\s.]*$/i.test(words)
    ? null
    : words;
}
