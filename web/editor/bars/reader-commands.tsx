/** The command menu for who may only read, and has no formatting bar: on a phone the only way to a search or the outline. */

import { Ellipsis } from 'lucide-react';
import { keysText } from '../../ui/keys.ts';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import type { Desk } from '../acts.ts';
import './reader-commands.css';

export default function ReaderCommands({ desk }: { readonly desk: Desk }) {
  return (
    <section className="reader-commands" aria-label={text.sections.page}>
      <Tip label={text.commands.commands} keys={keysText('Mod+K')}>
        <button
          type="button"
          className="icon-button"
          aria-label={text.commands.commands}
          onClick={() => desk.open('finder')}
        >
          <Ellipsis aria-hidden="true" size={20} strokeWidth={1.9} />
        </button>
      </Tip>
    </section>
  );
}
