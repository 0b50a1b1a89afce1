/** Who is here: a face for each person, yours first. A ring says that they write; who is away for a while is dimmed. */

import { useState } from 'react';
import { useIsNarrow } from '../ui/narrow.ts';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { text } from '../ui/text.ts';
import { Tip } from '../ui/tip.tsx';
import { walkWithKeys } from '../ui/walk.ts';
import type { Following } from './follow.ts';
import { OwnFace } from './own-face.tsx';
import { initialsOf, type Person } from './people.ts';

/** Where there are more people than places, the last place is a button with the list of the others. */
const PLACES = 7;
const PLACES_ON_A_PHONE = 3;

export interface FacesProps {
  readonly people: readonly Person[];
  readonly following: Following;
}

export function Faces({ people, following }: FacesProps) {
  const places = useIsNarrow() ? PLACES_ON_A_PHONE : PLACES;
  const facesMax = people.length > places ? places - 1 : places;
  const hidden = people.slice(facesMax);
  return (
    <ul className="faces" aria-label={text.people.list}>
      {people.slice(0, facesMax).map((person) => (
        <li key={person.key}>
          {person.isYou ? <OwnFace person={person} /> : <OtherFace person={person} following={following} />}
        </li>
      ))}
      {hidden.length > 0 && (
        <li>
          <MoreFaces people={hidden} following={following} />
        </li>
      )}
    </ul>
  );
}

interface OtherFaceProps {
  readonly person: Person;
  readonly following: Following;
}

function OtherFace({ person, following }: OtherFaceProps) {
  const { key, name, colourIndex, isWriting, isIdle } = person;
  const isFollowed = following.key === key;
  const label = isIdle ? text.people.idle(name) : name;
  // What the ring says.
  const heard = isWriting && !isIdle ? text.people.writes(name) : label;
  const next = !isWriting ? label : following.visited === key ? text.people.follow(name) : text.people.goTo(name);
  return (
    <Tip label={isFollowed ? text.people.following(name) : next}>
      <button
        type="button"
        className="face"
        data-person={colourIndex}
        data-writing={isWriting || undefined}
        data-idle={isIdle || undefined}
        aria-pressed={isFollowed}
        onClick={() => following.press(person)}
      >
        <span aria-hidden="true">{initialsOf(name)}</span>
        <span className="visually-hidden">{heard}</span>
      </button>
    </Tip>
  );
}

function MoreFaces({ people, following }: FacesProps) {
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  return (
    <>
      <button type="button" className="face face-more" {...button}>
        <span aria-hidden="true">+{people.length}</span>
        <span className="visually-hidden">{text.people.more(people.length)}</span>
      </button>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="menu people-menu"
        label={text.people.list}
        align="end"
        onKeyDown={walkWithKeys}
      >
        {people.map((person) => (
          <button
            key={person.key}
            type="button"
            className="menu-item"
            onClick={() => {
              following.press(person);
              setOpen(false);
            }}
          >
            <span className="person-dot" data-person={person.colourIndex} aria-hidden="true" />
            <span>{person.isIdle ? text.people.idle(person.name) : person.name}</span>
          </button>
        ))}
      </Popup>
    </>
  );
}
