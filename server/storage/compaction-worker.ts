/** The worker thread of the compactor: answers one request after the other and keeps nothing between them. */

import { parentPort } from 'node:worker_threads';

import { EMPTY_UPDATE } from '../contract/protocol.ts';
import { compactDocument, flawOf } from './compaction-core.ts';
import type { WorkerReply, WorkerRequest } from './compaction-messages.ts';

parentPort?.on('message', (request: WorkerRequest) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage({ kind: 'ready' } satisfies WorkerReply);

function answer({ kind, input }: WorkerRequest): WorkerReply {
  if (kind === 'compact') return { kind: 'compacted', result: compactDocument(input) };
  flawOf(input.snapshot?.bytes ?? EMPTY_UPDATE, input.tail);
  return { kind: 'checked' };
}
