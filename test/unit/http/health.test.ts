/** What whoever watches over the server is told: whether it takes what people write. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startApp } from '../../support/app-server.ts';

it('R42 R37 it is well while it runs, and not any more from when it stops', async () => {
  const server = await startApp();
  const health = async () => {
    const answer = await fetch(`${server.url}/healthz`);
    return { status: answer.status, ...((await answer.json()) as { readonly ok: boolean; readonly detail: string }) };
  };
  expect(await health()).toEqual({ status: 200, ok: true, detail: 'Everything is written to disk.' });
  // Whoever does not answer the farewell is waited for, so that there is time to be asked.
  const silent = await opensAndSaysNothing(new URL(server.syncUrl));
  const stopped = server.close();
  expect(await health()).toEqual({ status: 503, ok: false, detail: 'The server is stopping.' });
  silent.destroy();
  await stopped;
});

async function opensAndSaysNothing({ hostname, port, host, pathname }: URL) {
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${pathname}/a HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
  return socket;
}
