/**
 * Somebody who writes while others attack: a process of its own, so that what the attacker costs this machine's process
 * does not count. Sends an update and a checkpoint every 50 ms, and measures how long the word "Saved" takes.
 *
 * Told `report` it answers with what it saw since the last report.
 */

import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeCheckpoint, encodeUpdate } from '../../server/contract/protocol.ts';
import type { VictimReport } from './attack.ts';

const INTERVAL_MS = 50;

const [url = ''] = process.argv.slice(2);
const socket = new WebSocket(url);
const doc = new Y.Doc();
const text = doc.getText('content');
const sentAtByNumber = new Map<number, number>();
let delaysMs: number[] = [];
let closedWith: number | null = null;
let number = 0;

doc.on('update', (update: Uint8Array) => socket.send(encodeUpdate(update)));
socket.on('message', (received: Buffer) => {
  if (received[0] !== 100) return;
  const now = performance.now();
  for (const [sent, at] of sentAtByNumber) {
    // The echo of the newest speaks for those before it.
    if (encodeCheckpoint(sent).length > received.length) break;
    delaysMs.push(now - at);
    sentAtByNumber.delete(sent);
    if (Buffer.compare(Buffer.from(encodeCheckpoint(sent)), received) === 0) break;
  }
});
socket.on('error', () => socket.terminate());
socket.on('close', (code) => {
  closedWith = code;
});
socket.on('open', () => {
  process.send?.('ready');
  setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    text.insert(text.length, `${number} `);
    sentAtByNumber.set(++number, performance.now());
    socket.send(encodeCheckpoint(number));
  }, INTERVAL_MS);
});

process.on('message', () => {
  const report: VictimReport = { delaysMs, closedWith, words: number };
  delaysMs = [];
  process.send?.(report);
});
