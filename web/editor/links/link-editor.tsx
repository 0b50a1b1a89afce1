/** The small form that gives the selection an address, changes it, or takes it away. */

import { type Editor, posToDOMRect } from '@tiptap/core';
import { type SubmitEvent, useMemo, useState } from 'react';
import { Popup } from '../../ui/popup.tsx';
import { text } from '../../ui/text.ts';
import { linkAt, removeLink, setLink } from '../commands.ts';
import { addressFrom } from './addresses.ts';
import './link-editor.css';

export interface LinkEditorProps {
  readonly editor: Editor;
  onClose(): void;
}

export default function LinkEditor({ editor, onClose }: LinkEditorProps) {
  const anchor = useMemo(() => ({ getBoundingClientRect: () => selectionRect(editor) }), [editor]);
  return (
    <Popup
      open
      onOpenChange={(open) => !open && onClose()}
      anchor={anchor}
      className="link"
      label={text.link.dialog}
      staysBeside
      finalFocus={() => editor.view.dom}
    >
      <LinkForm editor={editor} onDone={onClose} />
    </Popup>
  );
}

function LinkForm({ editor, onDone }: { readonly editor: Editor; onDone(): void }) {
  const [present] = useState(() => linkAt(editor));
  const [refused, setRefused] = useState(false);
  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('address') ?? '');
    // Who empties the field wants no link.
    if (typed.trim() === '' && present !== '') return remove();
    const address = addressFrom(typed);
    setRefused(address === null);
    if (address === null) return;
    setLink(editor, address);
    onDone();
  };
  const remove = () => {
    removeLink(editor);
    onDone();
  };
  return (
    <form className="link-form" onSubmit={apply} noValidate>
      <input
        className="input"
        name="address"
        aria-label={text.link.address}
        aria-invalid={refused}
        aria-describedby={refused ? 'link-refused' : undefined}
        placeholder={text.link.placeholder}
        defaultValue={present}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className="button button-primary">
        {text.link.apply}
      </button>
      {refused && (
        <p id="link-refused" className="link-refused" role="alert">
          {text.link.refused}
        </p>
      )}
      {present !== '' && (
        <div className="link-more">
          <a className="button" href={present} target="_blank" rel="noopener noreferrer">
            {text.link.open}
          </a>
          <button type="button" className="button" onClick={remove}>
            {text.link.remove}
          </button>
        </div>
      )}
    </form>
  );
}

function selectionRect(editor: Editor): DOMRect {
  const { from, to } = editor.state.selection;
  return posToDOMRect(editor.view, from, to);
}
