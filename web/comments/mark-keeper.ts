/**
 * Keeps the marks of threads where their text is: finds it when the list changes, at once after somebody else's change,
 * and after one's own when one pauses; between these the marks move along by themselves. Never while an input method
 * composes, which a change of the nodes around it would disturb. Shows nothing and moves nothing but the marks.
 */

import type { Editor, EditorEvents } from '@tiptap/core';
import { SHOWN } from '../binding/binding.ts';
import { bindingOf } from '../binding/collaboration.ts';
import { lateMarksOf, showLateMarks } from '../editor/late-marks.ts';
import type { Environment } from '../lib/environment.ts';
import type { About } from './changes.ts';
import { type Place, Places } from './places.ts';
import { ThreadMarks, type ThreadRange } from './thread-marks.ts';

/** A pause in one's own typing; while others type, they are looked for no more often than this. */
const PAUSE_MS = 300;

export interface Marked extends About {
  readonly id: string;
}

export type PlacesById = ReadonlyMap<string, Place>;

export class MarkKeeper {
  readonly #editor: Editor;
  readonly #environment: Environment;
  readonly #listeners = new Set<() => void>();
  #threads: readonly Marked[] = [];
  #isMarked: (id: string) => boolean = () => true;
  #active: string | null = null;
  #places: PlacesById = new Map();
  #cancel: (() => void) | null = null;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #pauseMs = PAUSE_MS;

  constructor(editor: Editor, environment: Environment) {
    this.#editor = editor;
    this.#environment = environment;
    editor.on('transaction', this.#onTransaction);
  }

  /** Where each thread is, as of the last look; the same object as long as nothing moved. */
  get places(): PlacesById {
    return this.#places;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param isMarked which of them are marked in the text. */
  show(threads: readonly Marked[], isMarked: (id: string) => boolean, active: string | null): void {
    const isNew = threads !== this.#threads || isMarked !== this.#isMarked || active !== this.#active;
    this.#threads = threads;
    this.#isMarked = isMarked;
    this.#active = active;
    if (isNew) this.#look();
  }

  /** Where the text of a thread is now. */
  rangeOf(id: string): ThreadRange | null {
    const marks = this.#marks;
    const marked = marks?.ranges.find(({ thread }) => thread === id);
    if (marked !== undefined) return marked;
    const place = this.#places.get(id);
    return place?.kind === 'here' ? { thread: id, from: place.from, to: place.to } : null;
  }

  at(position: number): string | null {
    return this.#marks?.at(position) ?? null;
  }

  close(): void {
    this.#editor.off('transaction', this.#onTransaction);
    this.#cancel?.();
    this.#listeners.clear();
    this.#threads = [];
    if (!this.#editor.isDestroyed && this.#marks !== null) this.#draw([]);
  }

  get #marks(): ThreadMarks | null {
    const marks = lateMarksOf(this.#editor.state);
    return marks instanceof ThreadMarks ? marks : null;
  }

  readonly #onTransaction = ({ transaction }: EditorEvents['transaction']): void => {
    if (!transaction.docChanged || this.#threads.length === 0) return;
    const isFromElsewhere = transaction.getMeta(SHOWN) === true;
    const isFirst = this.#environment.now() - this.#lookedAtMs > this.#pauseMs;
    // What others wrote may replace the text around a mark, and the mark with it.
    // Not within their transaction, and before it is drawn.
    if (isFromElsewhere && isFirst && this.#cancel === null) queueMicrotask(() => this.#look());
    else this.#lookSoon(!isFromElsewhere);
  };

  #lookSoon(isPushedBack = false): void {
    if (isPushedBack) {
      this.#cancel?.();
      this.#cancel = null;
    }
    this.#cancel ??= this.#environment.after(this.#pauseMs, () => this.#look());
  }

  #look(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#editor.isDestroyed) return;
    const binding = bindingOf(this.#editor);
    if (binding === undefined || binding.isBehind || this.#editor.view.composing) {
      this.#lookSoon();
      return;
    }
    this.#lookedAtMs = this.#environment.now();
    const found = new Places(binding);
    const places = new Map(this.#threads.map((thread) => [thread.id, found.of(thread)]));
    // With very many threads, less often: never more than a tenth of the time.
    this.#pauseMs = Math.max(PAUSE_MS, 10 * (this.#environment.now() - this.#lookedAtMs));
    this.#publish(places);
    this.#draw([...places].flatMap(([id, place]) => this.#rangeToMark(id, place)));
  }

  #rangeToMark(thread: string, place: Place): ThreadRange[] {
    return place.kind === 'here' && this.#isMarked(thread) ? [{ thread, from: place.from, to: place.to }] : [];
  }

  #draw(ranges: readonly ThreadRange[]): void {
    const { view, state } = this.#editor;
    const marks = this.#marks;
    if (marks === null && ranges.length === 0) return;
    if (marks?.shows(ranges, this.#active) === true) return;
    showLateMarks(view, ThreadMarks.of(state.doc, ranges, this.#active));
  }

  #publish(places: PlacesById): void {
    const isSame =
      places.size === this.#places.size && [...places].every(([id, place]) => areSame(place, this.#places.get(id)));
    if (isSame) return;
    this.#places = places;
    for (const listener of this.#listeners) listener();
  }
}

function areSame(place: Place, before: Place | undefined): boolean {
  if (place.kind !== 'here' || before?.kind !== 'here') return place.kind === before?.kind;
  return place.from === before.from && place.to === before.to;
}
