/**
 * What a program writes through the API -> a title and a tree that the editor can hold, or one sentence that says why
 * not. The same readers as for files, but nothing is made up: a title that is not said is null.
 */

import { getSchema } from '@tiptap/core';
import { Node, type Schema } from '@tiptap/pm/model';
import type { ContentReader, ReadContent } from '../../server/contract/document/file-reader.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { schemaExtensions } from '../editor/schema.ts';
import { textPage, treeOf } from './read-file.ts';

export const readContentFile: ContentReader = (kind, content) => {
  if (kind === 'json') return readTree(content);
  // The title that toTextFile puts in front cannot be told from the first line.
  const { title, html } = textPage(kind, content);
  return { title, tree: treeOf(html) };
};

/** Made once: it takes some fifty milliseconds. */
let schema: Schema | undefined;

/** @throws Error with a sentence where the tree is none that the editor's schema allows. */
function readTree(content: string): ReadContent {
  const { title = null, document } = JSON.parse(content) as {
    readonly title?: string | null;
    readonly document: unknown;
  };
  schema ??= getSchema(schemaExtensions());
  const node = Node.fromJSON(schema, document);
  node.check();
  if (node.type.name !== 'doc') throw new Error('"document" must be a node of type "doc".');
  return { title, tree: node.toJSON() as TreeNode };
}
