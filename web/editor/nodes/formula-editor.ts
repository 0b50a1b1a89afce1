/** The field in which a formula is written, below the formula as it will look; plain DOM. */

import { text } from '../../ui/text.ts';

export interface FormulaEditor {
  readonly dom: HTMLElement;
  /** Whether an event belongs to the field and not to the text. */
  isOwn(event: Event): boolean;
}

export interface FormulaEditorParts {
  readonly latex: string;
  /** At every key: for looking. */
  preview(latex: string): void;
  /** Once: what was written, and whether the caret goes on behind the formula. */
  done(latex: string, goesOn: boolean): void;
}

export function formulaEditor({ latex, preview, done }: FormulaEditorParts): FormulaEditor {
  const dom = document.createElement('div');
  dom.className = 'formula-editor';
  const field = document.createElement('textarea');
  field.value = latex;
  field.rows = 2;
  field.spellcheck = false;
  field.placeholder = text.formula.placeholder;
  field.setAttribute('aria-label', text.formula.label);
  dom.append(field);
  let isDone = false;
  const finish = (written: string, goesOn: boolean) => {
    if (isDone) return;
    isDone = true;
    done(written.trim(), goesOn);
  };
  field.addEventListener('input', () => preview(field.value));
  field.addEventListener('blur', () => finish(field.value, false));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') finish(latex, true);
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) finish(field.value, true);
    else return;
    event.preventDefault();
  });
  // The editor takes the focus back in this very turn.
  requestAnimationFrame(() => field.focus());
  return { dom, isOwn: ({ target }) => target === field };
}
