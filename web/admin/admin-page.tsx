/** `/admin`, for whoever looks after the server: how it is doing, backups, documents by size, the way through a proxy. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ServerReport } from '../../server/contract/admin-api.ts';
import { FormPage } from '../accounts/form-parts.tsx';
import { words as accountWords } from '../accounts/words.ts';
import { numberText } from '../lib/numbers.ts';
import { momentText } from '../lib/time.ts';
import { locale } from '../ui/text.ts';
import { BackupPart } from './backup-part.tsx';
import { DocumentsPart } from './documents-part.tsx';
import { SelfTestPart } from './self-test-part.tsx';
import { serverWatch, useServer } from './server-watch.ts';
import { bytesText, problemText, words } from './words.ts';
import './admin.css';

export default function AdminPage() {
  const { report, failure } = useServer();
  if (failure?.kind === 'refused' && (failure.status === 401 || failure.status === 403)) {
    return <Refused maySignIn={failure.status === 401} />;
  }
  return (
    <FormPage heading={words.heading} lead={words.lead}>
      <Link href="/" className="account-back">
        {words.back}
      </Link>
      {failure !== null && (
        <p className="account-problem" role="alert">
          {problemText(failure.reason)}
        </p>
      )}
      {report !== null && (
        <>
          <NowPart report={report} />
          <StoragePart storage={report.storage} />
          <BackupPart backup={report.backup} onBegun={() => void serverWatch.look()} />
          <DocumentsPart />
        </>
      )}
      <SelfTestPart />
    </FormPage>
  );
}

function Refused({ maySignIn }: { readonly maySignIn: boolean }) {
  return (
    <FormPage heading={words.heading} lead={words.notYours}>
      {maySignIn && (
        <Link href="/sign-in#/admin" className="button button-primary">
          {accountWords.signIn.heading}
        </Link>
      )}
      <Link href="/" className="button">
        {words.back}
      </Link>
    </FormPage>
  );
}

function NowPart({ report: { connections, openDocuments, workers, workersAway } }: { readonly report: ServerReport }) {
  return (
    <section className="account-section" aria-labelledby="admin-now">
      <h2 id="admin-now">{words.now}</h2>
      {workersAway > 0 && <p className="account-problem">{words.processesAway(workersAway, workers)}</p>}
      <dl className="admin-facts">
        <Fact name={words.connections}>{numberText(connections)}</Fact>
        <Fact name={words.openDocuments}>{numberText(openDocuments)}</Fact>
        {workers > 1 && <Fact name={words.processes}>{numberText(workers)}</Fact>}
      </dl>
    </section>
  );
}

function StoragePart({ storage }: { readonly storage: ServerReport['storage'] }) {
  const { ok, detail, stops, lastStop, oldestUnwrittenMs, freeBytes } = storage;
  const waits = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(oldestUnwrittenMs / 1_000);
  return (
    <section className="account-section" aria-labelledby="admin-storage">
      <h2 id="admin-storage">{words.storage}</h2>
      {!ok && (
        <p className="account-problem" role="alert">
          {detail}
        </p>
      )}
      <dl className="admin-facts">
        {ok && <Fact name={words.writing}>{words.written}</Fact>}
        <Fact name={words.stops}>{stops === 0 ? words.never : words.times(stops)}</Fact>
        <Fact name={words.waiting}>{words.seconds(waits)}</Fact>
        <Fact name={words.free}>{freeBytes === null ? words.unknown : bytesText(freeBytes)}</Fact>
      </dl>
      {lastStop !== null && (
        <p className="admin-sentence">{words.lastStop(momentText(lastStop.at, Date.now()), lastStop.detail)}</p>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
