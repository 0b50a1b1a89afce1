/**
 * For whoever may comment and has no cursor in the text: the keys choose what the comment is to be about, block by
 * block, and so does a press on the text. Loaded when it is first asked for.
 */

import type { Editor } from '@tiptap/core';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { bindingOf } from '../binding/collaboration.ts';
import { numberText } from '../lib/numbers.ts';
import type { TextRange } from './anchors.ts';
import { BlockChooser, type Chosen } from './block-chooser.ts';
import type { About } from './changes.ts';
import { selectedByReader } from './new-comment.ts';
import { Places } from './places.ts';
import { words } from './words.ts';
import './block-choice.css';

export interface BlockChoiceProps {
  readonly editor: Editor;
  /** What was chosen the time before; null where nothing was. */
  readonly last: About | null;
  /** Whether the words that are chosen were deleted. */
  readonly isGone: boolean;
  /** Where they are now; null while that is not known. */
  rangeNow(): TextRange | null;
  onChoose(about: About): void;
  onBegin(about: About): void;
  onLeave(): void;
  /** There is nothing to choose. */
  onNothing(): void;
}

export default function BlockChoice(props: BlockChoiceProps) {
  const { editor } = props;
  const box = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const { chooser, chosen, returnFocus } = useChooser(props, box);
  usePicking(editor, chooser, box);
  const begin = () => chosen !== null && props.onBegin(chosen.about);
  const leave = () => {
    returnFocus();
    props.onLeave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && event.target === box.current) {
      // Not by the press that opened this.
      if (!event.repeat) begin();
    } else if (chooser === null || !moved(chooser, event)) return;
    event.preventDefault();
  };
  // Whoever goes elsewhere does not choose any more.
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Element && !box.current?.contains(relatedTarget)) props.onLeave();
  };
  return createPortal(
    <div
      ref={box}
      className="block-choice"
      role="application"
      tabIndex={-1}
      aria-label={words.choose.label}
      aria-describedby={helpId}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      <p role="status" className="block-choice-now" dir="auto">
        {chosen === null ? '' : chosenText(chosen)}
      </p>
      <p id={helpId} className="block-choice-help">
        {words.choose.help}
      </p>
      <div className="block-choice-acts">
        <button type="button" className="button" onClick={leave}>
          {words.cancel}
        </button>
        <button type="button" className="button button-primary" onClick={begin}>
          {words.addShort}
        </button>
      </div>
    </div>,
    editor.view.dom.closest('main') ?? document.body,
  );
}

interface OpenChooser {
  /** Null until this stands. */
  readonly chooser: BlockChooser | null;
  readonly chosen: Chosen | null;
  /** The focus goes back where it was when this ends; without it, it stays where it is. */
  returnFocus(): void;
}

/** Chooses something at once, and again when its words are gone. The box has the focus meanwhile. */
function useChooser(props: BlockChoiceProps, box: React.RefObject<HTMLElement | null>): OpenChooser {
  const { editor, isGone } = props;
  const returns = useRef(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [chooser, setChooser] = useState<BlockChooser | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const lowerEdge = () => box.current?.getBoundingClientRect().top ?? window.innerHeight;
    const opened = new BlockChooser({
      ...{ editor, lowerEdge },
      rangeNow: () => latest.current.rangeNow(),
      tell: (next) => {
        setChosen(next);
        latest.current.onChoose(next.about);
      },
    });
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    if (!opened.begin(rangeOf(editor, latest.current.last))) latest.current.onNothing();
    setChooser(opened);
    return () => {
      opened.close();
      if (returns.current && before instanceof HTMLElement) before.focus();
    };
  }, [editor, box]);
  useEffect(() => {
    if (isGone && chooser !== null && !chooser.chooseNear()) latest.current.onNothing();
  }, [chooser, isGone]);
  const returnFocus = () => {
    returns.current = true;
  };
  return { chooser, chosen, returnFocus };
}

/** @returns whether the key means something here. */
function moved(chooser: BlockChooser, { key, shiftKey }: KeyboardEvent): boolean {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const by = key === 'ArrowUp' ? -1 : 1;
      if (shiftKey) chooser.widen(by);
      else chooser.step(by);
      return true;
    }
    case 'PageUp':
    case 'PageDown':
      chooser.page(key === 'PageUp' ? -1 : 1);
      return true;
    case 'Home':
    case 'End':
      chooser.step(key === 'Home' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
      return true;
    default:
      return false;
  }
}

/** A press on the text chooses there, whatever else it would do; not where it selects some of it. */
function usePicking(editor: Editor, chooser: BlockChooser | null, box: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (chooser === null) return;
    const { dom } = editor.view;
    const press = (event: MouseEvent) => {
      if (event.button !== 0 || selectedByReader(editor) !== null) return;
      event.preventDefault();
      event.stopPropagation();
      chooser.pick(event);
      box.current?.focus({ preventScroll: true });
    };
    dom.addEventListener('click', press, true);
    return () => dom.removeEventListener('click', press, true);
  }, [editor, chooser, box]);
}

function rangeOf(editor: Editor, about: About | null): TextRange | null {
  const binding = bindingOf(editor);
  if (about === null || binding === undefined || binding.isBehind) return null;
  const place = new Places(binding).of(about);
  return place.kind === 'here' ? place : null;
}

/** "3 of 12: The first words". */
function chosenText({ about: { quote }, first, last, count }: Chosen): string {
  const said = quote === '' ? words.noQuote : firstWords(quote);
  const [from, to, all] = [first, last, count].map(numberText) as [string, string, string];
  return first === last ? words.choose.one(from, all, said) : words.choose.several(from, to, all, said);
}

function firstWords(quote: string): string {
  const [begun = ''] = /^.{0,80}(?=\s|$)/su.exec(quote) ?? [];
  if (begun === quote) return quote;
  return `${begun === '' ? Array.from(quote).slice(0, 40).join('') : begun} …`;
}
