/** Your own face: it opens your name and colour. */

import { Popover } from '@base-ui/react/popover';
import { text } from '../ui/text.ts';
import { GuestForm } from './guest-form.tsx';
import { initialsOf, type Person } from './people.ts';

export function OwnFace({ person }: { readonly person: Pick<Person, 'name' | 'colourIndex'> }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        className="face face-own"
        data-person={person.colourIndex}
        aria-label={`${text.people.you(person.name)}. ${text.people.change}`}
      >
        {initialsOf(person.name)}
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
