/**
 * The process in which damaged directories are opened as the server would open them: what kills it would have killed
 * the server. Asked over its channel; answers what each document says of itself. It judges the built server, whose
 * probing child starts in a tenth of the time.
 */

import { systemClock } from '../../server/lib/clock.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { openDamaged } from '../../server/storage/damaged-store.ts';
import type { DocumentLog } from '../../server/storage/document-log.ts';
import { openLedger } from '../../server/storage/ledger.ts';
import { listIds, verifyDocument } from '../../server/storage/verification.ts';
import { createWorkerCompactor } from '../../server/storage/worker-compactor.ts';
import { bodyOf } from '../support/typing.ts';

export interface JudgeRequest {
  readonly directory: string;
  readonly ids: readonly string[];
}

/** A document's own word on its damage, and what it showed. */
export interface DocumentWord {
  readonly damage: string | null;
  readonly content: string;
}

export type JudgeReply =
  /** The server would not have started, and says why. */
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'opened'; readonly words: Readonly<Record<string, DocumentWord>> };

const BUILT = new URL('../../dist/server/storage/level-log.js', import.meta.url).href;

async function judge({ directory, ids }: JudgeRequest): Promise<JudgeReply> {
  const { openLevelLog }: typeof import('../../server/storage/level-log.ts') = await import(BUILT);
  const opened = await openLevelLog({ directory, clock: systemClock });
  if (!opened.ok) return { kind: 'refused', sentence: opened.error.message };
  const words: Record<string, DocumentWord> = {};
  for (const id of ids) {
    words[id] = await wordOf(opened.value, id);
  }
  await opened.value.close();
  return { kind: 'opened', words };
}

/** The same text and the same number of edits is the same document, compacted or not. */
async function wordOf(log: DocumentLog, id: string): Promise<DocumentWord> {
  const opened = await log.open(id);
  if (!opened.ok) return { damage: opened.error.message, content: '' };
  const { snapshot, tail, damage } = opened.value;
  const updates = [...(snapshot === null ? [] : [snapshot.bytes]), ...tail.map(({ bytes }) => bytes)];
  const said = damage === null ? [] : [damage];
  let edits = 0;
  for await (const part of log.history(id)) {
    if (!part.ok) said.push(part.error.message);
    else edits += 'edits' in part.value ? part.value.edits : 1;
  }
  return { damage: said.join(' ') || null, content: `${edits} ${bodyOf(...updates)}` };
}

/** What `scriptorium verify` says of each document. */
export async function verifyAll(directory: string): Promise<ReadonlyMap<string, readonly string[]> | string> {
  const opened = await openDamaged(directory, 'look');
  if (!opened.ok) return opened.error;
  const ledger = await openLedger(directory, systemClock, silentLogger);
  const compactor = createWorkerCompactor();
  const view = opened.value.store.view();
  const flawsById = new Map<string, readonly string[]>();
  const { confirmedById } = ledger;
  for (const id of await listIds(view, confirmedById, () => {})) {
    const report = await verifyDocument(view, id, { store: opened.value.store, compactor, confirmedById });
    flawsById.set(id, report.flaws);
  }
  await view.close();
  await compactor.close();
  await ledger.close();
  await opened.value.close();
  return flawsById;
}

if (process.send !== undefined && process.argv[1]?.includes('damage-judge')) {
  process.on('message', (request: JudgeRequest) => {
    void judge(request).then(
      (reply) => process.send?.(reply),
      (error) => process.send?.({ kind: 'refused', sentence: `it threw: ${error}` } satisfies JudgeReply),
    );
  });
}
