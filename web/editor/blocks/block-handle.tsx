/**
 * The handle beside the block under the pointer: dragging it moves the block, pressing it opens the block's menu. The
 * keyboard has both from the command menu and its own keys.
 */

import type { Editor } from '@tiptap/core';
import { Fragment, Slice } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import { GripVertical } from 'lucide-react';
import { type DragEvent, useEffect, useState } from 'react';
import { TABLE } from '../../../server/contract/document/node-types.ts';
import { seenPart } from '../../ui/bar-edges.ts';
import { Floating } from '../../ui/floating.tsx';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import type { Desk } from '../acts.ts';
import { heldRange } from './move-block.ts';
import '../panels/panels.css';

export default function BlockHandle({ desk }: { readonly desk: Desk }) {
  const { editor } = desk;
  const [position, forget] = useBlockUnderPointer(editor);
  if (position === null || !editor.isEditable) return null;
  const open = () => {
    select(editor, position);
    desk.open('block');
    forget();
  };
  return (
    <Floating
      className="block-handle-place"
      placement={getComputedStyle(editor.view.dom).direction === 'rtl' ? 'right-start' : 'left-start'}
      context={editor.view.dom}
      rectOf={() => rectOf(editor, position)}
      version={position}
    >
      <Tip label={text.commands.blockHandle}>
        <button
          type="button"
          className="block-handle"
          aria-label={text.commands.blockMenu}
          tabIndex={-1}
          draggable
          onDragStart={(event) => startDrag(editor, position, event)}
          onDragEnd={forget}
          onClick={open}
        >
          <GripVertical aria-hidden="true" size={17} />
        </button>
      </Tip>
    </Floating>
  );
}

/** The position of the block the pointer was last over; null while somebody types. */
function useBlockUnderPointer(editor: Editor) {
  const [position, setPosition] = useState<number | null>(null);
  useEffect(() => {
    const forget = () => setPosition(null);
    const moved = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
      const found = blockAt(editor, event);
      if (found !== undefined) setPosition(found);
    };
    window.addEventListener('pointermove', moved);
    // What is written moves blocks; the next move of the pointer finds them again.
    editor.on('update', forget);
    return () => {
      window.removeEventListener('pointermove', moved);
      editor.off('update', forget);
    };
  }, [editor]);
  return [position, () => setPosition(null)] as const;
}

/** Its own width, and what is between it and the block. */
const ROOM_PX = 32;

/** Null far from the text, undefined over the handle itself. */
function blockAt(editor: Editor, { target, clientX, clientY }: PointerEvent): number | null | undefined {
  if (target instanceof Element && target.closest('.block-handle-place')) return undefined;
  if (editor.isDestroyed) return null;
  const { view, state } = editor;
  const page = view.dom.getBoundingClientRect();
  if (!hasRoom(view.dom)) return null;
  const isNear = clientX > page.left - 64 && clientX < page.right + 16 && target instanceof Element;
  if (!isNear || !target.closest('.page')) return null;
  const left = Math.min(Math.max(clientX, page.left + 30), page.right - 4);
  const found = view.posAtCoords({ left, top: clientY });
  if (!found) return null;
  const $place = state.doc.resolve(
    found.inside >= 0 && state.doc.nodeAt(found.inside)?.isLeaf ? found.inside : found.pos,
  );
  return heldRange($place)?.start ?? (found.inside >= 0 ? found.inside : null);
}

/** In a narrow window it would stand on the letters; the command menu has its acts. */
function hasRoom(text: HTMLElement): boolean {
  const { left, right } = text.getBoundingClientRect();
  return (getComputedStyle(text).direction === 'rtl' ? window.innerWidth - right : left) >= ROOM_PX;
}

/** Room for the number or the point of an item, which stands outside of its box. */
const MARK_PX = 26;

/** Room for the line beside a quote, and for the edge of a cell or a table with its grips. */
const EDGE_PX = 22;

/** Of a long table, what is seen of it: its handle stays in sight. */
function rectOf({ view }: Editor, position: number): DOMRect {
  const dom = view.nodeDOM(position);
  if (!(dom instanceof Element)) return new DOMRect(0, -100);
  const { x, y, width, height } = dom.getBoundingClientRect();
  const markPx = dom.matches('ul:not([data-type]) > li, ol > li')
    ? MARK_PX
    : dom.closest('blockquote, td, th') || dom.querySelector(':scope > table')
      ? EDGE_PX
      : 0;
  const isRightToLeft = getComputedStyle(dom).direction === 'rtl';
  return seenPart(new DOMRect(isRightToLeft ? x : x - markPx, y, width + markPx, height));
}

/** The caret at its beginning, or all of a table or of what has no characters: so that the acts of the catalogue mean this block. */
function select({ state, view }: Editor, position: number): void {
  const block = state.doc.nodeAt(position);
  const isOne = block?.isLeaf === true || block?.type.name === TABLE;
  const selection = isOne
    ? NodeSelection.create(state.doc, position)
    : TextSelection.near(state.doc.resolve(position + 1));
  view.dispatch(state.tr.setSelection(selection));
}

/** The editor drops what is dragged itself: it deletes and inserts in one transaction, in which the binding sees a move. */
function startDrag({ state, view }: Editor, position: number, { dataTransfer }: DragEvent): void {
  const selection = NodeSelection.create(state.doc, position);
  const { $from, node } = selection;
  const isItem = node.type.name === 'listItem' || node.type.name === 'taskItem';
  // An item brings its list along, open, for where there is none.
  const slice = isItem ? new Slice(Fragment.from($from.parent.copy(Fragment.from(node))), 1, 1) : selection.content();
  view.dispatch(state.tr.setSelection(selection));
  const { dom, text: words } = view.serializeForClipboard(slice);
  dataTransfer.clearData();
  dataTransfer.setData('text/html', dom.innerHTML);
  dataTransfer.setData('text/plain', words);
  dataTransfer.effectAllowed = 'copyMove';
  const shown = view.nodeDOM(position);
  if (shown instanceof Element) dataTransfer.setDragImage(shown, 0, 0);
  // Of the node itself: by the time of the drop the selection may be another one.
  const dragging = { slice, move: true, node: selection };
  view.dragging = dragging;
}
