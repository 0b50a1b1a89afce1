/** The last backup, where it lies, and a button for another. */

import { useState } from 'react';
import type { BackupState, RunningBackup } from '../../server/contract/admin-api.ts';
import { ask } from '../lib/api.ts';
import { momentText } from '../lib/time.ts';
import { bytesText, problemText, words } from './words.ts';

export interface BackupPartProps {
  readonly backup: BackupState;
  /** One was begun. */
  onBegun(): void;
}

export function BackupPart({ backup: { running, last, failure, directory }, onBegun }: BackupPartProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const begin = async () => {
    const answer = await ask('POST /api/admin/backups');
    setProblem(answer.ok ? null : answer.failure.reason);
    onBegun();
  };
  const now = Date.now();
  return (
    <section className="account-section" aria-labelledby="admin-backup">
      <h2 id="admin-backup">{words.backup}</h2>
      <p className="admin-sentence">{words.backupLead(directory)}</p>
      <div role="status" className="admin-status">
        {running !== null && <Running running={running} />}
        {running === null && last !== null && (
          <>
            <p>{words.lastBackup(momentText(last.at, now), bytesText(last.bytes))}</p>
            <p dir="ltr" className="admin-path">
              {last.file}
            </p>
          </>
        )}
        {running === null && last === null && failure === null && <p>{words.noBackup}</p>}
        {running === null && failure !== null && (
          <p className="account-problem">{words.failedBackup(momentText(failure.at, now), failure.sentence)}</p>
        )}
        {problem !== null && <p className="account-problem">{problemText(problem)}</p>}
      </div>
      <button type="button" className="button" disabled={running !== null} onClick={() => void begin()}>
        {words.backUp}
      </button>
    </section>
  );
}

/** How much will be written nobody knows before; how much is read again is known. */
function Running({ running }: { readonly running: RunningBackup }) {
  const said = running.step === 'writing' ? words.steps.writing(bytesText(running.bytes)) : words.steps[running.step];
  const measure = running.step === 'proving' ? { value: running.entries, max: running.entriesInAll } : {};
  return (
    <label className="admin-progress">
      <span>{said}</span>
      <progress {...measure} />
    </label>
  );
}
