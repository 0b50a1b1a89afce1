/**
 * Where others are: their carets with a name on a flag, and what they have selected, drawn on a layer over the page.
 * Not in the text: nothing here changes the nodes of the editor, so nothing moves the layout, breaks a composition or
 * stands in the way of Enter on Android. Positions are anchors: they hold while text comes and goes around them.
 */

import { AllSelection, Plugin, Selection, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { browserEnvironment } from '../lib/environment.ts';
import { Activity } from '../presence/activity.ts';
import { type Person, personOf } from '../presence/people.ts';
import type { Binding } from './binding.ts';
import './carets.css';

/** The flag of a person who moved stays up long enough to read a name. */
const FLAG_MS = 2_000;

/** What somebody selected and left so steps back after this time. */
const SELECTION_FADES_MS = 10_000;

/** With more people than this their carets are drawn, and one's own is told, less often than at every frame. */
const FEW_CARETS = 8;
const CROWD_FRAME_MS = 100;

/** Boxes drawn for one selection: nobody sees more lines at once. */
const SELECTION_BOXES_MAX = 200;

const CURSOR = 'cursor';

export function cursorsPlugin(awareness: Awareness, bindingOf: () => Binding | undefined): Plugin {
  return new Plugin({
    view: (view) => {
      const layer = new CursorLayer(view, awareness, bindingOf);
      return { update: () => layer.requestDraw(), destroy: () => layer.close() };
    },
  });
}

interface Cursor {
  readonly clientId: number;
  readonly person: Person;
  readonly from: number;
  readonly to: number;
  readonly head: number;
}

class CursorLayer {
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  readonly #bindingOf: () => Binding | undefined;
  readonly #layer: HTMLElement;
  readonly #resizes: ResizeObserver;
  readonly #caretsByClient = new Map<number, HTMLElement>();
  readonly #headsByClient = new Map<number, string>();
  readonly #loweringByClient = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #activity: Activity;
  #boxes: readonly HTMLElement[] = [];
  #frame = 0;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #drawnAtMs = 0;

  constructor(view: EditorView, awareness: Awareness, bindingOf: () => Binding | undefined) {
    this.#view = view;
    this.#awareness = awareness;
    this.#bindingOf = bindingOf;
    this.#layer = view.dom.ownerDocument.createElement('div');
    this.#layer.className = 'carets';
    this.#layer.setAttribute('aria-hidden', 'true');
    view.dom.parentElement?.append(this.#layer);
    this.#resizes = new ResizeObserver(() => this.requestDraw());
    this.#resizes.observe(view.dom);
    view.dom.addEventListener('focus', this.requestDraw);
    view.dom.addEventListener('blur', this.requestDraw);
    this.#activity = new Activity(awareness, browserEnvironment, SELECTION_FADES_MS, this.requestDraw);
    awareness.on('change', this.#onChange);
    this.requestDraw();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#wait);
    for (const timer of this.#loweringByClient.values()) clearTimeout(timer);
    this.#activity.close();
    this.#awareness.off('change', this.#onChange);
    this.#view.dom.removeEventListener('focus', this.requestDraw);
    this.#view.dom.removeEventListener('blur', this.requestDraw);
    this.#resizes.disconnect();
    this.#layer.remove();
  }

  /** One's own caret is not drawn here: a frame for it would be a second one for each key. */
  readonly #onChange = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    const { clientID } = this.#awareness;
    if (added.length > 0 || removed.length > 0 || updated.some((id) => id !== clientID)) this.requestDraw();
  };

  readonly requestDraw = (): void => {
    if (this.#frame !== 0 || this.#wait !== undefined) return;
    const isCrowd = this.#caretsByClient.size > FEW_CARETS;
    const waitMs = isCrowd ? this.#drawnAtMs + CROWD_FRAME_MS - performance.now() : 0;
    if (waitMs > 0) this.#wait = setTimeout(() => this.#requestFrame(), waitMs);
    else this.#requestFrame();
  };

  #requestFrame(): void {
    this.#wait = undefined;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawnAtMs = performance.now();
      this.#publish();
      this.#draw();
    });
  }

  /** Tells the others where I am, and that I am nowhere when the focus is. */
  #publish(): void {
    const binding = this.#bindingOf();
    const state = this.#awareness.getLocalState();
    if (!binding || !state || this.#view.isDestroyed) return;
    const before = state[CURSOR] ?? null;
    const now = this.#view.hasFocus() ? cursorOf(binding, this.#view) : null;
    if (JSON.stringify(before) !== JSON.stringify(now)) this.#awareness.setLocalStateField(CURSOR, now);
  }

  #draw(): void {
    const binding = this.#bindingOf();
    if (!binding || this.#view.isDestroyed) return;
    // The editor may have been put into another place since.
    if (this.#layer.parentElement !== this.#view.dom.parentElement) this.#view.dom.parentElement?.append(this.#layer);
    const cursors = this.#cursors(binding);
    // Alone, as mostly: nothing is measured.
    if (cursors.length === 0 && this.#caretsByClient.size === 0) return;
    const origin = this.#layer.getBoundingClientRect();
    // First everything is measured, then everything is written: one layout, however many people are here.
    const places = cursors.map(({ head }) => placeAt(this.#view, head));
    const boxes = cursors.flatMap((cursor) => this.#selectionBoxes(cursor, origin));
    this.#forgetOthers(new Set(cursors.map(({ clientId }) => clientId)));
    cursors.forEach((cursor, i) => {
      const { left, top, bottom } = places[i] as { left: number; top: number; bottom: number };
      this.#placeCaret(cursor, left - origin.left, top - origin.top, bottom - top);
    });
    for (const box of this.#boxes) box.remove();
    this.#layer.prepend(...boxes);
    this.#boxes = boxes;
  }

  #cursors(binding: Binding): Cursor[] {
    const cursors: Cursor[] = [];
    for (const [clientId, state] of this.#awareness.getStates()) {
      if (clientId === this.#awareness.clientID) continue;
      const anchor = positionIn(binding, state[CURSOR]?.anchor);
      const head = positionIn(binding, state[CURSOR]?.head);
      if (anchor === undefined || head === undefined) continue;
      const person = personOf(state, clientId, this.#awareness.clientID);
      cursors.push({ clientId, person, from: Math.min(anchor, head), to: Math.max(anchor, head), head });
    }
    return cursors;
  }

  #placeCaret({ clientId, person, head }: Cursor, left: number, top: number, height: number): void {
    const caret = this.#caretsByClient.get(clientId) ?? this.#createCaret(clientId);
    caret.dataset.person = String(person.colourIndex);
    const flag = caret.firstElementChild;
    if (flag && flag.textContent !== person.name) flag.textContent = person.name;
    caret.style.transform = `translate(${left}px, ${top}px)`;
    caret.style.height = `${height}px`;
    const moved = JSON.stringify(this.#awareness.getStates().get(clientId)?.[CURSOR] ?? head);
    if (this.#headsByClient.get(clientId) !== moved) this.#raiseFlag(clientId, caret);
    this.#headsByClient.set(clientId, moved);
  }

  #createCaret(clientId: number): HTMLElement {
    const caret = this.#layer.ownerDocument.createElement('span');
    caret.className = 'caret';
    caret.dataset.client = String(clientId);
    const flag = this.#layer.ownerDocument.createElement('span');
    flag.className = 'caret-flag';
    caret.append(flag);
    this.#caretsByClient.set(clientId, caret);
    this.#layer.append(caret);
    return caret;
  }

  #raiseFlag(clientId: number, caret: HTMLElement): void {
    clearTimeout(this.#loweringByClient.get(clientId));
    caret.classList.add('is-moving');
    this.#loweringByClient.set(
      clientId,
      setTimeout(() => caret.classList.remove('is-moving'), FLAG_MS),
    );
  }

  #forgetOthers(present: ReadonlySet<number>): void {
    for (const clientId of [...this.#caretsByClient.keys()]) {
      if (present.has(clientId)) continue;
      clearTimeout(this.#loweringByClient.get(clientId));
      this.#loweringByClient.delete(clientId);
      this.#caretsByClient.get(clientId)?.remove();
      this.#caretsByClient.delete(clientId);
      this.#headsByClient.delete(clientId);
    }
  }

  #selectionBoxes({ clientId, from, to, person }: Cursor, origin: DOMRect): HTMLElement[] {
    if (from === to) return [];
    const isFaded = this.#activity.isIdle(clientId);
    const range = this.#view.dom.ownerDocument.createRange();
    const [start, end] = [this.#view.domAtPos(from), this.#view.domAtPos(to)];
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    const boxes: HTMLElement[] = [];
    for (const { left, top, width, height } of textRects(range)) {
      const box = this.#layer.ownerDocument.createElement('span');
      box.className = isFaded ? 'caret-selection is-faded' : 'caret-selection';
      box.dataset.person = String(person.colourIndex);
      box.style.transform = `translate(${left - origin.left}px, ${top - origin.top}px)`;
      box.style.width = `${width}px`;
      box.style.height = `${height}px`;
      boxes.push(box);
      if (boxes.length === SELECTION_BOXES_MAX) break;
    }
    return boxes;
  }
}

/** What is hidden in a closed toggle has no place: its caret stands behind the summary. */
function placeAt(
  view: EditorView,
  position: number,
): { readonly left: number; readonly top: number; readonly bottom: number } {
  const place = view.coordsAtPos(position);
  if (place.bottom > place.top) return place;
  const { node } = view.domAtPos(position);
  const around = node instanceof Element ? node : node.parentElement;
  let hidden = around?.closest('[hidden]');
  for (let outer = hidden; outer; outer = outer.parentElement?.closest('[hidden]')) hidden = outer;
  const summary = hidden?.parentElement?.querySelector('summary');
  if (!summary) return place;
  const range = view.dom.ownerDocument.createRange();
  range.selectNodeContents(summary);
  const { top, bottom } = summary.getBoundingClientRect();
  return { left: range.getBoundingClientRect().right, top, bottom };
}

/** The rectangles of the text in a range, without those of whole blocks, which would cover them again. */
function textRects(range: Range): DOMRect[] {
  const walker = range.startContainer.ownerDocument?.createTreeWalker(
    range.commonAncestorContainer,
    NodeFilter.SHOW_TEXT,
  );
  const rects: DOMRect[] = [];
  for (
    let node = walker?.currentNode ?? null;
    node && rects.length < SELECTION_BOXES_MAX;
    node = walker?.nextNode() ?? null
  ) {
    if (node.nodeType !== Node.TEXT_NODE || !range.intersectsNode(node)) continue;
    const part = range.cloneRange();
    if (node !== range.startContainer) part.setStart(node, 0);
    if (node !== range.endContainer) part.setEnd(node, node.textContent?.length ?? 0);
    rects.push(...part.getClientRects());
  }
  return rects.filter(({ width }) => width > 0);
}

function cursorOf(binding: Binding, { state }: EditorView): object {
  const { anchor, head } = endsOf(state.selection);
  return {
    anchor: Y.relativePositionToJSON(binding.anchorAt(anchor)),
    head: Y.relativePositionToJSON(binding.anchorAt(head)),
  };
}

/** Of everything: from the first character to the last. A node that is selected is a caret before it. */
function endsOf(selection: Selection): { readonly anchor: number; readonly head: number } {
  if (selection instanceof TextSelection) return selection;
  const { $from, from } = selection;
  if (!(selection instanceof AllSelection)) return { anchor: from, head: from };
  return { anchor: Selection.atStart($from.doc).from, head: Selection.atEnd($from.doc).to };
}

/** Where the caret of this presence stands; undefined when it is nowhere in this text. */
export function caretIn(binding: Binding, presence: unknown): number | undefined {
  if (typeof presence !== 'object' || presence === null) return undefined;
  const cursor = (presence as Record<string, unknown>)[CURSOR] as { readonly head?: unknown } | null | undefined;
  return positionIn(binding, cursor?.head);
}

/** What others say is checked: anything but an anchor of this text is no position. */
function positionIn(binding: Binding, json: unknown): number | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { item } = json as { readonly item?: unknown };
  if (item !== undefined && item !== null && !isId(item)) return undefined;
  return binding.positionOf(Y.createRelativePositionFromJSON(json));
}

function isId(value: unknown): boolean {
  const { client, clock } = value as { readonly client?: unknown; readonly clock?: unknown };
  return Number.isSafeInteger(client) && Number.isSafeInteger(clock) && (clock as number) >= 0;
}
