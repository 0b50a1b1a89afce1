/** The title, edited in place. Other people's edits appear while you type, and leave your cursor where it was. */

import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Doc } from 'yjs';
import { movedCaret, titleOf, writeTitle } from '../collab/title.ts';
import { text } from '../ui/text.ts';

export interface TitleFieldProps {
  readonly doc: Doc;
  readonly editable: boolean;
  /** Enter or Down: on to the text. */
  onLeave(): void;
}

export function TitleField({ doc, editable, onLeave }: TitleFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useTitleInInput(doc, input);

  const write = () => {
    const field = input.current;
    if (field !== null) writeTitle(titleOf(doc), field.value, field.selectionEnd ?? field.value.length);
    grow(field);
  };
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
        onInput={(event) => {
          // While an input method composes, its half-made text is nobody else's business.
          if (!(event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing)) write();
          grow(input.current);
        }}
        onCompositionEnd={write}
        onKeyDown={leave}
      />
    </span>
  );
}

function useTitleInInput(doc: Doc, input: { readonly current: HTMLInputElement | null }) {
  useEffect(() => {
    const title = titleOf(doc);
    const show = () => {
      const field = input.current;
      const after = title.toString();
      if (field === null || field.value === after) return;
      const { value: before, selectionStart, selectionEnd } = field;
      field.value = after;
      grow(field);
      if (document.activeElement !== field) return;
      const place = (caret: number | null) => movedCaret(caret ?? after.length, before, after);
      field.setSelectionRange(place(selectionStart), place(selectionEnd));
    };
    show();
    grow(input.current);
    title.observe(show);
    return () => title.unobserve(show);
  }, [doc, input]);
}

/** The input is as wide as its text: a hidden twin in CSS carries the same words. */
function grow(field: HTMLInputElement | null): void {
  const frame = field?.parentElement;
  if (field && frame) frame.dataset.value = field.value === '' ? field.placeholder : field.value;
}
