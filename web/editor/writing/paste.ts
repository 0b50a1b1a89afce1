/**
 * What is pasted comes out clean: HTML from other programs in our own words, Markdown formatted (one undo gives the
 * plain text back), images kept. The cleaner and the Markdown reader are loaded when somebody works in the text, so
 * that they are there at the first paste.
 */

import { type Editor, Extension } from '@tiptap/core';
import { type Slice, DOMParser as SliceParser } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { text } from '../../ui/text.ts';
import { chooseImages, hasFiles, imageFilesIn, insertImages, prepareImages } from '../nodes/image-files.ts';
import { announceProblem } from '../panels/editor-problems.ts';
import { looksLikeMarkdown } from './markdown-signs.ts';

type Cleaner = typeof import('../../exchange/pasted.ts');

let cleaner: Promise<Cleaner> | undefined;

function loadCleaner(): Promise<Cleaner> {
  cleaner ??= import('../../exchange/pasted.ts');
  // Offline before it was ever loaded: the next paste tries again.
  cleaner.catch(() => {
    cleaner = undefined;
  });
  return cleaner;
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    paste: {
      /** Asks for image files and puts them at the selection. */
      chooseImages: () => ReturnType;
    };
  }
}

export const Paste = Extension.create<{ readonly documentId: string }>({
  // Tiptap has one of its own that is called "paste".
  name: 'cleanPaste',
  // Before the link's own: it gets what was cleaned.
  priority: 1_100,
  addOptions: () => ({ documentId: '' }),
  addCommands() {
    return {
      chooseImages:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) chooseImages(editor, this.options.documentId);
          return editor.isEditable;
        },
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    const { documentId } = this.options;
    const placeFiles = (from: DataTransfer | null, at?: number) => {
      const files = imageFilesIn(from);
      if (files.length === 0) announceProblem(text.images.notAnImage);
      else void insertImages(editor, documentId, files, at);
      return true;
    };
    // What ProseMirror is reading at this moment; it reads before it asks `handlePaste`.
    let readHtml: string | null = null;
    let readPlain: string | null = null;
    const cleaned = new WeakSet<ClipboardEvent>();
    return [
      new Plugin({
        view: keepThePage,
        props: {
          transformPastedHTML: (html) => {
            readHtml = isOurs(html) ? null : html;
            return html;
          },
          transformPastedText: (pasted, isAskedPlain) => {
            readPlain = isAskedPlain ? null : pasted;
            return pasted;
          },
          handlePaste: (view, event, slice) => {
            const [html, plain] = [readHtml, readPlain];
            readHtml = null;
            readPlain = null;
            if (cleaned.has(event)) return false;
            if (areFilesMeant(event.clipboardData, html, plain)) return placeFiles(event.clipboardData);
            if (html !== null) {
              cleaned.add(event);
              void pasteCleaned(view, html, event, documentId);
              return true;
            }
            return plain !== null && pasteMarkdown(editor, view, slice, plain);
          },
          handleDrop: (view, event) => {
            if (!hasFiles(event.dataTransfer)) return false;
            event.preventDefault();
            return placeFiles(event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
          },
          handleDOMEvents: {
            focus: () => {
              void loadCleaner().catch(() => {});
              void prepareImages().catch(() => {});
              return false;
            },
          },
        },
      }),
    ];
  },
});

/** A file that is let go beside the text: the browser would show it in place of the document. */
function keepThePage() {
  const keep = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  window.addEventListener('dragover', keep);
  window.addEventListener('drop', keep);
  return {
    destroy: () => {
      window.removeEventListener('dragover', keep);
      window.removeEventListener('drop', keep);
    },
  };
}

/** Copied from an editor like this one: it is in our words already. */
function isOurs(html: string): boolean {
  return html.includes('data-pm-slice');
}

/** What a browser puts beside the bytes of an image that was copied alone. */
function isImageAlone(html: string): boolean {
  return /^\s*(?:<meta[^>]*>|<html>|<body>|<!--StartFragment-->|\s)*<img[^>]*>(?:<!--EndFragment-->|<\/body>|<\/html>|\s)*$/i.test(
    html,
  );
}

/** Whether files are what was meant to be pasted: not where words come with them. */
function areFilesMeant(pasted: DataTransfer | null, html: string | null, plain: string | null): boolean {
  if (imageFilesIn(pasted).length > 0) return html === null || isImageAlone(html);
  return html === null && plain === null && hasFiles(pasted);
}

async function pasteCleaned(view: EditorView, html: string, event: ClipboardEvent, documentId: string): Promise<void> {
  const read = await loadCleaner().catch(() => null);
  if (view.isDestroyed || !view.editable) return;
  // Without the cleaner the schema alone judges it: safe, if not as tidy.
  view.pasteHTML(read === null ? html : await read.cleanedPaste(html, documentId), event);
}

/** One undo gives the plain text back. @returns whether it is Markdown, where it means something. */
function pasteMarkdown(editor: Editor, view: EditorView, slice: Slice, plain: string): boolean {
  if (view.state.selection.$from.parent.type.spec.code || !looksLikeMarkdown(plain)) return false;
  const separate = () => editor.commands.newUndoStep();
  separate();
  const placed = placePlain(view, slice);
  separate();
  void format(view, plain, placed).finally(separate);
  return true;
}

/** A range of the document that follows what is written around it. */
interface Placed {
  from: number;
  to: number;
}

function placePlain(view: EditorView, slice: Slice): Placed {
  const { from, to } = view.state.selection;
  const { tr } = view.state;
  tr.replaceSelection(slice);
  const placed = { from, to: tr.mapping.map(to) };
  view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
  return placed;
}

/** Replaces the plain text by what it means, unless somebody has changed it meanwhile. */
async function format(view: EditorView, plain: string, { from, to }: Placed): Promise<void> {
  const before = view.state.doc;
  const { markdownPaste } = await loadCleaner();
  if (view.isDestroyed || !view.editable || !view.state.doc.eq(before)) return;
  const slice = SliceParser.fromSchema(view.state.schema).parseSlice(markdownPaste(plain));
  view.dispatch(view.state.tr.replaceRange(from, to, slice).scrollIntoView().setMeta('paste', true));
}
