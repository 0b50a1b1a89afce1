/** The child of the probe: opens the database named in its argument, reads it, and tells how far it came. */

import type { ProbeMessage, ProbeRequest } from './database-probe.ts';
import { EVERY_KEY } from './level-keys.ts';
import { openLevelStore, rebuildLevelStore } from './level-store.ts';
import { fullMessage } from './ordered-store.ts';

// Nobody waits for the result of a child whose parent is gone.
process.once('disconnect', () => process.exit());

function tell(message: ProbeMessage): void {
  process.send?.(message);
}

async function probe({ path, task }: ProbeRequest): Promise<void> {
  if (task === 'rebuild') await rebuildLevelStore(path);
  const store = await openLevelStore(path, false);
  const view = store.view();
  if (task !== 'open') {
    for await (const entries of view.entries(EVERY_KEY)) tell({ kind: 'reading', key: entries.at(-1)?.[0] ?? '' });
  }
  await view.close();
  await store.close();
}

const request: ProbeRequest = JSON.parse(process.argv[2] ?? '{}');
const flaw = await probe(request).then(() => null, fullMessage);
tell({ kind: 'finished', flaw });
process.disconnect?.();
