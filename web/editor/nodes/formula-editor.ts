/** The field in which a formula is written, below the formula as it looks; plain DOM. */

import { text } from '../../ui/text.ts';

export interface FormulaEditor {
  readonly dom: HTMLElement;
  /** Somebody else wrote it anew: here it goes on from that. */
  show(latex: string): void;
  /** Whether an event belongs to the field and not to the text. */
  isOwn(event: Event): boolean;
}

export interface FormulaEditorParts {
  readonly latex: string;
  /** At every key: nothing that is only in the field would outlive the page. */
  write(latex: string): void;
  /** Once; `goesOn`: the caret, behind the formula. */
  done(goesOn: boolean): void;
}

export function formulaEditor({ latex, write, done }: FormulaEditorParts): FormulaEditor {
  const dom = document.createElement('div');
  dom.className = 'formula-editor';
  const field = document.createElement('textarea');
  field.value = latex;
  field.rows = 2;
  field.spellcheck = false;
  field.placeholder = text.formula.placeholder;
  field.setAttribute('aria-label', text.formula.label);
  dom.append(field);
  /** What Escape brings back. */
  let before = latex;
  let isDone = false;
  const finish = (goesOn: boolean) => {
    if (isDone) return;
    isDone = true;
    done(goesOn);
  };
  field.addEventListener('input', () => write(field.value.trim()));
  field.addEventListener('blur', () => finish(false));
  field.addEventListener('keydown', (event) => {
    const isEnter = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
    if (event.key === 'Escape') write(before);
    else if (!isEnter) return;
    event.preventDefault();
    finish(true);
  });
  const show = (written: string) => {
    before = written;
    const { selectionStart, selectionEnd } = field;
    field.value = written;
    field.setSelectionRange(selectionStart, selectionEnd);
  };
  // The editor takes the focus back in this very turn.
  requestAnimationFrame(() => field.focus());
  return { dom, show, isOwn: ({ target }) => target === field };
}
