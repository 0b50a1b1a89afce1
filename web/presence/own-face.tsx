/** Your own face: it opens your name, your colour and your settings. */

import { useState } from 'react';
import { late } from '../ui/late.tsx';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { text } from '../ui/text.ts';
import { initialsOf, type Person } from './people.ts';

const SettingsForm = late(() => import('../documents/settings-form.tsx'));

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
        <SettingsForm />
      </Popup>
    </>
  );
}
