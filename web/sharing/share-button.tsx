/** In the bar of a document, for people with an account: opens the sheet that says who else may do something with it. */

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../accounts/session-state.ts';
import { words } from '../accounts/words.ts';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { ShareSheet } from './share-sheet.tsx';

export default function ShareButton({ documentId }: { readonly documentId: string }) {
  const session = useSession();
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  if (session?.kind !== 'person') return null;
  return (
    <>
      <button type="button" className="button share-button" aria-label={words.share.button} {...button}>
        <UserPlus aria-hidden="true" size={18} strokeWidth={1.9} />
        <span className="share-word">{words.share.button}</span>
      </button>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="share"
        label={words.share.heading}
        align="end"
      >
        <ShareSheet documentId={documentId} personId={session.id} />
      </Popup>
    </>
  );
}
