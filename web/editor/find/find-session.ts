/**
 * One search while its panel is open: what is found, which match is the present one, and what is put in its place. An
 * object outside React, watched through `subscribe` and `view`. It moves neither caret nor focus; the text is searched
 * again after every change, whoever made it.
 */

import type { Editor, EditorEvents } from '@tiptap/core';
import { FIND_PATTERN_MS_MAX } from '../../../server/contract/limits.ts';
import type { Environment } from '../../lib/environment.ts';
import { revealIn } from '../nodes/toggles.ts';
import { showMatches } from './find-marks.ts';
import { type FindQuery, type Match, matchesIn, patternOf, replacementFor, searchedTexts } from './find-matches.ts';

/** Several keys of a fast writer are one change. */
const SEARCH_AGAIN_MS = 80;

export type FindOutcome =
  | { readonly kind: 'idle' }
  | { readonly kind: 'searching' }
  | { readonly kind: 'found'; readonly count: number /** From 0; -1 when there is none. */; readonly present: number }
  | { readonly kind: 'no-pattern' }
  | { readonly kind: 'too-slow' };

/** What a search needs beside the text. */
export interface FindPorts {
  startWorker(): Worker;
  /** What is written next is undone by itself. */
  separateUndo(): void;
}

export const NO_QUERY: FindQuery = { text: '', matchCase: false, wholeWord: false, isPattern: false };

export class FindSession {
  readonly #editor: Editor;
  readonly #environment: Environment;
  readonly #ports: FindPorts;
  readonly #listeners = new Set<() => void>();
  #query = NO_QUERY;
  #outcome: FindOutcome = { kind: 'idle' };
  #matches: readonly Match[] = [];
  /** Where the present match begins, or is looked for; moved along by every change. */
  #place: number;
  #worker: Worker | null = null;
  #cancelAgain: (() => void) | null = null;
  #cancelLimit: (() => void) | null = null;

  constructor(editor: Editor, environment: Environment, ports: FindPorts) {
    this.#editor = editor;
    this.#environment = environment;
    this.#ports = ports;
    this.#place = editor.state.selection.from;
    editor.on('transaction', this.#onTransaction);
  }

  get view(): FindOutcome {
    return this.#outcome;
  }

  get query(): FindQuery {
    return this.#query;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  search(query: FindQuery): void {
    this.#query = query;
    this.#search(true);
  }

  /** The next search begins here. */
  beginAt(position: number): void {
    this.#place = position;
  }

  step(direction: 1 | -1): void {
    if (this.#outcome.kind !== 'found' || this.#matches.length === 0) return;
    const present = (this.#outcome.present + direction + this.#matches.length) % this.#matches.length;
    this.#place = this.#matches[present]?.from ?? 0;
    this.#show(true);
  }

  /** The present match, and on to the next. One step of undo. */
  replace(replacement: string): void {
    const match = this.#present;
    if (match) this.#replace([match], replacement);
  }

  /** All of them, as one step of undo. @returns how many. */
  replaceAll(replacement: string): number {
    const matches = this.#matches;
    this.#replace(matches, replacement);
    return matches.length;
  }

  /** Leaves the present match selected. */
  close(): void {
    const match = this.#present;
    this.#end();
    if (this.#editor.isDestroyed) return;
    showMatches(this.#editor.view, [], -1);
    if (match) this.#editor.commands.setTextSelection({ from: match.from, to: match.to });
  }

  get #present(): Match | undefined {
    return this.#outcome.kind === 'found' ? this.#matches[this.#outcome.present] : undefined;
  }

  readonly #onTransaction = ({ transaction }: EditorEvents['transaction']): void => {
    if (!transaction.docChanged) return;
    this.#place = transaction.mapping.map(this.#place);
    this.#matches = this.#matches.map((match) => ({
      ...match,
      from: transaction.mapping.map(match.from),
      to: transaction.mapping.map(match.to, -1),
    }));
    this.#cancelAgain ??= this.#environment.after(SEARCH_AGAIN_MS, () => {
      this.#cancelAgain = null;
      this.#search(false);
    });
  };

  #search(scrolls: boolean): void {
    this.#stopWorker();
    const pattern = patternOrNull(this.#query);
    if (this.#query.text === '') this.#publish({ kind: 'idle' }, []);
    else if (pattern === null) this.#publish({ kind: 'no-pattern' }, []);
    // Plain words cannot run away.
    else if (!this.#query.isPattern) this.#found(matchesIn(searchedTexts(this.#editor.state.doc), pattern), scrolls);
    else this.#searchApart(pattern, scrolls);
  }

  #searchApart(pattern: RegExp, scrolls: boolean): void {
    const { doc } = this.#editor.state;
    const texts = searchedTexts(doc);
    if (this.#outcome.kind !== 'found') this.#publish({ kind: 'searching' }, []);
    this.#worker = this.#ports.startWorker();
    this.#worker.onmessage = ({ data }: MessageEvent<readonly Match[]>) => {
      this.#stopWorker();
      // An answer about a text that has changed since is asked again anyway.
      if (this.#editor.state.doc === doc) this.#found(data, scrolls);
    };
    this.#worker.onerror = () => this.#giveUp();
    this.#cancelLimit = this.#environment.after(FIND_PATTERN_MS_MAX, () => this.#giveUp());
    this.#worker.postMessage({ texts, pattern });
  }

  #giveUp(): void {
    this.#stopWorker();
    this.#publish({ kind: 'too-slow' }, []);
  }

  #found(matches: readonly Match[], scrolls: boolean): void {
    this.#matches = matches;
    this.#show(scrolls);
  }

  #show(scrolls: boolean): void {
    const next = this.#matches.findIndex(({ from }) => from >= this.#place);
    const present = next === -1 ? (this.#matches.length > 0 ? 0 : -1) : next;
    this.#publish({ kind: 'found', count: this.#matches.length, present }, this.#matches);
    if (!scrolls) return;
    const mark = this.#editor.view.dom.querySelector('.found-present');
    revealIn(mark);
    mark?.scrollIntoView({ block: 'center' });
  }

  #publish(outcome: FindOutcome, matches: readonly Match[]): void {
    this.#matches = matches;
    this.#outcome = outcome;
    if (!this.#editor.isDestroyed)
      showMatches(this.#editor.view, matches, outcome.kind === 'found' ? outcome.present : -1);
    for (const listener of this.#listeners) listener();
  }

  #replace(matches: readonly Match[], replacement: string): void {
    const editor = this.#editor;
    if (matches.length === 0 || !editor.isEditable) return;
    const { tr } = editor.state;
    for (const match of matches.toReversed()) {
      const words = replacementFor(match, replacement, this.#query.isPattern);
      if (words === '') tr.delete(match.from, match.to);
      else tr.insertText(words, match.from, match.to);
    }
    this.#ports.separateUndo();
    editor.view.dispatch(tr);
    this.#ports.separateUndo();
    const [only, ...others] = matches;
    if (only && others.length === 0) this.#place = tr.mapping.map(only.to);
    this.#cancelAgain?.();
    this.#cancelAgain = null;
    this.#search(true);
  }

  #stopWorker(): void {
    this.#cancelLimit?.();
    this.#cancelLimit = null;
    this.#worker?.terminate();
    this.#worker = null;
  }

  #end(): void {
    this.#stopWorker();
    this.#cancelAgain?.();
    this.#cancelAgain = null;
    this.#editor.off('transaction', this.#onTransaction);
  }
}

function patternOrNull(query: FindQuery): RegExp | null {
  try {
    return patternOf(query);
  } catch {
    return null;
  }
}
