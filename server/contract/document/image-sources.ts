/** The addresses of the images of a document, and a document with others. */

import { IMAGE_PATH } from '../limits.ts';
import type { TreeNode } from './tree.ts';

export function eachImage(node: TreeNode, visit: (src: string) => void): void {
  if (node.type === 'image' && typeof node.attrs?.src === 'string') visit(node.attrs.src);
  for (const child of node.content ?? []) eachImage(child, visit);
}

/** The tree with another `src` for each image. */
export function withSources(node: TreeNode, change: (src: string) => string): TreeNode {
  const content = node.content && { content: node.content.map((child) => withSources(child, change)) };
  const src = node.type === 'image' ? node.attrs?.src : undefined;
  const attrs = typeof src === 'string' ? { attrs: { ...node.attrs, src: change(src) } } : {};
  return { ...node, ...content, ...attrs };
}

/** The name under which the server keeps the image at this address; null for images of other places. */
export function storedImageName(src: string): string | null {
  return src.startsWith(IMAGE_PATH) ? src.slice(IMAGE_PATH.length) : null;
}
