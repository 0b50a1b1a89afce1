/**
 * The live region about the others: says politely, to screen readers, who joined, who left, who edits beside one. And
 * tells the server who one is.
 */

import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import { usePeople, useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { Announcements } from './announcements.ts';
import { watchEditsNear } from './edits-near.ts';
import type { Person } from './people.ts';
import { tellOwnName } from './tell-name.ts';

export interface PresencesProps {
  readonly session: DocumentSession;
  readonly editor: Editor | null;
}

export default function Presences({ session, editor }: PresencesProps) {
  const people = usePeople(session);
  const isLive = useSessionView(session).status.link.phase === 'live';
  const before = useRef<readonly Person[]>(people);
  const [sentence, setSentence] = useState('');
  const [announcements, setAnnouncements] = useState<Announcements | null>(null);
  useEffect(() => (isLive ? tellOwnName(browserEnvironment) : undefined), [isLive]);
  useEffect(() => {
    const opened = new Announcements(browserEnvironment, setSentence);
    setAnnouncements(opened);
    return () => opened.close();
  }, []);
  useEffect(() => {
    if (announcements !== null) announceChange(before.current, people, announcements);
    before.current = people;
  }, [people, announcements]);
  useEffect(() => {
    if (announcements === null || editor === null) return;
    return watchEditsNear(editor, session.awareness, browserEnvironment, ({ key, name }) =>
      announcements.editing(key, name),
    );
  }, [editor, session, announcements]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {sentence}
    </p>
  );
}

function announceChange(before: readonly Person[], after: readonly Person[], announcements: Announcements): void {
  const isIn = (people: readonly Person[], { key }: Person) => people.some((person) => person.key === key);
  for (const person of after) if (!person.isYou && !isIn(before, person)) announcements.joined(person.name);
  for (const person of before) if (!person.isYou && !isIn(after, person)) announcements.left(person.name);
}
