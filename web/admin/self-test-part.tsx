/** Has the way to the server tested, and says in sentences what came of it. */

import { useState } from 'react';
import { browserEnvironment } from '../lib/environment.ts';
import { type Finding, judge, testWay } from './self-test.ts';
import { words } from './words.ts';

const LOCAL_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

export function SelfTestPart() {
  const [findings, setFindings] = useState<readonly Finding[] | 'testing' | null>(null);
  const isTesting = findings === 'testing';
  const test = async () => {
    setFindings('testing');
    const { origin, protocol, hostname } = window.location;
    const way = await testWay(origin, (address) => new WebSocket(address), browserEnvironment);
    setFindings(judge(way, { isEncrypted: protocol === 'https:', isHere: LOCAL_NAMES.test(hostname) }));
  };
  return (
    <section className="account-section" aria-labelledby="admin-way">
      <h2 id="admin-way">{words.way}</h2>
      <p>{words.wayLead}</p>
      <button type="button" className="button" disabled={isTesting} onClick={() => void test()}>
        {isTesting ? words.testing : words.test}
      </button>
      <p role="status" className="admin-summary">
        {Array.isArray(findings) && summaryOf(findings)}
      </p>
      {Array.isArray(findings) && (
        <ul className="account-rows">
          {findings.map((finding: Finding) => (
            <li key={finding.kind} className={finding.isGood ? 'admin-good' : 'admin-wrong'}>
              <span className="account-row-note">{finding.isGood ? words.good : words.wrong}</span>
              <span className="admin-sentence">{sentenceOf(finding)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function summaryOf(findings: readonly Finding[]): string {
  const wrong = findings.filter(({ isGood }) => !isGood).length;
  return wrong === 0 ? words.allGood : words.notGood(wrong);
}

function sentenceOf(finding: Finding): string {
  if (finding.kind === 'pong') return words.findings.pong(finding.ms);
  if (finding.kind === 'address') return words.findings.address(finding.address);
  return words.findings[finding.kind];
}
