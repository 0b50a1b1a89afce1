/** The frames that are built here once must be what `ws` itself would read. */

import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Receiver } from 'ws';
import { finishFrame } from '../../../server/lib/websocket-frame.ts';

describe('R1 finished frames', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('of %i bytes are read back by ws as they were', async (length) => {
    const message = Buffer.alloc(length, 'scriptorium');
    const receiver = new Receiver({ isServer: false });
    const received = once(receiver, 'message');
    receiver.write(Buffer.concat([finishFrame(message)]));
    const [bytes, isBinary] = await received;
    expect(isBinary).toBe(true);
    expect(message.equals(bytes)).toBe(true);
  });
});
