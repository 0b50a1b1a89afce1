/**
 * The readers of files for the `scriptorium import` command, and of what programs write through the API: the same that
 * home uses, with a DOM that has no page, runs nothing and loads nothing. Built into a folder of its own, from where
 * the command and the worker of the API load it.
 */

import { Window } from 'happy-dom';
import type { ContentReader, FileReader } from '../../server/contract/document/file-reader.ts';
import { eachImage } from '../../server/contract/document/image-sources.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { bytesIn } from '../exchange/images-in-files.ts';

/** Inert as a browser's DOMParser is: this one would go and fetch what a page names. */
const NOTHING_LOADED = {
  disableJavaScriptFileLoading: true,
  disableCSSFileLoading: true,
  disableIframePageLoading: true,
  handleDisabledFileLoadingAsSuccess: true,
} as const;

export const openContentReader = async (): Promise<ContentReader> => {
  openDom();
  return (await import('../exchange/read-content.ts')).readContentFile;
};

export const openReader = async (): Promise<FileReader> => {
  openDom();
  // Looks for them as it is loaded.
  const { readDocumentFile } = await import('../exchange/read-file.ts');
  return async (name, bytes, imageBeside) => {
    const read = await readDocumentFile(name, bytes, (page) => takeImagesIn(page, imageBeside));
    return { ...read, images: imagesInside(read.tree) };
  };
};

function openDom(): void {
  const { DOMParser, document } = new Window({ settings: NOTHING_LOADED });
  Object.assign(globalThis, { DOMParser, document });
}

/** Images that lie beside the file come into it; a browser cannot see them. */
async function takeImagesIn({ body }: Document, imageBeside: (path: string) => Promise<string | null>): Promise<void> {
  for (const image of body.querySelectorAll('img')) {
    const src = image.getAttribute('src') ?? '';
    const inside = /^(?:[a-z][a-z0-9+.-]*:|\/|\\|#|$)/i.test(src) ? null : await imageBeside(src);
    if (inside !== null) image.setAttribute('src', inside);
  }
}

function imagesInside(tree: TreeNode): ReadonlyMap<string, Uint8Array> {
  const images = new Map<string, Uint8Array>();
  eachImage(tree, (src) => {
    const bytes = bytesIn(src);
    if (bytes !== null) images.set(src, bytes);
  });
  return images;
}
