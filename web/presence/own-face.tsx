/** Your own face: it opens your name and colour. */

import { Popover } from '@base-ui/react/popover';
import { text } from '../ui/text.ts';
import { GuestForm } from './guest-form.tsx';
import { initialsOf, type Person } from './people.ts';

export function OwnFace({ person }: { readonly person: Pick<Person, 'name' | 'colourIndex'> }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="face face-own" data-person={person.colourIndex}>
        <span aria-hidden="true">{initialsOf(person.name)}</span>
        <span className="visually-hidden">{`${text.people.you(person.name)}. ${text.people.change}`}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="popover-place" sideOffset={8} align="end" collisionPadding={12}>
          <Popover.Popup className="popover guest" aria-label={text.people.change}>
            <GuestForm />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
