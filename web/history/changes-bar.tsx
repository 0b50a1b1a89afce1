/** Whether changes are shown, how many there are, and the way from one to the next. */

import { Check, ChevronDown, ChevronUp, FileDiff } from 'lucide-react';
import { useId } from 'react';
import type { Compared } from './use-changes.ts';
import { changeAtText } from './version-words.ts';
import { words } from './words.ts';
import './changes.css';

export interface ChangesBarProps {
  readonly isShown: boolean;
  readonly compared: Compared;
  /** The place that is being looked at, from 0; null before the first. */
  readonly current: number | null;
  onShow(isShown: boolean): void;
  onCurrent(place: number): void;
}

export function ChangesBar({ isShown, compared, current, onShow, onCurrent }: ChangesBarProps) {
  const said = useId();
  const places = isShown && compared.kind === 'compared' ? compared.changes.places : [];
  // Around: from the last one to the first.
  const go = (by: number) => onCurrent(((current ?? (by > 0 ? -1 : 0)) + by + places.length) % places.length);
  return (
    <fieldset className="version-changes" aria-label={words.changes}>
      <button
        type="button"
        className="button changes-toggle"
        aria-label={words.showChanges}
        aria-pressed={isShown}
        aria-describedby={said}
        onClick={() => onShow(!isShown)}
      >
        {isShown && <Check className="version-wide" aria-hidden="true" size={16} />}
        {isShown && <FileDiff className="version-narrow" aria-hidden="true" size={18} />}
        <span className="changes-name">{words.showChanges}</span>
      </button>
      <p id={said} className="changes-said" role="status" dir="auto">
        {isShown && sentenceOf(compared, current)}
      </p>
      {places.length > 0 && (
        <div className="changes-ways">
          <button type="button" className="icon-button" aria-label={words.previousChange} onClick={() => go(-1)}>
            <ChevronUp aria-hidden="true" size={18} />
          </button>
          <button type="button" className="icon-button" aria-label={words.nextChange} onClick={() => go(1)}>
            <ChevronDown aria-hidden="true" size={18} />
          </button>
        </div>
      )}
    </fieldset>
  );
}

function sentenceOf(compared: Compared, current: number | null): string {
  switch (compared.kind) {
    case 'comparing':
      return words.comparing;
    case 'unmarked':
      return compared.sentence;
    case 'compared':
      return current === null ? compared.changes.summary : changeAtText(current, compared.changes.places);
    default:
      return compared satisfies never;
  }
}
