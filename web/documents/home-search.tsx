/** The search of home: as one types, titles and text, with the places that were found. */

import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { Link } from 'wouter';
import type { MarkedText, PresentPeople, SearchResult } from '../../server/contract/api.ts';
import { SEARCH_COUNT_MAX } from '../../server/contract/limits.ts';
import { found } from '../lib/word-search.ts';
import { text } from '../ui/text.ts';
import { type HomeState, homeList } from './home-list.ts';
import { DocumentRow } from './home-rows.tsx';
import { homeWords as words } from './home-words.ts';
import type { KnownDocument } from './library.ts';

export function SearchField({ typed }: { readonly typed: string }) {
  const input = useRef<HTMLInputElement>(null);
  const clear = () => {
    homeList.search('');
    input.current?.focus();
  };
  return (
    <search className="home-search">
      <Search aria-hidden="true" size={18} />
      <input
        ref={input}
        type="search"
        className="input"
        aria-label={words.search}
        placeholder={words.search}
        value={typed}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => homeList.search(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && typed !== '') clear();
          if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.document-list a')?.focus();
        }}
      />
      {typed !== '' && (
        <button type="button" className="icon-button" aria-label={words.clearSearch} onClick={clear}>
          <X aria-hidden="true" size={18} />
        </button>
      )}
    </search>
  );
}

export interface FoundDocumentsProps {
  readonly home: HomeState;
  readonly known: readonly KnownDocument[];
  readonly onlyThisDevice: boolean;
  readonly people: PresentPeople;
  onDone(sentence: string, undo?: () => void): void;
}

export function FoundDocuments({ home, known, onlyThisDevice, people, onDone }: FoundDocumentsProps) {
  if (onlyThisDevice) {
    const titled = known.filter(({ title }) => title !== '').map((one) => ({ ...one, label: one.title }));
    const here = found(titled, home.typed);
    return (
      <>
        <p className="home-lead" role="status">
          {words.foundHere} {words.found(here.length, Number.POSITIVE_INFINITY)}
        </p>
        <ul className="document-list" aria-label={words.results}>
          {here.map((document) => (
            <DocumentRow
              key={document.id}
              {...{ document, onlyThisDevice, onDone, nowMs: Date.now() }}
              people={people[document.id] ?? []}
              onPick={(view) => homeList.show(view)}
            />
          ))}
        </ul>
      </>
    );
  }
  const { results } = home;
  return (
    <>
      <p className="home-lead" role="status">
        {results === null ? words.searching : words.found(results.count, SEARCH_COUNT_MAX)}
      </p>
      {results !== null && results.results.length > 0 && (
        <ul className="document-list" aria-label={words.results}>
          {results.results.map((result) => (
            <FoundDocument key={result.document.id} result={result} />
          ))}
        </ul>
      )}
    </>
  );
}

function FoundDocument({ result: { document, title, snippet } }: { readonly result: SearchResult }) {
  return (
    <li>
      <Link href={`/d/${document.id}`} className="found-document">
        <span className="document-title" dir="auto" data-untitled={document.title === ''}>
          {document.title === '' ? text.untitled : <Marked marked={title} />}
        </span>
        {snippet.text !== '' && (
          <span className="found-text" dir="auto">
            <Marked marked={snippet} />
          </span>
        )}
      </Link>
    </li>
  );
}

/** As text: whatever stands in a document never becomes part of the page. */
function Marked({ marked: { text: all, hits } }: { readonly marked: MarkedText }) {
  let end = 0;
  const parts = hits.flatMap(([from, to]) => {
    const before = all.slice(end, from);
    end = to;
    return [before, <mark key={from}>{all.slice(from, to)}</mark>];
  });
  return (
    <>
      {parts}
      {all.slice(end)}
    </>
  );
}
