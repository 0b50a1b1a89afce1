/** Whose face was pressed, and whom the page follows since. How it goes there is loaded later: going.ts. */

import type { Editor } from '@tiptap/core';
import { useCallback, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { text } from '../ui/text.ts';
import type { Person } from './people.ts';

export interface Following {
  /** The person who is followed; null when nobody is. */
  readonly key: string | null;
  /** Whose caret was gone to last; pressed again, they are followed. */
  readonly visited: string | null;
  /** First goes to their caret, then follows them, then stops. Who only reads has no caret to go to: that is said. */
  press(person: Person): void;
  stop(): void;
}

/** @param say shows a sentence. */
export function useFollowing(editor: Editor | null, awareness: Awareness, say: (sentence: string) => void): Following {
  const [visited, setVisited] = useState<string | null>(null);
  const [key, setKey] = useState<string | null>(null);
  const stop = useCallback(() => {
    setKey(null);
    setVisited(null);
  }, []);
  const press = ({ key: pressed, name, isWriting }: Person) => {
    if (key === pressed) stop();
    else if (!isWriting) say(text.people.noCaret(name));
    else {
      const isAgain = visited === pressed;
      setKey(isAgain ? pressed : null);
      setVisited(pressed);
      if (editor === null || isAgain) return;
      import('./going.ts').then(
        ({ goTo }) => void goTo(editor, awareness, pressed),
        () => say(text.couldNotLoad),
      );
    }
  };
  return { key, visited, press, stop };
}
