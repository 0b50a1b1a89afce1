/** Who is here: a face for each person, yours first. */

import { usePeople } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { text } from '../ui/text.ts';
import { Tip } from '../ui/tip.tsx';
import { OwnFace } from './own-face.tsx';
import { initialsOf, type Person } from './people.ts';

/** More faces than this are counted instead of shown. */
const FACES_MAX = 5;

export function Faces({ session }: { readonly session: DocumentSession }) {
  const people = usePeople(session);
  const hidden = people.slice(FACES_MAX);
  return (
    <ul className="faces" aria-label={text.people.list}>
      {people.slice(0, FACES_MAX).map((person) => (
        <li key={person.key}>{person.isYou ? <OwnFace person={person} /> : <OtherFace person={person} />}</li>
      ))}
      {hidden.length > 0 && (
        <li>
          <Tip label={hidden.map(({ name }) => name).join(', ')}>
            <button type="button" className="face face-more">
              <span aria-hidden="true">+{hidden.length}</span>
              <span className="visually-hidden">{text.people.more(hidden.length)}</span>
            </button>
          </Tip>
        </li>
      )}
    </ul>
  );
}

function OtherFace({ person }: { readonly person: Person }) {
  return (
    <Tip label={person.name}>
      <button type="button" className="face" data-person={person.colourIndex}>
        <span aria-hidden="true">{initialsOf(person.name)}</span>
        <span className="visually-hidden">{person.name}</span>
      </button>
    </Tip>
  );
}
