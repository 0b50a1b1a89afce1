/** The title, edited in place. Other people's edits appear while you type, and leave your cursor where it was. */

import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Doc, Transaction, YTextEvent } from 'yjs';
import { titleOf } from '../collab/title.ts';
import { text } from '../ui/text.ts';
import { ShownTitle } from './shown-title.ts';

export interface TitleFieldProps {
  readonly doc: Doc;
  readonly editable: boolean;
  /** Enter or Down: on to the text. */
  onLeave(): void;
}

export function TitleField({ doc, editable, onLeave }: TitleFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useTitleInInput(doc, input);

  const leave = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onLeave();
  };
  return (
    <span className="title">
      <input
        ref={input}
        aria-label={text.document.title}
        placeholder={text.untitled}
        readOnly={!editable}
        size={1}
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        onKeyDown={leave}
      />
    </span>
  );
}

/** Half-made text is written, too: on many telephones every word is composed. */
const WRITING = ['input', 'compositionstart', 'compositionend'];

function useTitleInInput(doc: Doc, input: { readonly current: HTMLInputElement | null }) {
  useEffect(() => {
    const field = input.current;
    if (field === null) return;
    const title = titleOf(doc);
    const shown = new ShownTitle(title);
    let isComposing = false;
    const show = () => {
      // Or the input method would lose its place.
      if (isComposing) return;
      const { value, selectionStart, selectionEnd } = field;
      const after = title.toString();
      if (value !== after) {
        field.value = after;
        const place = (caret: number | null) => shown.placeOf(caret ?? value.length);
        if (document.activeElement === field) field.setSelectionRange(place(selectionStart), place(selectionEnd));
      }
      shown.shows(after);
      grow(field);
    };
    const follow = (event: YTextEvent, { origin }: Transaction) => {
      shown.moves(event);
      if (origin !== shown) show();
    };
    const write = ({ type }: Event) => {
      if (type !== 'input') isComposing = type === 'compositionstart';
      shown.write(field.value, field.selectionEnd ?? field.value.length);
      grow(field);
      show();
    };
    show();
    title.observe(follow);
    for (const type of WRITING) field.addEventListener(type, write);
    return () => {
      title.unobserve(follow);
      for (const type of WRITING) field.removeEventListener(type, write);
    };
  }, [doc, input]);
}

/** The input is as wide as its text: a hidden twin in CSS carries the same words. */
function grow(field: HTMLInputElement): void {
  const frame = field.parentElement;
  if (frame) frame.dataset.value = field.value === '' ? field.placeholder : field.value;
}
