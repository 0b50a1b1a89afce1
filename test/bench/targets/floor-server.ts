/**
 * A relay without checks, accounts, limits, history or compaction, in three strengths: `frame`, `batch`, `batch+sync`.
 * It believes every client. It is here to show what the wire and the disk cost by themselves.
 */

import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer } from 'ws';
import { FloorLog } from './floor-log.ts';
import { FloorRoom, type RoomStrength } from './floor-room.ts';

const strength = process.argv[2] as RoomStrength;
const log = strength === 'batch+sync' ? await FloorLog.open(process.env.DATA_DIR ?? '') : null;
const rooms = new Map<string, Promise<FloorRoom>>();
const upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });
const server = createServer((_request, response) => response.end());

function roomOf(id: string): Promise<FloorRoom> {
  const known = rooms.get(id) ?? FloorRoom.open(id, strength, log);
  rooms.set(id, known);
  return known;
}

server.on('upgrade', (request, socket: Duplex, head) => {
  socket.on('error', () => socket.destroy());
  void roomOf(request.url?.split('/').at(-1) ?? '').then((room) => {
    upgrades.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      ws.on('message', (message: RawData) => room.receive(socket, message as Buffer));
      ws.on('close', () => room.leave(socket));
      room.join(socket);
    });
  });
});
server.listen(Number(process.env.PORT), process.env.HOST, () => process.stdout.write('listening\n'));
process.on('SIGTERM', () => {
  void (log?.close() ?? Promise.resolve()).then(() => process.exit());
});
