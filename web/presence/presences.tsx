/** Says politely, to screen readers, who joined and who left. */

import { useEffect, useRef, useState } from 'react';
import { usePeople } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { text } from '../ui/text.ts';
import type { Person } from './people.ts';

export function Presences({ session }: { readonly session: DocumentSession }) {
  const people = usePeople(session);
  const before = useRef<readonly Person[]>(people);
  const [news, setNews] = useState('');
  useEffect(() => {
    const change = newsBetween(before.current, people);
    before.current = people;
    if (change !== '') setNews(change);
  }, [people]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {news}
    </p>
  );
}

function newsBetween(before: readonly Person[], after: readonly Person[]): string {
  const others = after.filter(({ isYou }) => !isYou);
  const joined = others.filter(({ key }) => !before.some((person) => person.key === key));
  const left = before.filter(({ key, isYou }) => !isYou && !after.some((person) => person.key === key));
  return [
    ...joined.map(({ name }) => text.people.joined(name)),
    ...left.map(({ name }) => text.people.left(name)),
  ].join(', ');
}
