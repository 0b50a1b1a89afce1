/** The menu of a document on home: rename, tags, duplicate, template, trash; there, restore and delete for good. */

import { ArchiveRestore, CopyPlus, LayoutTemplate, Pencil, Tag, Trash2 } from 'lucide-react';
import { type ComponentType, type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { DocumentChanges } from '../../server/contract/api.ts';
import { TITLE_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { homeList } from './home-list.ts';
import { homeWords as words } from './home-words.ts';
import type { KnownDocument } from './library.ts';

export interface DocumentActsProps {
  readonly document: KnownDocument;
  readonly name: string;
  onDone(sentence: string, undo?: () => void): void;
  onClose(): void;
}

type Step = 'menu' | 'rename' | 'tags' | 'remove';

export default function DocumentActs(props: DocumentActsProps) {
  const [step, setStep] = useState<Step>('menu');
  const { document, name, onDone, onClose } = props;
  const change = async (changes: DocumentChanges, said?: string, undo?: DocumentChanges) => {
    onClose();
    const isDone = await homeList.change(document.id, changes);
    if (!isDone) onDone(words.failed);
    else if (said !== undefined) onDone(said, undo && (() => void homeList.change(document.id, undo)));
  };
  switch (step) {
    case 'menu':
      return <Acts {...props} change={change} onStep={setStep} />;
    case 'rename':
      return (
        <Field
          label={words.newTitle}
          value={document.title}
          maxLength={TITLE_CHARACTERS_MAX}
          onSave={(title) => void change({ title })}
        />
      );
    case 'tags':
      return (
        <Field
          label={words.tags}
          lead={words.tagsLead}
          value={(document.tags ?? []).join(', ')}
          onSave={(tags) => void change({ tags: tags.split(',').filter((tag) => tag.trim() !== '') })}
        />
      );
    case 'remove':
      return <Removal {...{ document, name, onDone, onClose }} />;
    default:
      return step satisfies never;
  }
}

interface ActsProps extends DocumentActsProps {
  readonly change: (changes: DocumentChanges, said?: string, undo?: DocumentChanges) => Promise<void>;
  onStep(step: Step): void;
}

function Acts({ document, name, onDone, onClose, change, onStep }: ActsProps) {
  const [, navigate] = useLocation();
  const { id, isTemplate = false, trashedAt = null, mayWrite = false, mayDelete = false } = document;
  const duplicate = async () => {
    onClose();
    const copy = await homeList.copy(id, words.copyOf(name));
    if (copy === null) onDone(words.failed);
    else navigate(`/d/${copy}`);
  };
  if (trashedAt !== null) {
    return (
      <>
        <MenuItem
          Icon={ArchiveRestore}
          label={words.restore}
          disabled={!mayDelete}
          onClick={() => void change({ isTrashed: false })}
        />
        <MenuItem Icon={Trash2} label={words.remove} disabled={!mayDelete} onClick={() => onStep('remove')} />
      </>
    );
  }
  return (
    <>
      <MenuItem Icon={Pencil} label={words.rename} disabled={!mayWrite} onClick={() => onStep('rename')} />
      <MenuItem Icon={Tag} label={words.tags} disabled={!mayWrite} onClick={() => onStep('tags')} />
      <MenuItem Icon={CopyPlus} label={words.duplicate} onClick={() => void duplicate()} />
      <MenuItem
        Icon={LayoutTemplate}
        label={isTemplate ? words.noTemplate : words.makeTemplate}
        disabled={!mayWrite}
        onClick={() => void change({ isTemplate: !isTemplate })}
      />
      <MenuItem
        Icon={Trash2}
        label={words.trash}
        disabled={!mayDelete}
        onClick={() => void change({ isTrashed: true }, words.trashed(name), { isTrashed: false })}
      />
    </>
  );
}

interface MenuItemProps {
  readonly Icon: ComponentType<{ size: number; 'aria-hidden': 'true' }>;
  readonly label: string;
  readonly disabled?: boolean;
  onClick(): void;
}

function MenuItem({ Icon, label, disabled, onClick }: MenuItemProps) {
  return (
    <button type="button" className="menu-item" disabled={disabled} onClick={onClick}>
      <Icon size={16} aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}

interface FieldProps {
  readonly label: string;
  readonly lead?: string;
  readonly value: string;
  readonly maxLength?: number;
  onSave(value: string): void;
}

function Field({ label, lead, value, maxLength, onSave }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(input.current?.value ?? '');
  };
  return (
    <form className="menu-form" onSubmit={save}>
      <label className="field">
        <span>{label}</span>
        <input ref={input} className="input" defaultValue={value} maxLength={maxLength} dir="auto" autoComplete="off" />
      </label>
      {lead !== undefined && <p>{lead}</p>}
      <button type="submit" className="button button-primary">
        {words.save}
      </button>
    </form>
  );
}

/** The one thing that cannot be undone is asked for twice. */
function Removal({ document, name, onDone, onClose }: DocumentActsProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const remove = async () => {
    onClose();
    onDone((await homeList.remove(document.id)) ? words.removed(name) : words.failed);
  };
  return (
    <div className="menu-form">
      <p>{words.removeReally}</p>
      <button ref={button} type="button" className="button button-danger" onClick={() => void remove()}>
        {words.remove}
      </button>
    </div>
  );
}
