/** A document as nodes to read, made from the shared text by the export: without the editor, and without its views. */

import type { Doc } from 'yjs';
import { toHtml } from '../../server/contract/document/html.ts';
import { withSources } from '../../server/contract/document/image-sources.ts';
import { readDocument } from '../../server/contract/document/read-document.ts';
import { IMAGE_PATH } from '../../server/contract/limits.ts';

export function readableNodes(doc: Doc): readonly ChildNode[] {
  // Only what this server keeps is loaded.
  const tree = withSources(readDocument(doc).tree, (src) => (src.startsWith(IMAGE_PATH) ? src : ''));
  return [...new DOMParser().parseFromString(toHtml(tree), 'text/html').body.childNodes];
}
