/** Reads a whole document from the server without handing it anything: one connection, one question, one answer. */

import * as decoding from 'lib0/decoding';
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync';
import * as Y from 'yjs';
import { ECHO_TIMEOUT_MS } from '../../server/contract/limits.ts';
import { CHANNEL, encodeSyncStep1 } from '../../server/contract/protocol.ts';
import type { Environment } from '../lib/environment.ts';

export interface ServerStateOptions {
  readonly origin: string;
  readonly id: string;
  readonly environment: Environment;
  readonly socketClass: typeof WebSocket;
}

/** @throws Error when the server does not answer. */
export function readServerState({ origin, id, environment, socketClass }: ServerStateOptions): Promise<Y.Doc> {
  const doc = new Y.Doc();
  // As any program asks: what comes then are whole updates.
  const socket = new socketClass(`${origin}/sync/${id}`);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    const cancelTimeout = environment.after(ECHO_TIMEOUT_MS, () => socket.close());
    socket.onopen = () => socket.send(Uint8Array.from(encodeSyncStep1(Uint8Array.of(0))));
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      if (!apply(doc, new Uint8Array(data))) return;
      resolve(doc);
      socket.close();
    };
    socket.onclose = ({ code }) => {
      cancelTimeout();
      reject(new Error(`the server ended the connection with ${code}`));
    };
  });
}

/** @returns true when that was all. */
function apply(doc: Y.Doc, frame: Uint8Array): boolean {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== CHANNEL.sync) return false;
  const step = decoding.readVarUint(decoder);
  if (step === messageYjsSyncStep1) return false;
  Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
  return step === messageYjsSyncStep2;
}
