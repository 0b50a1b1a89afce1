/** Your own face: it opens your name and colour. */

import { useState } from 'react';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { text } from '../ui/text.ts';
import { GuestForm } from './guest-form.tsx';
import { initialsOf, type Person } from './people.ts';

export function OwnFace({ person }: { readonly person: Pick<Person, 'name' | 'colourIndex'> }) {
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  return (
    <>
      <button type="button" className="face face-own" data-person={person.colourIndex} {...button}>
        <span aria-hidden="true">{initialsOf(person.name)}</span>
        <span className="visually-hidden">{`${text.people.you(person.name)}. ${text.people.change}`}</span>
      </button>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="guest"
        label={text.people.change}
        align="end"
      >
        <GuestForm />
      </Popup>
    </>
  );
}
