/**
 * Lines of code: Tab and Shift+Tab move whole lines, Enter keeps their indentation. Each change is made in its place, so
 * that what others type into the same lines stays.
 */

import type { Editor } from '@tiptap/core';
import type { EditorState, Selection } from '@tiptap/pm/state';

const INDENT = '  ';

interface Line {
  readonly position: number;
  readonly text: string;
}

/** False where the selection is not within one block of code. */
export function indentCode({ state, view, isEditable }: Editor, direction: 'in' | 'out'): boolean {
  if (!isEditable || !isInCode(state)) return false;
  const { tr, schema, selection } = state;
  if (direction === 'in' && selection.empty) tr.insertText(INDENT);
  else {
    // From the last, so that the positions of the others stay right.
    for (const { position, text } of linesOf(selection).toReversed()) {
      const taken = /^(?:\t| {1,2})?/.exec(text)?.[0].length ?? 0;
      if (direction === 'out') tr.delete(position, position + taken);
      else if (text !== '') tr.insert(position, schema.text(INDENT));
    }
  }
  if (tr.docChanged) view.dispatch(tr.scrollIntoView());
  return true;
}

/** The next line begins where this one does; one that is nothing but indentation gives it up. */
export function newLineInCode({ state, view, isEditable }: Editor): boolean {
  if (!isEditable || !isInCode(state)) return false;
  const { tr, selection } = state;
  const { $from } = selection;
  const [{ position, text } = { position: $from.pos, text: '' }] = linesOf(selection);
  const indentation = /^[\t ]*/.exec(text.slice(0, $from.pos - position))?.[0] ?? '';
  if (selection.empty && indentation === text) tr.delete(position, position + text.length).insertText('\n');
  else tr.insertText(`\n${indentation}`);
  view.dispatch(tr.scrollIntoView());
  return true;
}

function isInCode({ selection: { $from, $to } }: EditorState): boolean {
  return $from.sameParent($to) && $from.parent.type.spec.code === true;
}

/** Those that the selection touches; not one of which it has only the beginning. */
function linesOf({ $from, $to }: Selection): readonly Line[] {
  const code = $from.parent.textContent;
  const lines: Line[] = [];
  const first = code.slice(0, $from.parentOffset).lastIndexOf('\n') + 1;
  for (let start = first; start === first || start < $to.parentOffset; ) {
    const next = code.indexOf('\n', start);
    const end = next === -1 ? code.length : next;
    lines.push({ position: $from.start() + start, text: code.slice(start, end) });
    start = end + 1;
  }
  return lines;
}
