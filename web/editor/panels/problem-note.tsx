/** Says at the foot of the page what could not be done, until it is dismissed or something else could not. */

import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { text } from '../../ui/text.ts';
import { watchProblems } from './editor-problems.ts';

export function ProblemNote() {
  const [sentence, setSentence] = useState<string | null>(null);
  useEffect(() => watchProblems(setSentence), []);
  if (sentence === null) return null;
  return (
    <div className="problem-note" role="alert">
      <p>{sentence}</p>
      <button
        type="button"
        className="icon-button"
        aria-label={text.exchange.dismiss}
        onClick={() => setSentence(null)}
      >
        <X aria-hidden="true" size={18} />
      </button>
    </div>
  );
}
