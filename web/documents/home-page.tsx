/** Home: make a document, or go back to one. Shows what this device knows at once, and the server's list when it comes. */

import {
  CloudDownload,
  CloudOff,
  FilePlus2,
  FileText,
  FileUp,
  HardDrive,
  KeyRound,
  Pin,
  Plus,
  Sparkles,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useImporting } from '../exchange/importing.ts';
import { whenIdle } from '../lib/idle.ts';
import { newDocumentId } from '../lib/random-id.ts';
import { agoText } from '../lib/time.ts';
import { OwnFace } from '../presence/own-face.tsx';
import { useGuest } from '../presence/people.ts';
import { Mark } from '../ui/mark.tsx';
import { text } from '../ui/text.ts';
import { TipLayer } from '../ui/tip.tsx';
import type { Arrival } from './arrival-state.ts';
import { chooseFiles, ImportStatus, useFileDrop } from './import-parts.tsx';
import { type KnownDocument, type LibraryView, library } from './library.ts';
import { useLibrary } from './library-hooks.ts';
import { catchTyping } from './typed-ahead.ts';
import './home.css';

const words = text.home;

export default function HomePage() {
  const { documents, server } = useLibrary();
  const guest = useGuest();
  const [, navigate] = useLocation();
  const importing = useImporting((ids) => {
    if (ids.length === 1) navigate(`/d/${ids[0]}`);
  });
  const isOver = useFileDrop(importing.start);
  const onImport = () => chooseFiles(importing.start);
  useFreshList();
  useRoom(server === 'answered');
  return (
    <div className="home" data-drop={isOver ? text.exchange.drop : undefined}>
      <header className="home-bar">
        <Mark size={28} />
        <span className="home-name">{text.product}</span>
        <OwnFace person={guest} />
      </header>
      <main className="home-main">
        {server === 'away' && <AwayNote />}
        {server === 'sign-in' && <SignInNote Heading={documents.length === 0 ? 'h1' : 'h2'} />}
        <ImportStatus importing={importing} />
        {documents.length === 0 && (server === 'answered' || server === 'away') && (
          <FirstDocument onImport={onImport} />
        )}
        {documents.length > 0 && <DocumentList documents={documents} server={server} onImport={onImport} />}
      </main>
      <TipLayer />
    </div>
  );
}

interface DocumentListProps {
  readonly documents: readonly KnownDocument[];
  readonly server: LibraryView['server'];
  onImport(): void;
}

function DocumentList({ documents, server, onImport }: DocumentListProps) {
  const create = useCreate();
  const nowMs = Date.now();
  const onlyThisDevice = server === 'away' || server === 'sign-in';
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
        </div>
      </div>
      <ul className="document-list" aria-label={words.listLabel}>
        {documents.map((document) => (
          <DocumentRow key={document.id} document={document} nowMs={nowMs} onlyThisDevice={onlyThisDevice} />
        ))}
      </ul>
    </>
  );
}

interface DocumentRowProps {
  readonly document: KnownDocument;
  readonly nowMs: number;
  readonly onlyThisDevice: boolean;
}

function DocumentRow({ document, nowMs, onlyThisDevice }: DocumentRowProps) {
  const { id, title, changedAt, whereabouts, openedHere, isPinned = false } = document;
  const name = title === '' ? text.untitled : title;
  return (
    <li data-missing={onlyThisDevice && !openedHere}>
      <Link href={`/d/${id}`} className="document-row">
        <FileText aria-hidden="true" size={20} strokeWidth={1.6} />
        <span className="document-title" dir="auto" data-untitled={title === ''}>
          {name}
        </span>
        <DocumentPlace whereabouts={whereabouts} isMissing={onlyThisDevice && !openedHere} />
        <span className="document-when">{words.changed(agoText(changedAt, nowMs))}</span>
      </Link>
      <KeptMark id={id} name={name} isKept={openedHere} isPinned={isPinned} canKeep={!onlyThisDevice} />
    </li>
  );
}

/** Said only where it is not as usual: the server has it. */
function DocumentPlace({ whereabouts, isMissing }: Pick<KnownDocument, 'whereabouts'> & { isMissing: boolean }) {
  if (isMissing) return <span className="document-where">{words.notOnDevice}</span>;
  if (whereabouts === 'server') return null;
  return (
    <span className="document-where">{whereabouts === 'waiting' ? words.waitingForServer : words.notOnServer}</span>
  );
}

interface KeptMarkProps {
  readonly id: string;
  readonly name: string;
  readonly isKept: boolean;
  readonly isPinned: boolean;
  readonly canKeep: boolean;
}

/** Whether the document opens without a network; a button that brings it here, or sees to it that it stays. */
function KeptMark({ id, name, isKept, isPinned, canKeep }: KeptMarkProps) {
  const [busy, setBusy] = useState(false);
  if (isKept) {
    const Icon = isPinned ? Pin : HardDrive;
    return (
      <button
        type="button"
        className="icon-button document-keep"
        aria-label={words.pin(name)}
        aria-pressed={isPinned}
        aria-description={isPinned ? words.pinned : words.onDevice}
        data-tip={isPinned ? words.pinned : words.onDevice}
        onClick={() => library.pin(id, !isPinned)}
      >
        <Icon aria-hidden="true" size={16} />
      </button>
    );
  }
  const keep = async () => {
    setBusy(true);
    const { keepOnDevice } = await import('./keep-on-device.ts');
    await keepOnDevice(id);
    setBusy(false);
  };
  return (
    <button
      type="button"
      className="icon-button document-keep"
      aria-label={words.keep(name)}
      data-tip={words.keep(name)}
      disabled={busy || !canKeep}
      onClick={() => void keep().catch(() => setBusy(false))}
    >
      <CloudDownload aria-hidden="true" size={16} />
    </button>
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
    </section>
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

/** The server answers only to people it knows, and this browser has brought nothing that says who it is. */
function SignInNote({ Heading }: { readonly Heading: 'h1' | 'h2' }) {
  return (
    <section className="sign-in" role="status">
      <KeyRound aria-hidden="true" size={24} strokeWidth={1.6} />
      <Heading>{words.signIn}</Heading>
      <p>{words.signInLead}</p>
    </section>
  );
}

/** Makes a document here and now, also offline, and goes there. */
function useCreate(): (arrival: Arrival['arrival']) => void {
  const [, navigate] = useLocation();
  return (arrival) => {
    const id = newDocumentId();
    const state: Arrival = { arrival };
    library.create(id);
    catchTyping();
    navigate(`/d/${id}`, { state });
  };
}

/** Once the server has said what it has, this device need not keep all of it. */
function useRoom(mayDiscard: boolean): void {
  useEffect(() => {
    if (!mayDiscard) return;
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
      if (document.visibilityState === 'visible') library.refresh();
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
