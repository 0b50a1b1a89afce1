/** Mod+K: what can be done where one is, every document this device knows by its name, and what the server finds. */

import { Dialog } from '@base-ui/react/dialog';
import { FileText } from 'lucide-react';
import { useEffect, useId, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { SearchResult } from '../../server/contract/api.ts';
import { ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { found } from '../lib/word-search.ts';
import { type Choice, ChoiceList, optionId, useChoosing } from '../ui/choices.tsx';
import { text } from '../ui/text.ts';
import { useLibrary } from './library-hooks.ts';
import '../editor/panels/panels.css';

const words = text.finder;

/** So long after the last letter the server is asked. */
const TYPED_MS = 150;

/** Documents shown; a search narrows them. */
const DOCUMENTS_MAX = 8;

/** Something that is found and done. */
export interface Finding extends Choice {
  /** Other words by which it is found. */
  readonly alsoCalled?: string;
  run(): void;
}

export interface FinderDialogProps {
  /** What can be done here. */
  readonly acts: readonly Finding[];
  /** The document that is open, which one need not look for; null at home. */
  readonly documentId: string | null;
  /** Where the focus goes when it closes; without it, where it was, unless what was chosen has taken it. */
  readonly returnTo?: () => HTMLElement;
  onClose(): void;
}

export function FinderDialog({ acts, documentId, returnTo, onClose }: FinderDialogProps) {
  const [query, setQuery] = useState('');
  const listId = useId();
  const findings = useFindings(query, acts, documentId);
  const choose = (finding: Finding) => {
    onClose();
    finding.run();
  };
  const choosing = useChoosing(findings, choose);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog finder" aria-label={words.label} finalFocus={returnTo}>
          <input
            className="input finder-input"
            role="combobox"
            aria-label={words.placeholder}
            aria-expanded="true"
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={choosing.active && optionId(listId, choosing.active.id)}
            placeholder={words.placeholder}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              const takesKey = event.key !== 'Tab' && event.key !== 'Home' && event.key !== 'End';
              if (takesKey && !event.nativeEvent.isComposing && choosing.keyOf(event.key)) event.preventDefault();
            }}
            autoComplete="off"
            spellCheck={false}
          />
          <ChoiceList
            id={listId}
            label={words.label}
            choices={findings}
            choosing={choosing}
            empty={words.nothing}
            onChoose={choose}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useFindings(query: string, acts: readonly Finding[], documentId: string | null): readonly Finding[] {
  const { documents } = useLibrary();
  const onServer = useFoundOnServer(query);
  const [, navigate] = useLocation();
  return useMemo(() => {
    const others = documents
      .filter(({ id, title }) => id !== documentId && title !== '')
      .map(({ id, title }) => ({
        id: `document:${id}`,
        label: title,
        group: text.sections.documents,
        Icon: FileText,
        run: () => navigate(`/d/${id}`),
      }));
    const named = found(others, query).slice(0, DOCUMENTS_MAX);
    const known = new Set([...named.map(({ id }) => id), `document:${documentId}`]);
    const elsewhere = onServer
      .map(({ document: { id, title } }) => ({
        id: `document:${id}`,
        label: title === '' ? text.untitled : title,
        group: text.sections.documents,
        Icon: FileText,
        run: () => navigate(`/d/${id}`),
      }))
      .filter(({ id }) => !known.has(id));
    return [...found(acts, query), ...named, ...elsewhere.slice(0, DOCUMENTS_MAX)];
  }, [query, acts, documentId, documents, onServer, navigate]);
}

/** Documents whose title or text has what is typed; none while the server is out of reach. */
function useFoundOnServer(query: string): readonly SearchResult[] {
  const [results, setResults] = useState<readonly SearchResult[]>([]);
  useEffect(() => {
    if (query.trim() === '') {
      setResults([]);
      return;
    }
    let isLate = false;
    const cancel = browserEnvironment.after(TYPED_MS, () => {
      void ask('GET /api/search', { query: { q: query } }).then(
        (found) => isLate || setResults(found.ok ? found.value.results : []),
      );
    });
    return () => {
      isLate = true;
      cancel();
    };
  }, [query]);
  return results;
}
