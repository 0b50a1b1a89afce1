/** People who open one document at once; and somebody who hands a server a document. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as Y from 'yjs';
import { LoadClient } from './client.ts';
import type { HandParameters, OpenParameters, OpenResult } from './commands.ts';
import type { ServerMessage } from './dialect.ts';
import { MarkerLedger } from './ledger.ts';
import { scanMarkers } from './markers.ts';
import { within } from './pacing.ts';

const EMPTY_UPDATE_BYTES = 2;

/** Some servers answer before they have read their disk, with nothing, and send the document later: waited for so long. */
const LATE_MS = 15_000;

export async function open({ clients, ...options }: OpenParameters): Promise<OpenResult> {
  const newcomers = Array.from({ length: clients }, () => new Newcomer(options));
  await Promise.all(newcomers.map((newcomer) => newcomer.arrives()));
  const updates = newcomers[0]?.updates ?? [];
  const bytes = updates.reduce((sum, { length }) => sum + length, 0);
  return { elapsedMs: newcomers.map(({ elapsedMs }) => elapsedMs), bytes, ...contentOf(updates) };
}

class Newcomer {
  readonly updates: Buffer[] = [];
  /** Until it was told that this is all, and had something. */
  elapsedMs = 0;
  readonly #client: LoadClient;
  #firstContentAt: number | null = null;

  constructor(options: Omit<OpenParameters, 'clients'>) {
    this.#client = new LoadClient({ ...options, onMessage: (message) => this.#onMessage(message) });
  }

  async arrives(): Promise<void> {
    const startedAt = performance.now();
    const syncedMs = await this.#client.dial();
    await within(LATE_MS, () => this.#firstContentAt !== null);
    this.elapsedMs = Math.max(syncedMs, (this.#firstContentAt ?? 0) - startedAt);
    this.#client.leave();
  }

  #onMessage(message: ServerMessage): void {
    if (message.kind !== 'update' && message.kind !== 'sync-step-2') return;
    this.updates.push(Buffer.from(message.body));
    if (message.body.length > EMPTY_UPDATE_BYTES) this.#firstContentAt ??= performance.now();
  }
}

/** Loads what came as an editor would. */
function contentOf(updates: readonly Buffer[]) {
  const document = new Y.Doc();
  document.transact(() => {
    for (const update of updates) Y.applyUpdate(document, new Uint8Array(update));
  });
  const text = document.getText('body').toString();
  const ledger = new MarkerLedger(0, 1);
  let end = 0;
  scanMarkers(Buffer.from(text), (writer, number) => {
    if (writer !== 0) return;
    ledger.see(writer, number);
    end = Math.max(end, number + 1);
  });
  const hash = createHash('sha256').update(text).digest('hex');
  return { characters: text.length, hash, markers: { end, missing: ledger.missing(0, end), doubled: ledger.repeated } };
}

/** Sends updates, and stays until a colleague has them. */
export async function hand({ paths, ...options }: HandParameters): Promise<null> {
  const updates = await Promise.all(paths.map((path) => readFile(path)));
  const bytes = updates.reduce((sum, { length }) => sum + length, 0);
  const colleague = { bytes: 0 };
  const reader = new LoadClient({
    ...options,
    onMessage: (message) => {
      if (message.kind === 'update' || message.kind === 'sync-step-2') colleague.bytes += message.body.length;
    },
  });
  const author = new LoadClient(options);
  await Promise.all([reader.dial(), author.dial()]);
  for (const update of updates) author.sendUpdate([...update]);
  const isThere = await within(60_000, () => colleague.bytes >= bytes / 2);
  author.leave();
  reader.leave();
  if (!isThere) throw new Error(`the server did not take a document of ${bytes} bytes`);
  return null;
}
