/**
 * Text that stood in something another person deleted while it was typed. Small, in the corner, and only there when
 * there is something: each text with who typed it, while they are here, and when this page found it, to be put where the
 * cursor is, or dismissed.
 */

import type { Editor } from '@tiptap/core';
import { useMemo, useSyncExternalStore } from 'react';
import { contentOf, type FoundText, RecoveredTexts } from '../binding/recovered.ts';
import type { DocumentSession } from '../collab/session.ts';
import { momentText } from '../lib/time.ts';
import { personOf } from '../presence/people.ts';
import { text } from '../ui/text.ts';
import './recovered-tray.css';

export interface RecoveredTrayProps {
  readonly session: DocumentSession;
  readonly editor: Editor;
}

export default function RecoveredTray({ session, editor }: RecoveredTrayProps) {
  const texts = useMemo(() => new RecoveredTexts(session.doc, Date.now), [session]);
  const found = useSyncExternalStore(texts.subscribe, () => texts.current);
  if (found.length === 0) return null;
  return (
    <section className="recovered" aria-labelledby="recovered-heading">
      <h2 id="recovered-heading">
        <span role="status">{text.recovered.heading(found.length)}</span>
      </h2>
      <ul>
        {found.map((each) => (
          <li key={each.cell}>
            <p className="recovered-from">
              {text.recovered.where(authorOf(session, each), momentText(each.foundAt, Date.now()))}
            </p>
            <blockquote>{each.text}</blockquote>
            <div className="recovered-actions">
              <button type="button" className="button" onClick={() => insert(session, editor, each)}>
                {text.recovered.insert}
              </button>
              <button type="button" className="button" onClick={() => editor.commands.dismissRecovered(each.cell)}>
                {text.recovered.dismiss}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the cursor is, as one's own edit: one undo takes it back, and the text is in the tray again. */
function insert({ doc }: DocumentSession, editor: Editor, { cell }: FoundText): void {
  const nodes = contentOf(doc, cell);
  const [first] = nodes;
  const content = nodes.length === 1 && first?.type === 'paragraph' ? (first.content ?? []) : nodes;
  if (editor.chain().focus().insertContent(content).run()) editor.commands.dismissRecovered(cell);
}

/** Who typed it, as far as they are here. */
function authorOf({ awareness }: DocumentSession, { clients }: FoundText): string | null {
  const names = clients
    .filter((client) => awareness.getStates().has(client))
    .map((client) => {
      const person = personOf(awareness.getStates().get(client), client, awareness.clientID);
      return person.isYou ? text.recovered.you : person.name;
    });
  return names.length > 0 && names.length === clients.length ? [...new Set(names)].join(', ') : null;
}
