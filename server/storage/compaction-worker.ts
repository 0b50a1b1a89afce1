/** The worker thread of the compactor: answers one request after the other and keeps nothing between them. */

import { parentPort, workerData } from 'node:worker_threads';

import { EMPTY_UPDATE } from '../contract/protocol.ts';
import { unreachable } from '../lib/assert.ts';
import { compactDocument, flawOf, rescueUpdate } from './compaction-core.ts';
import { joinRuns, replay } from './compaction-history.ts';
import type { WorkerReply, WorkerRequest } from './compaction-messages.ts';
import { copyStored, readStored, retitleStored } from './compaction-reading.ts';
import { beatOf } from './heartbeat.ts';

const beat = beatOf(workerData);

parentPort?.on('message', (request: WorkerRequest) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage({ kind: 'ready' } satisfies WorkerReply);

function answer(request: WorkerRequest): WorkerReply {
  switch (request.kind) {
    case 'compact':
      return { kind: 'compacted', result: compactDocument(request.input, beat) };
    case 'check':
      flawOf(request.input.snapshot?.bytes ?? EMPTY_UPDATE, request.input.tail, beat);
      return { kind: 'checked' };
    case 'rescue':
      return { kind: 'rescued', result: rescueUpdate(request.input, beat) };
    case 'read':
      return { kind: 'was-read', result: readStored(request.input) };
    case 'retitle':
      return { kind: 'retitled', result: retitleStored(request.input, request.title) };
    case 'copy':
      return { kind: 'copied', result: copyStored(request.input, request.title) };
    case 'replay':
      return { kind: 'replayed', result: replay(request.pieces, beat) };
    case 'join':
      return { kind: 'joined', result: joinRuns(request.earlier, request.segments, beat) };
    default:
      return unreachable(request);
  }
}
