/** The documents by what they take on the disk, the largest first. */

import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { DocumentSizes, SizedDocument } from '../../server/contract/admin-api.ts';
import { ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { numberText } from '../lib/numbers.ts';
import { momentText } from '../lib/time.ts';
import { bytesText, problemText, words } from './words.ts';

/** How soon it is looked whether they are measured. */
const LOOK_MS = 500;

export function DocumentsPart() {
  const [sizes, setSizes] = useState<DocumentSizes | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async (from: number) => {
    const answer = await ask('GET /api/admin/documents', { query: { from } });
    setProblem(answer.ok ? null : answer.failure.reason);
    if (answer.ok) setSizes((before) => (from === 0 ? answer.value : added(before, answer.value)));
  }, []);
  useEffect(() => void load(0), [load]);
  const isWaiting = sizes?.isMeasuring === true;
  // Each answer while they are being measured is another object: it is looked again after each.
  useEffect(() => {
    return sizes?.isMeasuring ? browserEnvironment.after(LOOK_MS, () => void load(0)) : undefined;
  }, [sizes, load]);
  const next = sizes?.next ?? null;
  return (
    <section className="account-section" aria-labelledby="admin-documents">
      <h2 id="admin-documents">{words.documents}</h2>
      {problem !== null && <p className="account-problem">{problemText(problem)}</p>}
      <p role="status">{sizes !== null && leadOf(sizes)}</p>
      <ol className="account-rows">
        {sizes?.documents.map((document) => (
          <DocumentRow key={document.id} document={document} />
        ))}
      </ol>
      <div className="account-row-acts">
        {next !== null && (
          <button type="button" className="button" onClick={() => void load(next)}>
            {words.more}
          </button>
        )}
        <button type="button" className="button" disabled={isWaiting} onClick={() => void load(0)}>
          {words.reload}
        </button>
      </div>
    </section>
  );
}

/** What was measured anew meanwhile may stand on both pages. */
function added(before: DocumentSizes | null, page: DocumentSizes): DocumentSizes {
  const known = before?.documents ?? [];
  const ids = new Set(known.map(({ id }) => id));
  return { ...page, documents: [...known, ...page.documents.filter(({ id }) => !ids.has(id))] };
}

function leadOf({ measuredAt, count, bytes }: DocumentSizes): string {
  if (measuredAt === null) return words.measuring;
  if (count === 0) return words.noDocuments;
  return words.documentsLead(numberText(count), bytesText(bytes), momentText(measuredAt, Date.now()));
}

function DocumentRow({ document }: { readonly document: SizedDocument }) {
  const { id, title, owner, textBytes, historyBytes, asideBytes } = document;
  const notes = [
    ...(owner === null ? [] : [words.ofOwner(owner.name)]),
    words.parts(bytesText(textBytes), bytesText(historyBytes)),
    ...(asideBytes === 0 ? [] : [words.aside(bytesText(asideBytes))]),
  ];
  return (
    <li>
      <span className="account-row-name admin-title" dir="auto">
        {title === null ? (
          `${words.private} (${id})`
        ) : (
          <Link href={`/d/${id}`}>{title === '' ? words.untitled : title}</Link>
        )}
      </span>
      <span className="admin-size">{bytesText(textBytes + historyBytes + asideBytes)}</span>
      <span className="account-row-note admin-notes">{notes.join(' · ')}</span>
    </li>
  );
}
