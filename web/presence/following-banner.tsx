/** Whom the page follows, in their colour, and how to stop. */

import { X } from 'lucide-react';
import { text } from '../ui/text.ts';
import type { Person } from './people.ts';

export interface FollowingBannerProps {
  readonly person: Person;
  onStop(): void;
}

export function FollowingBanner({ person, onStop }: FollowingBannerProps) {
  return (
    <div className="following" data-person={person.colourIndex}>
      <p role="status">{text.people.following(person.name)}</p>
      <button type="button" aria-label={text.people.stopFollowing} onClick={onStop}>
        <X aria-hidden="true" size={16} />
      </button>
    </div>
  );
}
