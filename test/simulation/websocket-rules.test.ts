/** Every rule of RFC 6455 that a peer can break, against the real server: who breaks it is closed, and nobody else. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawSocket } from '../attack/raw-socket.ts';
import { WEBSOCKET_CASES } from '../attack/websocket-cases.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { WireClient } from '../support/wire-client.ts';

let server: ServerProcess;
let witness: StockClient;

beforeAll(async () => {
  server = await ServerProcess.start();
  witness = StockClient.opens(server, 'rules');
  witness.types('calm');
  await witness.isSynced();
});

afterAll(async () => {
  witness.leaves();
  await server.close();
});

describe('R1 a frame that breaks a rule ends its sender only, with the code of that rule', () => {
  it.each(WEBSOCKET_CASES)('$section $what: $expected', async ({ bytes, expected }) => {
    const socket = await RawSocket.opens(server.port, 'rules');
    for (const piece of bytes()) socket.writes(piece);
    if (expected === 'open') {
      // Whatever came before it was read when somebody else's later frame is answered, and no close frame followed.
      const other = await WireClient.opens(server, 'rules');
      await other.isSaved();
      other.leaves();
      expect(socket.isOpen).toBe(true);
    } else {
      expect(await socket.isClosed()).toBe(expected);
    }
    socket.leaves();
  });

  it('and somebody who was there all the time noticed nothing', async () => {
    expect(witness.closeCodes).toEqual([]);
    const late = StockClient.opens(server, 'rules');
    await late.sees('calm');
    late.leaves();
  });
});
