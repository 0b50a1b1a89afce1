/** The versions of a document as a list, by day; on a phone a sheet. */

import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Version } from '../../server/contract/api.ts';
import type { VersionListView } from './version-list.ts';
import { authorsText, byDay, editsText, failureText, timesText } from './version-words.ts';
import { words } from './words.ts';

export interface VersionListPartProps {
  readonly view: VersionListView;
  /** Null while the present text is shown. */
  readonly chosen: Version | null;
  readonly takesFocus: boolean;
  onChoose(version: Version): void;
  onNow(): void;
  onMore(): void;
  onRetry(): void;
  onClose(): void;
}

export function VersionListPart({ view, chosen, takesFocus, ...acts }: VersionListPartProps) {
  const panel = useRef<HTMLElement>(null);
  useFocusAtFirst(panel, takesFocus);
  const { versions, isKnown, isLoading, hasMore, failure } = view;
  return (
    <aside ref={panel} className="panel history" aria-label={words.label}>
      <div className="panel-head">
        <h2>{words.label}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={acts.onClose}>
          <X aria-hidden="true" size={18} />
        </button>
      </div>
      {failure !== null && (
        <div className="panel-failure" role="alert">
          <p>{failureText(failure)}</p>
          <button type="button" className="button" onClick={acts.onRetry}>
            {words.retry}
          </button>
        </div>
      )}
      {isKnown && (
        <button
          type="button"
          className="history-version history-now"
          aria-current={chosen === null || undefined}
          onClick={acts.onNow}
        >
          <span className="history-time">{words.now}</span>
          <span className="history-who">{words.nowLead}</span>
        </button>
      )}
      {isKnown && versions.length === 0 && <p className="panel-empty">{words.empty}</p>}
      {byDay(versions, Date.now()).map(({ day, versions: ofDay }) => (
        <section key={day}>
          <h3>{day}</h3>
          <ol>
            {ofDay.map((version) => (
              <li key={version.through}>
                <VersionButton
                  version={version}
                  isChosen={version.through === chosen?.through}
                  onChoose={acts.onChoose}
                />
              </li>
            ))}
          </ol>
        </section>
      ))}
      <p className={isLoading && !isKnown ? 'panel-empty' : 'visually-hidden'} role="status">
        {isLoading && !isKnown ? words.loading : ''}
      </p>
      {hasMore && (
        <button type="button" className="button history-more" aria-disabled={isLoading} onClick={acts.onMore}>
          {words.more}
        </button>
      )}
    </aside>
  );
}

interface VersionButtonProps {
  readonly version: Version;
  readonly isChosen: boolean;
  onChoose(version: Version): void;
}

function VersionButton({ version, isChosen, onChoose }: VersionButtonProps) {
  return (
    <button
      type="button"
      className="history-version"
      aria-current={isChosen || undefined}
      onClick={() => onChoose(version)}
    >
      <span className="history-time">
        <bdi>{timesText(version)}</bdi>
      </span>
      <span className="history-edits">
        <bdi>{editsText(version)}</bdi>
      </span>
      <span className="history-who">
        <bdi>{authorsText(version)}</bdi>
      </span>
    </button>
  );
}

/** Not where it was open from the beginning: then the text has the focus. */
function useFocusAtFirst(panel: React.RefObject<HTMLElement | null>, takesFocus: boolean): void {
  const takes = useRef(takesFocus);
  useEffect(() => {
    if (!takes.current) return;
    takes.current = false;
    const place = panel.current?.querySelector<HTMLElement>('[aria-current]') ?? panel.current?.querySelector('button');
    place?.focus();
  }, [panel]);
}
