/** One version in the place of the text, to be read: what it is, what can be done with it, and the text of then. */

import { useEditorState } from '@tiptap/react';
import { useCallback, useEffect, useState } from 'react';
import type { Doc } from 'yjs';
import type { Version } from '../../server/contract/api.ts';
import type { ReadDocument } from '../../server/contract/document/read-document.ts';
// The type of its command.
import type {} from '../binding/collaboration.ts';
import type { Desk } from '../editor/acts.ts';
import { ask } from '../lib/api.ts';
import { momentText } from '../lib/time.ts';
import { ChangesBar } from './changes-bar.tsx';
import { checkedNode, restore } from './restore.ts';
import { useChanges, useWantsChanges } from './use-changes.ts';
import { VersionActs } from './version-acts.tsx';
import { VersionText } from './version-text.tsx';
import { authorsText, failureText } from './version-words.ts';
import { sayWithWayBack } from './way-back.ts';
import { words } from './words.ts';

export interface VersionPageProps {
  readonly desk: Desk;
  readonly documentId: string;
  /** What the editor shows. */
  readonly doc: Doc;
  readonly version: Version;
  /** Shows the list again; null while it is to be seen. */
  readonly onList: (() => void) | null;
  onBack(): void;
  onRestored(): void;
}

type Opened =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'shown'; readonly content: ReadDocument };

export function VersionPage({ desk, documentId, doc, version, onList, onBack, onRestored }: VersionPageProps) {
  const { editor } = desk;
  const [opened, retry] = useOpened(documentId, version, desk);
  const editable = useEditorState({ editor, selector: () => editor.isEditable });
  const when = momentText(version.throughAt, Date.now());
  const content = opened.kind === 'shown' ? opened.content : null;
  const [wantsChanges, wantChanges] = useWantsChanges();
  const compared = useChanges(documentId, version, wantsChanges ? (content?.tree ?? null) : null, editor.schema);
  const [currentChange, setCurrentChange] = useState<number | null>(null);
  const bringBack = () => {
    if (content === null) return;
    const isChanged = restore(editor, content.tree, () => editor.commands.newUndoStep());
    onRestored();
    if (isChanged) sayWithWayBack(desk, doc, words.restored(when));
    else desk.say(words.same);
  };
  return (
    <>
      <section className="version-bar" aria-label={words.version}>
        <What {...{ version, when, opened }} />
        <VersionActs {...{ content, onList, onBack }} mayRestore={editable} onRestore={bringBack} />
        {content !== null && (
          <ChangesBar
            isShown={wantsChanges}
            compared={compared}
            current={currentChange}
            onShow={(isShown) => {
              wantChanges(isShown);
              setCurrentChange(null);
            }}
            onCurrent={setCurrentChange}
          />
        )}
      </section>
      <main className="page version-page" id="version" aria-busy={opened.kind === 'opening'}>
        {opened.kind === 'failed' && <Failure sentence={opened.sentence} onRetry={retry} />}
        {content !== null && (
          <VersionText
            documentId={documentId}
            tree={content.tree}
            changes={wantsChanges && compared.kind === 'compared' ? compared.changes : null}
            current={currentChange}
          />
        )}
      </main>
    </>
  );
}

interface WhatProps extends Pick<VersionPageProps, 'version'> {
  readonly when: string;
  readonly opened: Opened;
}

function What({ version, when, opened }: WhatProps) {
  return (
    <div className="version-what" role="status">
      <p className="version-when">{words.asOf(when)}</p>
      <p>{opened.kind === 'opening' ? words.opening : words.by(authorsText(version))}</p>
      {opened.kind === 'shown' && <p className="version-note">{words.readOnly}</p>}
    </div>
  );
}

function Failure({ sentence, onRetry }: { readonly sentence: string; onRetry(): void }) {
  return (
    <div className="page-text" role="alert">
      <p>{sentence}</p>
      <button type="button" className="button" onClick={onRetry}>
        {words.retry}
      </button>
    </div>
  );
}

/** What it said, checked against the schema of the editor: it was written by anybody. */
function useOpened(id: string, { through }: Version, { editor }: Desk): readonly [Opened, retry: () => void] {
  const [opened, setOpened] = useState<Opened>({ kind: 'opening' });
  const { schema } = editor;
  const open = useCallback(async () => {
    setOpened({ kind: 'opening' });
    const answer = await ask('GET /api/documents/:id/content', { id, query: { format: 'json', version: through } });
    if (answer.ok) setOpened(checked(schema, answer.value));
    else setOpened({ kind: 'failed', sentence: failureText(answer.failure) });
  }, [id, through, schema]);
  useEffect(() => void open(), [open]);
  return [opened, open];
}

function checked(
  schema: Desk['editor']['schema'],
  { title, document: tree }: { title: string; document: ReadDocument['tree'] },
): Opened {
  try {
    checkedNode(schema, tree);
    return { kind: 'shown', content: { title, tree } };
  } catch {
    return { kind: 'failed', sentence: words.unreadable };
  }
}
