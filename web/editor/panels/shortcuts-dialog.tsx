/** Every shortcut, searchable. */

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { text } from '../../ui/text.ts';
import { shortcutSections } from './shortcut-list.ts';
import { words } from './shortcut-words.ts';
import './panels.css';

export default function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const sections = shortcutSections(query);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog shortcuts" initialFocus={field}>
          <div className="shortcuts-head">
            <div className="dialog-head">
              <Dialog.Title className="dialog-title">{words.heading}</Dialog.Title>
              <Dialog.Close className="icon-button" aria-label={text.close}>
                <X aria-hidden="true" size={18} />
              </Dialog.Close>
            </div>
            <input
              ref={field}
              className="input"
              type="search"
              aria-label={words.placeholder}
              placeholder={words.placeholder}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </div>
          <section className="shortcuts-sections" aria-label={words.heading}>
            {sections.length === 0 && <p className="choices-empty">{words.nothing}</p>}
            {sections.map(({ heading, shortcuts }) => (
              <div key={heading} className="shortcuts-section">
                <h3>{heading}</h3>
                <dl>
                  {shortcuts.map(({ id, label, keys }) => (
                    <div key={id}>
                      <dt>{label}</dt>
                      <dd>
                        {keys.map((one) => (
                          <kbd key={one}>{one}</kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </div>
            ))}
          </section>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
