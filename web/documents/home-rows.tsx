/** A document in a list on home: its title, where it is, who is in it, when it changed; its star and its menu. */

import { CloudDownload, FileText, HardDrive, LayoutTemplate, Pin, Star } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { PresentPerson } from '../../server/contract/api.ts';
import { agoText } from '../lib/time.ts';
import { cleanName } from '../presence/guest.ts';
import { colourIndexOf } from '../presence/palette.ts';
import { initialsOf } from '../presence/people.ts';
import { text } from '../ui/text.ts';
import { DocumentMenu } from './document-menu.tsx';
import { type HomeView, homeList } from './home-list.ts';
import { homeWords as words } from './home-words.ts';
import { type KnownDocument, library } from './library.ts';

/** Faces in a row; who else is there is named by the list's label. */
const FACES_MAX = 3;

export interface DocumentRowProps {
  readonly document: KnownDocument;
  readonly nowMs: number;
  readonly onlyThisDevice: boolean;
  readonly people: readonly PresentPerson[];
  onPick(view: HomeView): void;
  /** What was done, or could not be done; with a way back where there is one. */
  onDone(sentence: string, undo?: () => void): void;
}

export function DocumentRow({ document, nowMs, onlyThisDevice, people, onPick, onDone }: DocumentRowProps) {
  const { id, title, whereabouts, openedHere, isPinned = false, trashedAt = null, tags = [], isTemplate } = document;
  const name = title === '' ? text.untitled : title;
  const isMissing = onlyThisDevice && !openedHere;
  const Icon = isTemplate ? LayoutTemplate : FileText;
  return (
    <li data-missing={isMissing}>
      <Link href={`/d/${id}`} className="document-row">
        <Icon aria-hidden="true" size={20} strokeWidth={1.6} />
        <span className="document-title" dir="auto" data-untitled={title === ''}>
          {name}
        </span>
        <DocumentPlace whereabouts={whereabouts} isMissing={isMissing} />
        <span className="document-when">{whenText(document, nowMs)}</span>
      </Link>
      <PeopleHere people={people} />
      {tags.length > 0 && (
        <span className="document-tags">
          {tags.map((tag) => (
            <button key={tag} type="button" className="tag" dir="auto" onClick={() => onPick({ kind: 'tag', tag })}>
              {tag}
            </button>
          ))}
        </span>
      )}
      {!onlyThisDevice && trashedAt === null && whereabouts === 'server' && (
        <button
          type="button"
          className="icon-button document-keep"
          aria-label={words.favourite(name)}
          aria-pressed={document.isFavourite ?? false}
          onClick={() => void homeList.change(id, { isFavourite: !document.isFavourite })}
        >
          <Star aria-hidden="true" size={16} fill={document.isFavourite ? 'currentColor' : 'none'} />
        </button>
      )}
      {trashedAt === null && (
        <KeptMark {...{ id, name, isPinned, onDone }} isKept={openedHere} canKeep={!onlyThisDevice} />
      )}
      {!onlyThisDevice && whereabouts === 'server' && <DocumentMenu document={document} name={name} onDone={onDone} />}
    </li>
  );
}

function whenText({ changedAt, changedBy, trashedAt }: KnownDocument, nowMs: number): string {
  if (trashedAt !== undefined && trashedAt !== null) return words.trashedAt(agoText(trashedAt, nowMs));
  const when = agoText(changedAt, nowMs);
  if (changedBy?.isYou) return words.byYou(when);
  return changedBy?.name ? words.by(changedBy.name, when) : words.changed(when);
}

function PeopleHere({ people }: { readonly people: readonly PresentPerson[] }) {
  if (people.length === 0) return null;
  const names = people.map(({ name }) => cleanName(name, text.people.someone));
  return (
    <span className="document-people" role="img" aria-label={words.here(names.join(', '))} data-tip={names.join(', ')}>
      {people.slice(0, FACES_MAX).map(({ key, color }, index) => (
        <span key={key} className="face" data-person={colourIndexOf(color, index)}>
          {initialsOf(names[index] ?? '')}
        </span>
      ))}
    </span>
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

interface KeptMarkProps extends Pick<DocumentRowProps, 'onDone'> {
  readonly id: string;
  readonly name: string;
  readonly isKept: boolean;
  readonly isPinned: boolean;
  readonly canKeep: boolean;
}

/** Whether the document opens without a network; a button that brings it here, or sees to it that it stays. */
function KeptMark({ id, name, isKept, isPinned, canKeep, onDone }: KeptMarkProps) {
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
    return await keepOnDevice(id);
  };
  const press = async () => {
    const isHere = await keep().catch(() => false);
    setBusy(false);
    if (!isHere) onDone(words.notKept(name));
  };
  return (
    <button
      type="button"
      className="icon-button document-keep"
      aria-label={words.keep(name)}
      data-tip={words.keep(name)}
      disabled={busy || !canKeep}
      onClick={() => void press()}
    >
      <CloudDownload aria-hidden="true" size={16} />
    </button>
  );
}
