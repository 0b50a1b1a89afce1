/** The headings of a document, in their order, wherever they stand. Pure. */

import type { Node } from '@tiptap/pm/model';

export interface OutlineHeading {
  readonly level: number;
  readonly title: string;
  /** Of the heading in the document. */
  readonly position: number;
}

const known = new WeakMap<Node, readonly OutlineHeading[]>();

/** The same list for the same document: it is asked at every key. */
export function headingsOf(doc: Node): readonly OutlineHeading[] {
  let headings = known.get(doc);
  if (headings === undefined) {
    headings = read(doc);
    known.set(doc, headings);
  }
  return headings;
}

function read(doc: Node): readonly OutlineHeading[] {
  const headings: OutlineHeading[] = [];
  doc.descendants((node, position) => {
    const title = node.type.name === 'heading' ? node.textContent.trim() : '';
    if (title !== '') headings.push({ level: Number(node.attrs.level), title, position });
    return !node.isTextblock;
  });
  return headings;
}
