/** A quiet word that a newer version of the app is here, for when it suits. */

import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { takeNewVersion, watchNewVersion } from '../offline-worker.ts';
import { text } from './text.ts';

export function NewVersion() {
  const [isHere, setIsHere] = useState(false);
  useEffect(() => watchNewVersion(() => setIsHere(true)), []);
  if (!isHere) return null;
  return (
    <div className="new-version" role="status">
      <span>{text.newVersion.sentence}</span>
      <button type="button" className="button" onClick={takeNewVersion}>
        {text.newVersion.reload}
      </button>
      <button type="button" className="icon-button" aria-label={text.newVersion.later} onClick={() => setIsHere(false)}>
        <X aria-hidden="true" size={18} />
      </button>
    </div>
  );
}
