/**
 * Looking something up while typing: a signal (`/`, `:`, `@`) at the beginning of a word opens a list, what is typed
 * behind it narrows the list, and choosing replaces both. This is the part that reads the text; what is listed, and
 * how, is suggestions.tsx.
 *
 * What others write neither opens, closes nor moves it: only one's own typing and caret do.
 */

import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { SHOWN } from '../../binding/binding.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    suggest: {
      /** Types a signal where it is looked at: behind a space. */
      insertSignal: (signal: Signal) => ReturnType;
    };
  }
}

export const SIGNALS = ['/', ':', '@'] as const;
export type Signal = (typeof SIGNALS)[number];

/** Longer words are no search any more. */
const QUERY_CHARACTERS_MAX = 40;

/** A colon stands in many sentences: it asks for two letters before it looks for an emoji. */
const LETTERS_MIN: Readonly<Record<Signal, number>> = { '/': 0, ':': 2, '@': 0 };

/**
 * A signal at the beginning of a word, and up to two words behind it. Somebody is also mentioned behind a bracket or a
 * quotation mark, and where no space parts the words.
 */
const SEARCH =
  /((?<=^|\s)[/:@]|(?<=[([{"'‘‚“„«‹\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])@)((?:[\p{L}\p{N}\p{M}_+'-]+(?: [\p{L}\p{N}\p{M}_+'-]*)?)?)$/u;

export interface Search {
  readonly signal: Signal;
  /** From the signal to the caret. */
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

/** What the list does for the text: it takes the keys that walk it, and tells screen readers where it is. */
export interface SuggestList {
  keyOf(key: string): boolean;
  readonly listId: string;
  readonly activeId: string | undefined;
}

interface SuggestState {
  readonly search: Search | null;
  /** Where a search was given up with Escape: it stays closed until its signal is gone. */
  readonly closedAt: number | null;
  readonly list: SuggestList | null;
}

const key = new PluginKey<SuggestState>('suggest');

/** What is being looked up; null when nothing is. */
export function searchIn(state: EditorState): Search | null {
  return key.getState(state)?.search ?? null;
}

/** Closes the list; the typed text stays. */
export function closeSuggest({ state, dispatch }: EditorView): void {
  dispatch(state.tr.setMeta(key, { kind: 'close' }));
}

/** The list that is shown, or null when it went away. */
export function showsSuggest({ state, dispatch }: EditorView, list: SuggestList | null): void {
  dispatch(state.tr.setMeta(key, { kind: 'list', list }));
}

export const Suggest = Extension.create({
  name: 'suggest',
  // Before what Enter, Tab and the arrows mean in the text.
  priority: 3_000,
  addCommands: () => ({
    insertSignal:
      (signal) =>
      ({ state, tr, dispatch }) => {
        const { $from, empty } = state.selection;
        if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code === true) return false;
        const before = $from.parent.textBetween(0, $from.parentOffset, undefined, ' ');
        if (dispatch) tr.insertText(before === '' || /\s$/.test(before) ? signal : ` ${signal}`).setMeta(key, OPEN);
        return true;
      },
  }),
  addProseMirrorPlugins: () => [suggestPlugin()],
});

/** The signal was typed by a button, which asks for the list whatever follows. */
const OPEN = { kind: 'open' } as const;

type Meta = typeof OPEN | { readonly kind: 'close' } | { readonly kind: 'list'; readonly list: SuggestList | null };

export function suggestPlugin(): Plugin<SuggestState> {
  return new Plugin<SuggestState>({
    key,
    state: {
      init: () => ({ search: null, closedAt: null, list: null }),
      apply: (tr, before, _old, state) => after(tr, before, state),
    },
    props: {
      handleKeyDown(view, event) {
        const present = key.getState(view.state);
        if (!present?.search || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
        if (event.key === 'Escape') {
          closeSuggest(view);
          return true;
        }
        return !event.shiftKey && (present.list?.keyOf(event.key) ?? false);
      },
      attributes: (state): Record<string, string> => {
        const { search, list } = key.getState(state) ?? {};
        if (!search || !list) return {};
        const active = list.activeId === undefined ? {} : { 'aria-activedescendant': list.activeId };
        return { 'aria-controls': list.listId, 'aria-autocomplete': 'list', ...active };
      },
    },
  });
}

function after(tr: Transaction, before: SuggestState, state: EditorState): SuggestState {
  const meta = tr.getMeta(key) as Meta | undefined;
  const closedAt = before.closedAt === null ? null : tr.mapping.map(before.closedAt, -1);
  if (meta?.kind === 'close') return { ...before, search: null, closedAt: before.search?.from ?? null };
  const list = meta?.kind === 'list' ? meta.list : before.list;
  if (!tr.docChanged && !tr.selectionSet) return { ...before, list };
  const isOwn = tr.getMeta(SHOWN) === undefined;
  const mapped = before.search && tr.mapping.map(before.search.from, -1);
  // Others move it along; only one's own typing begins one.
  if (!isOwn && mapped === null) return { ...before, closedAt, list };
  const search = readSearch(state, meta?.kind === 'open' || before.search?.signal === ':');
  const isBegun = search !== null && search.from !== mapped;
  const isAsked =
    meta?.kind === 'open' || (tr.docChanged && search !== null && search.query.length === LETTERS_MIN[search.signal]);
  // A caret put behind a signal, or a paste that has one, asks nothing.
  if (search === null || (isBegun && !isAsked)) return { search: null, closedAt: stillClosed(state, closedAt), list };
  return { search: search.from === closedAt ? null : search, closedAt, list };
}

/** Given up for good as long as its signal stands there. */
function stillClosed(state: EditorState, closedAt: number | null): number | null {
  if (closedAt === null || closedAt >= state.doc.content.size) return null;
  const character = state.doc.textBetween(closedAt, closedAt + 1);
  return SIGNALS.some((signal) => signal === character) ? closedAt : null;
}

/** The search the caret stands behind. `isAsked`: its signal needs no letters any more. */
function readSearch({ selection }: EditorState, isAsked: boolean): Search | null {
  const { $from, empty, from: to } = selection;
  const { parent, parentOffset } = $from;
  if (!empty || !parent.isTextblock || parent.type.spec.code === true) return null;
  const before = parent.textBetween(
    Math.max(0, parentOffset - QUERY_CHARACTERS_MAX - 2),
    parentOffset,
    undefined,
    '\n',
  );
  const [, signal, query] = SEARCH.exec(before) ?? [];
  if (signal === undefined || query === undefined || !isSignal(signal)) return null;
  // A space ends a search for an emoji or a block that has none in its name.
  if (signal === ':' && query.includes(' ')) return null;
  if (!isAsked && query.length < LETTERS_MIN[signal]) return null;
  return { signal, query, from: to - query.length - 1, to };
}

function isSignal(character: string): character is Signal {
  return SIGNALS.some((signal) => signal === character);
}
