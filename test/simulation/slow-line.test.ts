/** A long document over a line that takes minutes for it: it arrives, and nobody is taken for dead meanwhile. */

import { afterEach, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { PIECE_BYTES } from '../../server/contract/limits.ts';
import { DocumentSession } from '../../web/collab/session.ts';
import { ManualClock } from '../support/clock.ts';
import { manualEnvironment } from '../support/manual-environment.ts';
import { ServerProcess } from '../support/server-process.ts';
import { SlowLine } from '../support/slow-line.ts';
import { StockClient } from '../support/stock-client.ts';
import { until } from '../support/until.ts';

/** So much of the line comes, and then so much time goes by: 1 MB takes a minute and a half of it. */
const STEP = { bytes: PIECE_BYTES, ms: 5_000 };

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('a document of 2 MB opens over a line that takes three minutes, says how much is here, and what is written meanwhile is saved', async () => {
  const server = await ServerProcess.start();
  closing.push(() => server.close());
  const author = StockClient.opens(server, 'long');
  closing.push(() => author.leaves());
  await author.isSynced();
  author.types('long '.repeat(400_000));
  const colleague = StockClient.opens(server, 'long');
  closing.push(() => colleague.leaves());
  await colleague.sees(author.text);

  const line = await SlowLine.to(server.port);
  closing.push(() => line.close());
  const clock = new ManualClock();
  const session = new DocumentSession({
    ...{ id: 'long', origin: line.origin, isNew: false, onRejoined: () => {} },
    environment: manualEnvironment(clock, 0.5),
    socketClass: NodeWebSocket as unknown as typeof WebSocket,
  });
  closing.push(() => session.close());
  const shares: number[] = [];
  const ends: number[] = [];
  session.subscribe(() => {
    const { arriving, status } = session.view;
    if (arriving !== null && arriving !== shares.at(-1)) shares.push(arriving);
    if (status.link.phase === 'away') ends.push(status.link.code);
  });

  const startedAtMs = clock.now();
  const text = () => session.doc.getText('content').toString();
  let seen = 0;
  await until(() => {
    if (line.isSpent) line.lets(STEP.bytes);
    if (seen < shares.length) clock.advance(STEP.ms * (shares.length - seen));
    if (seen < 5 && shares.length >= 5) author.types('And more.');
    seen = shares.length;
    return text().endsWith('And more.');
  }, 'the whole text is here');

  expect(ends).toEqual([]);
  expect(text()).toBe(author.text);
  expect(clock.now() - startedAtMs).toBeGreaterThan(120_000);
  expect(shares.length).toBeGreaterThan(20);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
});
