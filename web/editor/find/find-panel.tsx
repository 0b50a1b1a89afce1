/** The panel of find and replace; find-session.ts does what it asks for. */

import type { Editor } from '@tiptap/core';
import { ArrowDown, ArrowUp, CaseSensitive, type LucideIcon, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { FIND_MATCHES_MAX } from '../../../server/contract/limits.ts';
// The type of its command.
import type {} from '../../binding/collaboration.ts';
import { browserEnvironment } from '../../lib/environment.ts';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import type { FindQuery } from './find-matches.ts';
import { watchFindRequests } from './find-requests.ts';
import { type FindOutcome, FindSession, NO_QUERY } from './find-session.ts';
import './find.css';

const words = text.find;

/** A longer selection is not what somebody looks for. */
const SEED_CHARACTERS_MAX = 80;

const OPTIONS: readonly { readonly name: 'matchCase' | 'wholeWord' | 'isPattern'; label: string; Icon: LucideIcon }[] =
  [
    { name: 'matchCase', label: words.matchCase, Icon: CaseSensitive },
    { name: 'wholeWord', label: words.wholeWord, Icon: WholeWord },
    { name: 'isPattern', label: words.pattern, Icon: Regex },
  ];

export interface FindPanelProps {
  readonly editor: Editor;
  onClose(): void;
}

export default function FindPanel({ editor, onClose }: FindPanelProps) {
  const [session, setSession] = useState<FindSession | null>(null);
  useEffect(() => {
    const opened = new FindSession(editor, browserEnvironment, {
      startWorker,
      separateUndo: () => editor.commands.newUndoStep(),
    });
    setSession(opened);
    return () => opened.close();
  }, [editor]);
  const close = () => {
    session?.close();
    onClose();
    // At once: the next key is the text's already.
    editor.view.focus();
  };
  return session && <FindForm editor={editor} session={session} onClose={close} />;
}

function startWorker(): Worker {
  return new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' });
}

interface FindFormProps extends FindPanelProps {
  readonly session: FindSession;
}

function FindForm({ editor, session, onClose }: FindFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState<FindQuery>(() => ({ ...NO_QUERY, text: selectedText(editor) }));
  /** What was replaced, until something else is looked for. */
  const [done, setDone] = useState('');
  const outcome = useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.view,
  );
  useEffect(() => field.current?.select(), []);
  useEffect(() => session.search(query), [session, query]);
  useFindRequests(editor, session, field, (seed) => setQuery((before) => ({ ...before, text: seed })));
  const ask = (change: Partial<FindQuery>) => {
    setDone('');
    setQuery((before) => ({ ...before, ...change }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onClose();
  };
  const canReplace = editor.isEditable && outcome.kind === 'found' && outcome.count > 0;
  return (
    <search className="find" aria-label={words.label} onKeyDown={onKeyDown}>
      <div className="find-line">
        <input
          ref={field}
          className="input"
          aria-label={words.what}
          aria-invalid={outcome.kind === 'no-pattern'}
          placeholder={words.what}
          value={query.text}
          onChange={(event) => ask({ text: event.target.value })}
          onKeyDown={onEnter(({ shiftKey }) => session.step(shiftKey ? -1 : 1))}
          autoComplete="off"
          spellCheck={false}
        />
        <FindButton label={words.previous} Icon={ArrowUp} onClick={() => session.step(-1)} />
        <FindButton label={words.next} Icon={ArrowDown} onClick={() => session.step(1)} />
        <FindButton label={text.close} Icon={X} onClick={onClose} />
      </div>
      <div className="find-line">
        <Options query={query} onChange={ask} />
        <p className="find-count" role="status">
          {done === '' ? outcomeText(outcome) : done}
        </p>
      </div>
      {editor.isEditable && (
        <ReplaceLine session={session} canReplace={canReplace} onReplaced={(count) => setDone(words.replaced(count))} />
      )}
    </search>
  );
}

/** The keys of the search, pressed while it is open. `onSeed`: what is selected in the text is to be looked for. */
function useFindRequests(
  editor: Editor,
  session: FindSession,
  field: React.RefObject<HTMLInputElement | null>,
  onSeed: (seed: string) => void,
): void {
  const latest = useRef(onSeed);
  latest.current = onSeed;
  useEffect(
    () =>
      watchFindRequests((request) => {
        if (request !== 'again') return session.step(request === 'next' ? 1 : -1);
        const seed = editor.isFocused ? selectedText(editor) : '';
        if (seed !== '') {
          session.beginAt(editor.state.selection.from);
          // Now: what is in the field is selected next.
          flushSync(() => latest.current(seed));
        }
        field.current?.focus();
        field.current?.select();
      }),
    [editor, session, field],
  );
}

interface OptionsProps {
  readonly query: FindQuery;
  onChange(change: Partial<FindQuery>): void;
}

function Options({ query, onChange }: OptionsProps) {
  return OPTIONS.map(({ name, label, Icon }) => (
    <FindButton
      key={name}
      label={label}
      Icon={Icon}
      pressed={query[name]}
      onClick={() => onChange({ [name]: !query[name] })}
    />
  ));
}

interface ReplaceLineProps {
  readonly session: FindSession;
  readonly canReplace: boolean;
  /** All were replaced, so many. */
  onReplaced(count: number): void;
}

function ReplaceLine({ session, canReplace, onReplaced }: ReplaceLineProps) {
  const [replacement, setReplacement] = useState('');
  const button = { type: 'button', className: 'button', 'aria-disabled': !canReplace } as const;
  return (
    <div className="find-line">
      <input
        className="input"
        aria-label={words.replacement}
        placeholder={words.replacement}
        value={replacement}
        onChange={(event) => setReplacement(event.target.value)}
        onKeyDown={onEnter(() => session.replace(replacement))}
        autoComplete="off"
      />
      <button {...button} onClick={() => session.replace(replacement)}>
        {words.replace}
      </button>
      <button {...button} onClick={() => onReplaced(session.replaceAll(replacement))}>
        {words.replaceAll}
      </button>
    </div>
  );
}

/** Not the one that ends a word that an input method composes. */
function onEnter(act: (event: KeyboardEvent) => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    act(event);
  };
}

interface FindButtonProps {
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly pressed?: boolean;
  onClick(): void;
}

function FindButton({ label, Icon, pressed, onClick }: FindButtonProps) {
  return (
    <Tip label={label}>
      <button type="button" className="icon-button" aria-label={label} aria-pressed={pressed} onClick={onClick}>
        <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
      </button>
    </Tip>
  );
}

function outcomeText(outcome: FindOutcome): string {
  switch (outcome.kind) {
    case 'idle':
      return '';
    case 'searching':
      return words.searching;
    case 'no-pattern':
      return words.noPattern;
    case 'too-slow':
      return words.tooSlow;
    case 'found': {
      const { count, present } = outcome;
      return count === 0 ? words.none : words.count(present + 1, `${count}${count === FIND_MATCHES_MAX ? '+' : ''}`);
    }
    default:
      return outcome satisfies never;
  }
}

function selectedText({ state }: Editor): string {
  const { from, to, $from, $to } = state.selection;
  if (!$from.sameParent($to) || to - from > SEED_CHARACTERS_MAX) return '';
  return state.doc.textBetween(from, to);
}
