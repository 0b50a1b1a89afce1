/** The text of a version, drawn by an editor of its own that nobody can write in: it looks as it did. */

import { Editor, type JSONContent } from '@tiptap/core';
import { useLayoutEffect, useRef } from 'react';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { mediaExtensions } from '../editor/nodes/media-extensions.ts';
import { schemaExtensions } from '../editor/schema.ts';
import type { ShownChanges } from './shown-changes.ts';
import { words } from './words.ts';

export interface VersionTextProps {
  readonly documentId: string;
  /** One that the schema allows. */
  readonly tree: TreeNode;
  /** What is marked in it, and the place that is being looked at: it is scrolled to. */
  readonly changes: ShownChanges | null;
  readonly current: number | null;
}

export function VersionText({ documentId, tree, changes, current }: VersionTextProps) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<Editor>(null);
  useLayoutEffect(() => {
    const editor = new Editor({
      element: place.current,
      extensions: [...schemaExtensions(), ...mediaExtensions(documentId)],
      content: tree as JSONContent,
      editable: false,
      injectCSS: false,
      editorProps: { attributes: { role: 'document', 'aria-label': words.version, dir: 'auto' } },
    });
    shown.current = editor;
    return () => editor.destroy();
  }, [documentId, tree]);
  useLayoutEffect(() => {
    const view = shown.current?.view;
    if (view === undefined) return;
    const marks = changes?.decorate(view.state.doc, current);
    view.setProps({ decorations: () => marks });
    if (changes === null || current === null) return;
    view.dom.querySelector(changes.selectorOf(current))?.scrollIntoView({ block: 'center' });
  }, [changes, current]);
  return <div ref={place} className="page-text" />;
}
