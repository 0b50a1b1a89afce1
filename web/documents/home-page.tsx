/** Home: make a document, or go back to one. Shows what this device knows at once, and the server's list when it comes. */

import { CloudOff, FilePlus2, FileUp, Plus, Sparkles } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { DEVICE_COPIES_MAX } from '../../server/contract/limits.ts';
import { useImporting } from '../exchange/importing.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { whenIdle } from '../lib/idle.ts';
import { newDocumentId } from '../lib/random-id.ts';
import { OwnFace } from '../presence/own-face.tsx';
import { useGuest } from '../presence/people.ts';
import { late } from '../ui/late.tsx';
import { Mark } from '../ui/mark.tsx';
import { text } from '../ui/text.ts';
import { TipLayer } from '../ui/tip.tsx';
import type { Arrival } from './arrival-state.ts';
import { HomeKeys } from './home-keys.tsx';
import { type HomeState, homeList, rowsOf, TRASH } from './home-list.ts';
import { DocumentRow } from './home-rows.tsx';
import { FoundDocuments, SearchField } from './home-search.tsx';
import { HomeViews } from './home-views.tsx';
import { homeWords as words } from './home-words.ts';
import { chooseFiles, ImportStatus, useFileDrop } from './import-parts.tsx';
import { type KnownDocument, type LibraryView, library } from './library.ts';
import { useLibrary } from './library-hooks.ts';
import { createHere, refreshLibrary } from './library-sync.ts';
import { TemplateMenu } from './template-menu.tsx';
import { catchTyping } from './typed-ahead.ts';
import './home.css';

/** How often it is looked who is in the documents of the list, and what others did. */
const LOOK_MS = 5_000;

/** Long enough to think better of it. */
const DONE_SHOWN_MS = 8_000;

/** Says nothing where nobody signs in. */
const HomeAccount = late(() => import('../accounts/home-account.tsx'));
const HomeRequests = late(() => import('../accounts/home-requests.tsx'));
const SignInNote = late(() => import('../accounts/sign-in-note.tsx'));

export default function HomePage() {
  const { documents, server } = useLibrary();
  const guest = useGuest();
  const [, navigate] = useLocation();
  const importing = useImporting((ids) => {
    if (ids.length === 1) navigate(`/d/${ids[0]}`);
  });
  const isOver = useFileDrop(importing.start);
  const onImport = () => chooseFiles(importing.start);
  const create = useCreate();
  useFreshList();
  useLook();
  useRoom(server === 'answered');
  const looksInTrash = useLooksInTrash();
  const hasNone = documents.length === 0 && !looksInTrash;
  return (
    <div className="home" data-drop={isOver ? text.exchange.drop : undefined}>
      <header className="home-bar">
        <Mark size={28} />
        <span className="home-name">{text.product}</span>
        <HomeAccount />
        <OwnFace person={guest} />
      </header>
      <main className="home-main">
        {server === 'away' && <AwayNote />}
        {server === 'answered' && <HomeRequests />}
        {server === 'sign-in' && <SignInNote Heading={documents.length === 0 ? 'h1' : 'h2'} />}
        <ImportStatus importing={importing} />
        {hasNone && (server === 'answered' || server === 'away') && <FirstDocument onImport={onImport} />}
        {!hasNone && <DocumentList documents={documents} server={server} onImport={onImport} />}
      </main>
      <TipLayer />
      <HomeKeys mayMake={server !== 'sign-in'} onMake={create} onImport={onImport} />
    </div>
  );
}

interface DocumentListProps {
  readonly documents: readonly KnownDocument[];
  readonly server: LibraryView['server'];
  onImport(): void;
}

interface Done {
  readonly sentence: string;
  readonly undo: (() => void) | null;
}

function DocumentList({ documents, server, onImport }: DocumentListProps) {
  const create = useCreate();
  const home = useHomeList();
  const [done, setDone] = useState<Done | null>(null);
  const onlyThisDevice = server === 'away' || server === 'sign-in';
  const onDone = (sentence: string, undo?: () => void) => setDone({ sentence, undo: undo ?? null });
  const isSearching = home.typed.trim() !== '';
  const rowParts = { onlyThisDevice, onDone, people: home.people };
  return (
    <>
      <div className="home-head">
        <h1>{words.heading}</h1>
        {/* What a stranger writes would never leave this device. */}
        <div className="home-actions" hidden={server === 'sign-in'}>
          <button type="button" className="button" onClick={onImport}>
            <FileUp aria-hidden="true" size={18} />
            {text.exchange.importButton}
          </button>
          <button type="button" className="button button-primary" onClick={() => create('blank')}>
            <Plus aria-hidden="true" size={18} />
            {words.newDocument}
          </button>
          <TemplateMenu onChoose={create} onDone={onDone} isAway={onlyThisDevice} />
        </div>
      </div>
      <SearchField typed={home.typed} />
      {isSearching ? (
        <FoundDocuments home={home} known={documents} {...rowParts} />
      ) : (
        <>
          <HomeViews shown={home.shown} tags={home.tags} />
          <Rows home={home} known={documents} {...rowParts} />
        </>
      )}
      <DoneNote done={done} onEnd={() => setDone(null)} />
    </>
  );
}

interface RowsProps {
  readonly home: HomeState;
  readonly known: readonly KnownDocument[];
  readonly onlyThisDevice: boolean;
  readonly people: HomeState['people'];
  onDone(sentence: string, undo?: () => void): void;
}

