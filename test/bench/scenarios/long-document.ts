/** The long document that cold opens and memory are measured with: typed once, by one person, as one update in a file. */

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import * as Y from 'yjs';
import { seededRandom } from '../../support/seeded-random.ts';
import { madeUpTrace } from '../trace.ts';
import type { Size } from './scenario.ts';

const SEED = 20_261_120;
const TINY_EDITS = 2_000;
/** What an editor sends at most at a time; also what keeps building it linear. */
const AUTHOR = 1;

export interface LongDocument {
  /** As an editor would have sent it, edit by edit. */
  readonly updates: readonly Uint8Array[];
  /** As one update, and where it is kept. */
  readonly path: string;
  readonly bytes: number;
  readonly hash: string;
}

export async function typeLongDocument(size: Size, path: string): Promise<LongDocument> {
  const document = new Y.Doc();
  document.clientID = AUTHOR;
  const text = document.getText('body');
  const updates: Uint8Array[] = [];
  document.on('update', (update: Uint8Array) => updates.push(update));
  for (const { position, deleted, inserted } of madeUpTrace(seededRandom(SEED))) {
    document.transact(() => {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted !== '') text.insert(position, inserted);
    });
    if (size === 'tiny' && updates.length === TINY_EDITS) break;
  }
  const whole = Y.encodeStateAsUpdate(document);
  await writeFile(path, whole);
  const hash = createHash('sha256').update(text.toString()).digest('hex');
  return { updates, path, bytes: whole.length, hash };
}
