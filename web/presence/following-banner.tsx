/** Whom the page follows, in their colour, and how to stop. It follows as long as this stands. */

import type { Editor } from '@tiptap/core';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { text } from '../ui/text.ts';
import { follow } from './going.ts';
import type { Person } from './people.ts';
import './following.css';

export interface FollowingBannerProps {
  readonly person: Person;
  readonly editor: Editor | null;
  readonly awareness: Awareness;
  /** Must not change. */
  onStop(): void;
}

export default function FollowingBanner({ person, editor, awareness, onStop }: FollowingBannerProps) {
  const { key, name, colourIndex } = person;
  useEffect(() => {
    if (editor === null) return;
    return follow(editor, awareness, key, onStop);
  }, [editor, awareness, key, onStop]);
  return (
    <div className="following" data-person={colourIndex}>
      <p role="status">{text.people.following(name)}</p>
      <button type="button" aria-label={text.people.stopFollowing} onClick={onStop}>
        <X aria-hidden="true" size={16} />
      </button>
    </div>
  );
}
