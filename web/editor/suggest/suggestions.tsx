/** The list beside the caret while something is looked up: blocks behind `/`, emoji behind `:`, people behind `@`. */

import { posToDOMRect } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useEffect, useId, useMemo } from 'react';
import { found } from '../../lib/word-search.ts';
import { type Choice, ChoiceList, type Choosing, optionId, useChoosing } from '../../ui/choices.tsx';
import { Floating } from '../../ui/floating.tsx';
import { keysText } from '../../ui/keys.ts';
import { text } from '../../ui/text.ts';
import { type Act, actsNamed, type Desk } from '../acts.ts';
import { ACT_ICONS } from '../bars/act-icons.ts';
import { EMOJI } from './emoji.ts';
import { type Search, type Signal, type SuggestList, searchIn, showsSuggest } from './suggest.ts';
import '../panels/panels.css';

/** Somebody or something that can be mentioned. */
export interface Mentionable {
  /** `guest:…` or `document:…`. */
  readonly id: string;
  readonly label: string;
  readonly kind: 'person' | 'document';
}

export interface SuggestionsProps {
  readonly desk: Desk;
  /** Who and what can be mentioned now. */
  mentionables(): readonly Mentionable[];
}

/** More are never looked through. */
const CHOICES_MAX = 50;

const SLASH = [
  ...['paragraph', 'heading1', 'heading2', 'heading3', 'heading4', 'bulletList', 'orderedList', 'taskList'],
  ...['blockquote', 'codeBlock', 'table', 'details', 'callout', 'tip', 'important', 'warning', 'caution'],
  ...['rule', 'image', 'formula', 'emoji', 'mention'],
];

const LABELS: Readonly<Record<Signal, string>> = {
  '/': text.commands.insertMenu,
  ':': text.commands.emojiMenu,
  '@': text.commands.people,
};

export default function Suggestions({ desk, mentionables }: SuggestionsProps) {
  const { editor } = desk;
  const search = useEditorState({ editor, selector: () => searchIn(editor.state) });
  return search === null ? null : (
    <SuggestionList key={search.signal} desk={desk} search={search} mentionables={mentionables} />
  );
}

/** What is listed: choosing it puts something in place of the search. */
interface Suggestion extends Choice {
  choose(desk: Desk, search: Search): void;
}

interface SuggestionListProps extends SuggestionsProps {
  readonly search: Search;
}

function SuggestionList({ desk, search, mentionables }: SuggestionListProps) {
  const { editor } = desk;
  const { signal, query } = search;
  const listId = useId();
  const suggestions = useMemo(
    () => suggestionsFor(signal, query, desk, mentionables).slice(0, CHOICES_MAX),
    [signal, query, desk, mentionables],
  );
  const choose = (suggestion: Suggestion) => {
    const present = searchIn(editor.state);
    if (present !== null) suggestion.choose(desk, present);
  };
  const choosing = useChoosing(suggestions, choose);
  useShownIn(desk, listId, choosing);
  // Nothing of that name, and a word behind a space: it is a sentence.
  if (suggestions.length === 0 && (query.includes(' ') || signal === ':')) return null;
  return (
    <Floating
      className="popover suggestions"
      placement="bottom-start"
      context={editor.view.dom}
      rectOf={() => posToDOMRect(editor.view, search.from, search.from)}
      version={suggestions}
    >
      <ChoiceList
        id={listId}
        label={LABELS[signal]}
        choices={suggestions}
        choosing={choosing}
        empty={text.finder.nothing}
        onChoose={choose}
      />
    </Floating>
  );
}

/** The text hands its keys to the list, and says to screen readers which option is active. */
function useShownIn({ editor }: Desk, listId: string, choosing: Choosing<Suggestion>): void {
  const { active, keyOf } = choosing;
  const activeId = active && optionId(listId, active.id);
  useEffect(() => {
    const list: SuggestList = { listId, activeId, keyOf };
    if (!editor.isDestroyed) showsSuggest(editor.view, list);
  });
  useEffect(
    () => () => {
      if (!editor.isDestroyed) showsSuggest(editor.view, null);
    },
    [editor],
  );
}

function suggestionsFor(
  signal: Signal,
  query: string,
  desk: Desk,
  mentionables: () => readonly Mentionable[],
): readonly Suggestion[] {
  switch (signal) {
    case '/':
      return blocksFor(query, desk);
    case ':':
      return found(EMOJI, query).map((emoji) => ({
        ...emoji,
        choose: (desk, search) => types(desk, search, emoji.sign),
      }));
    case '@':
      return found(mentionables(), query).map((thing) => ({
        ...thing,
        sign: thing.kind === 'person' ? '@' : '¶',
        group: thing.kind === 'person' ? text.people.list : text.sections.documents,
        choose: (desk, search) => mentions(desk, search, thing),
      }));
    default:
      return signal satisfies never;
  }
}

function blocksFor(query: string, { editor }: Desk): readonly Suggestion[] {
  const can = editor.can();
  // A paragraph is offered in a paragraph, too; in the caption of an image nothing is made of it.
  const isText = !editor.isActive('image');
  const acts = actsNamed(...SLASH).filter((act) => act.applies(editor, can) || (isText && act.section === 'style'));
  return found(acts, query).map((act) => ({
    id: act.id,
    label: act.label,
    Icon: ACT_ICONS[act.id],
    note: act.keys[0] && keysText(act.keys[0]),
    group: query === '' ? text.sections[act.section] : undefined,
    choose: (desk, search) => doesInPlace(act, desk, search),
  }));
}

/** The search goes, and what was chosen is done in its place. */
function doesInPlace(act: Act, desk: Desk, { from, to }: Search): void {
  desk.editor.chain().focus().deleteRange({ from, to }).run();
  act.run(desk);
}

function types({ editor }: Desk, { from, to }: Search, characters: string): void {
  editor
    .chain()
    .focus()
    .insertContentAt({ from, to }, { type: 'text', text: characters }, { applyInputRules: false })
    .run();
}

function mentions({ editor }: Desk, { from, to }: Search, { id, label }: Mentionable): void {
  editor
    .chain()
    .focus()
    .insertContentAt({ from, to }, [
      { type: 'mention', attrs: { id, label } },
      { type: 'text', text: ' ' },
    ])
    .run();
}