function Rows({ home, known, onlyThisDevice, people, onDone }: RowsProps) {
  const rows = rowsOf(onlyThisDevice ? { ...home, listed: null } : home, known);
  const nowMs = Date.now();
  const { shown } = home;
  return (
    <>
      {shown.kind === 'view' && shown.view === 'trash' && rows.length > 0 && (
        <p className="home-lead">{words.trashLead}</p>
      )}
      {rows.length === 0 ? (
        <p className="home-nothing">{shown.kind === 'tag' ? words.noneTagged : words.nothing[shown.view]}</p>
      ) : (
        <ul className="document-list" aria-label={words.listLabel}>
          {rows.map((document) => (
            <DocumentRow
              key={document.id}
              {...{ document, nowMs, onlyThisDevice, onDone }}
              people={people[document.id] ?? []}
              onPick={(view) => homeList.show(view)}
            />
          ))}
        </ul>
      )}
      {home.next !== null && !onlyThisDevice && (
        <button type="button" className="button home-more" onClick={() => void homeList.more()}>
          {words.more}
        </button>
      )}
    </>
  );
}

/** What was done, said politely, with the way back. */
function DoneNote({ done, onEnd }: { readonly done: Done | null; onEnd(): void }) {
  useEffect(() => {
    if (done === null) return;
    return browserEnvironment.after(DONE_SHOWN_MS, onEnd);
  }, [done, onEnd]);
  return (
    <div role="status" className={done === null ? 'visually-hidden' : 'notice'}>
      {done?.sentence}
      {done !== null && done.undo !== null && (
        <button
          type="button"
          className="text-action"
          onClick={() => {
            done.undo?.();
            onEnd();
          }}
        >
          {words.undo}
        </button>
      )}
    </div>
  );
}

function FirstDocument({ onImport }: { onImport(): void }) {
  const create = useCreate();
  return (
    <section className="first">
      <h1>{words.emptyHeading}</h1>
      <p className="first-lead">{words.emptyLead}</p>
      <div className="cards">
        <button type="button" className="card" onClick={() => create('blank')}>
          <FilePlus2 aria-hidden="true" size={24} strokeWidth={1.6} />
          <span className="card-name">{words.newCard}</span>
          <span className="card-lead">{words.newCardLead}</span>
        </button>
        <button type="button" className="card" onClick={onImport}>
          <FileUp aria-hidden="true" size={24} strokeWidth={1.6} />
          <span className="card-name">{text.exchange.importCard}</span>
          <span className="card-lead">{text.exchange.importCardLead}</span>
        </button>
        <button type="button" className="card" onClick={() => create('sample')}>
          <Sparkles aria-hidden="true" size={24} strokeWidth={1.6} />
          <span className="card-name">{words.sampleCard}</span>
          <span className="card-lead">{words.sampleCardLead}</span>
        </button>
      </div>
      <WayToTrash />
    </section>
  );
}

/** A device that knows of no document may be somebody's second: what they have may all lie in the trash. */
function WayToTrash() {
  const [isEmpty, setIsEmpty] = useState(true);
  useEffect(() => {
    let isGone = false;
    void homeList.hasTrash().then((has) => isGone || setIsEmpty(!has));
    return () => {
      isGone = true;
    };
  }, []);
  if (isEmpty) return null;
  return (
    <button type="button" className="button first-trash" onClick={() => homeList.show(TRASH)}>
      {words.lookInTrash}
    </button>
  );
}

function AwayNote() {
  return (
    <p className="away-note" role="status">
      <CloudOff aria-hidden="true" size={18} />
      {words.serverAway}
    </p>
  );
}

/** Makes a document here and now, also offline, and goes there. */
function useCreate(): (arrival: Arrival['arrival']) => void {
  const [, navigate] = useLocation();
  return (arrival) => {
    const id = newDocumentId();
    const state: Arrival = { arrival };
    createHere(id);
    catchTyping();
    navigate(`/d/${id}`, { state });
  };
}

function useHomeList(): HomeState {
  return useSyncExternalStore(
    (listener) => homeList.subscribe(listener),
    () => homeList.state,
  );
}

/** Whether the trash is shown and there is something in it. */
function useLooksInTrash(): boolean {
  const { shown, listed } = useHomeList();
  return shown.kind === 'view' && shown.view === 'trash' && listed !== null && listed.length > 0;
}

/** Asks again and again while somebody looks. */
function useLook(): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void homeList.look();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
}

/** Once the server has said what it has, this device need not keep all of it. */
function useRoom(mayDiscard: boolean): void {
  useEffect(() => {
    // Few documents are no reason to load what opens their copies.
    if (!mayDiscard || library.view.documents.length <= DEVICE_COPIES_MAX) return;
    return whenIdle(async () => {
      const { discardOldCopies } = await import('./discard-copies.ts');
      const shelf = { documents: library.view.documents, copyDiscarded: (id: string) => library.copyDiscarded(id) };
      // A browser that refuses to look keeps them all.
      await discardOldCopies(shelf).catch(() => undefined);
    });
  }, [mayDiscard]);
}

/** The server's list, when home is shown and whenever somebody comes back to it. */
function useFreshList(): void {
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState !== 'visible') return;
      void refreshLibrary();
      void homeList.refresh();
    };
    refresh();
    window.addEventListener('online', refresh);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      window.removeEventListener('online', refresh);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, []);
}
