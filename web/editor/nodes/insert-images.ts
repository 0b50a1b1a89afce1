/** Puts image files into the document at once; they go to the server as soon as it can be reached. */

import type { Editor } from '@tiptap/core';
import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { dropPoint } from '@tiptap/pm/transform';
import { keepImage } from '../../images/image-queue.ts';
import { text } from '../../ui/text.ts';
import { announceProblem } from '../panels/editor-problems.ts';

/** Wider ones are shown this wide at first: the column of the page. */
const SHOWN_WIDTH_PX = 720;

/** Puts the images at the selection, or where they were dropped. Says in a sentence which could not be taken. */
export async function insertImages(
  editor: Editor,
  documentId: string,
  files: readonly File[],
  dropped?: number,
): Promise<void> {
  const images: ImageAttributes[] = [];
  for (const file of files) {
    try {
      const { src, width } = await keepImage(new Uint8Array(await file.arrayBuffer()), documentId);
      images.push({ src, alt: altOf(file), width: width > SHOWN_WIDTH_PX ? null : width });
    } catch (error) {
      const said = error instanceof Error && error.name === 'UnacceptableImage';
      announceProblem(said ? error.message : text.images.unread(file.name));
    }
  }
  if (!editor.isDestroyed && editor.isEditable) placeImages(editor, images, dropped);
}

export interface ImageAttributes {
  readonly src: string;
  readonly alt: string | null;
  readonly width: number | null;
}

/** One below the other, in one step of undo. None takes the place of another, or of the image whose caption the caret is in. */
export function placeImages(editor: Editor, images: readonly ImageAttributes[], dropped?: number): void {
  const { state } = editor;
  const nodes = images.flatMap((attributes) => state.schema.nodes.image?.create(attributes) ?? []);
  if (nodes.length === 0) return;
  const content = nodes.map((node) => node.toJSON());
  const place = placeFor(state, nodes, dropped);
  if (place === null) editor.commands.insertContent(content);
  else editor.commands.insertContentAt(place, content);
}

/** Between two blocks; null for the place of the selection, which may part a paragraph. */
function placeFor(
  { doc, selection: { $from } }: EditorState,
  images: readonly Node[],
  dropped?: number,
): number | null {
  const slice = new Slice(Fragment.from(images), 0, 0);
  if (dropped !== undefined) return dropPoint(doc, Math.min(dropped, doc.content.size), slice);
  const { parent } = $from;
  if (!parent.isTextblock) return null;
  // A caption or code would be parted in two, and an empty caption goes with its image.
  if (parent.type.name === 'image' || parent.type.spec.code === true) return $from.after();
  const behind = $from.indexAfter(-1);
  const mayStandBeside = $from.node(-1).canReplace(behind, behind, slice.content);
  return mayStandBeside ? null : dropPoint(doc, $from.pos, slice);
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
