/** The text of a version, drawn by an editor of its own that nobody can write in: it looks as it did. */

import { Editor, type JSONContent } from '@tiptap/core';
import { useLayoutEffect, useRef } from 'react';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { mediaExtensions } from '../editor/nodes/media-extensions.ts';
import { schemaExtensions } from '../editor/schema.ts';
import { words } from './words.ts';

export interface VersionTextProps {
  readonly documentId: string;
  /** One that the schema allows. */
  readonly tree: TreeNode;
}

export function VersionText({ documentId, tree }: VersionTextProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const editor = new Editor({
      element: place.current,
      extensions: [...schemaExtensions(), ...mediaExtensions(documentId)],
      content: tree as JSONContent,
      editable: false,
      injectCSS: false,
      editorProps: { attributes: { role: 'document', 'aria-label': words.version, dir: 'auto' } },
    });
    return () => editor.destroy();
  }, [documentId, tree]);
  return <div ref={place} className="page-text" />;
}
