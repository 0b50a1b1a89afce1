/** How long the text is, and what is selected of it. */

import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import { X } from 'lucide-react';
import { numberText } from '../../lib/numbers.ts';
import { text } from '../../ui/text.ts';
import { countWords } from './word-count.ts';
import '../blocks/outline.css';
import './panels.css';

const words = text.words;

export interface WordCountDialogProps {
  readonly editor: Editor;
  onClose(): void;
}

export default function WordCountDialog({ editor, onClose }: WordCountDialogProps) {
  const { doc, selection } = editor.state;
  const all = countWords(doc.textBetween(0, doc.content.size, '\n', ' '));
  const selected = selection.empty ? null : countWords(doc.textBetween(selection.from, selection.to, '\n', ' '));
  const rows = [
    [words.words, all.words, selected?.words],
    [words.characters, all.characters, selected?.characters],
    [words.minutes, all.readingMinutes, selected?.readingMinutes],
  ] as const;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog words" finalFocus={() => editor.view.dom}>
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{words.heading}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={text.close}>
              <X aria-hidden="true" size={18} />
            </Dialog.Close>
          </div>
          <table className="words-table">
            <thead>
              <tr>
                <td />
                <th scope="col">{words.document}</th>
                {selected !== null && <th scope="col">{words.selection}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map(([label, count, ofSelection]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>{numberText(count)}</td>
                  {ofSelection !== undefined && <td>{numberText(ofSelection)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
