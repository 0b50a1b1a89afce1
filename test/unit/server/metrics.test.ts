/** What an operator sees: the figures by which one notices that saving is slow before anybody complains. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as apiLimits from '../../../server/contract/api-limits.ts';
import { ENFORCED_LIMITS } from '../../../server/contract/limit-error.ts';
import * as coreLimits from '../../../server/contract/limits.ts';
import { createHttpMetrics, createMetrics } from '../../../server/lib/metrics.ts';

it('R42 the metrics carry time to durable, what waits, what was refused, and the process itself', async () => {
  const metrics = createMetrics();
  metrics.measure(() => ({
    connections: 3,
    documents: 2,
    bufferedBytes: 10,
    unconfirmedBytes: 20,
    pendingBytes: 30,
    oldestUnconfirmedS: 1.5,
    isFailing: true,
  }));
  metrics.durable(3);
  metrics.refused(4400);
  metrics.limited('FRAMES_PER_S');
  metrics.delivered(7);
  const text = await metrics.text();
  for (const line of [
    'scriptorium_connections 3',
    'scriptorium_documents 2',
    'scriptorium_buffered_bytes 10',
    'scriptorium_unconfirmed_bytes 20',
    'scriptorium_pending_bytes 30',
    'scriptorium_limit_reached_total{limit="FRAMES_PER_S"} 1',
    'scriptorium_oldest_unconfirmed_seconds 1.5',
    'scriptorium_storage_failing 1',
    'scriptorium_refused_total{code="4400"} 1',
    'scriptorium_deliveries_total 7',
    'scriptorium_time_to_durable_seconds_bucket{le="0.002"} 0',
    'scriptorium_time_to_durable_seconds_bucket{le="0.005"} 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toMatch(/scriptorium_nodejs_eventloop_lag_seconds \d/);
  expect(text).toMatch(/scriptorium_process_resident_memory_bytes \d/);
});

it('R42 the dashboard draws only what there is', async () => {
  const dashboard = readFileSync(new URL('../../../docs/grafana-dashboard.json', import.meta.url), 'utf8');
  const drawn = new Set(dashboard.match(/scriptorium_\w+/g));
  const metrics = createMetrics();
  metrics.measure(() => ({
    ...{ connections: 0, documents: 0, bufferedBytes: 0, unconfirmedBytes: 0, pendingBytes: 0 },
    ...{ oldestUnconfirmedS: 0, isFailing: false },
  }));
  metrics.refused(4400);
  metrics.durable(1);
  const text = (await metrics.text()) + (await createHttpMetrics().text());
  expect(drawn.size).toBeGreaterThan(10);
  expect([...drawn].filter((name) => !new RegExp(`^${name}[ {]`, 'm').test(text))).toEqual([]);
});

const limits = { ...coreLimits, ...apiLimits };

describe('R42 every maximum that ends a connection, or makes one wait, is counted', () => {
  /** These slow down, cut, hide or repeat; what they keep out is answered over HTTP, or ignored without a word. */
  const ENDS_NOBODY = new RegExp(
    [
      '^(COMPACT|SEARCH|PRESENT|CATALOGUE|LIST|TAG|TAGS|RUN|JOIN|VERSION|HISTORY|PAST|TIDY|LEDGER|COMMIT|REOPEN|FREE|ROOM|DRAIN|FAREWELL|MOVE|FIND|IMPORT|IMAGE|TABLE|TITLE|NAME|AUTHOR)_',
      '^(DEVICE_COPY|DEVICE_COPIES|SAVING|RECONNECT|OPENING|COMPARE|REJOINS|CHECKPOINT|RESYNC|DIFFERENCE|DIFFERENCES|ECHO|PROBE|FAN_OUT|KEEP_ALIVE|PING)_',
      '^(WORKERS|WORKER|PIECE|POUR|NESTING_LEVELS|REQUEST|TOKEN|SUBJECT|BROWSER_SESSION|EXPIRY|DOCUMENT_ID)_',
      '^(FRAMES_BURST_S|FRAMES_A_TURN_MAX|FLOOD_MS|RETURNS_MS|RETURNS_REMEMBERED_MAX|PRESENCE_TICK_MS|PRESENCE_CLIENTS_MAX|PRESENCE_CLOCK_SHOWN_MAX)$',
      '^(FRAME_BYTES_A_TURN_MAX|UPGRADES_A_TURN_MAX|CLOSE_ANSWER_MS|CONFLICTS_NAMED_MAX|PIECE_BYTES)$',
      '^(ACCESS|DESK|PASSWORD|SESSION|SIGN_IN|GUEST|TICKET|PEOPLE|EMAIL|LINK|GRANT|OIDC|CONTENT|PAGE|API|WEBHOOK|WEBHOOKS|SIZES|SELF_TEST|SELF_TESTS|FIRST_TEXT|COMMENT|COMMENTS)_',
    ].join('|'),
  );

  it('or is known to end nobody', () => {
    const enforced: ReadonlySet<string> = new Set(ENFORCED_LIMITS);
    expect(Object.keys(limits).filter((name) => !enforced.has(name) && !ENDS_NOBODY.test(name))).toEqual([]);
    expect(ENFORCED_LIMITS.filter((name) => !(name in limits))).toEqual([]);
  });

  it('where it is enforced', () => {
    const sources = readdirSync(new URL('../../../server', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('limit-error.ts') && !path.endsWith('limits.ts'))
      .map((path) => readFileSync(new URL(`../../../server/${path}`, import.meta.url), 'utf8'))
      .join('\n');
    expect(ENFORCED_LIMITS.filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
  });
});
