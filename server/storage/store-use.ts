/** Adds up what each document takes. */

import { EVERY_KEY, parseKey } from './level-keys.ts';
import type { StoreView } from './ordered-store.ts';

export interface StoreUse {
  readonly id: string;
  /** Not compacted yet. */
  readonly records: number;
  readonly logBytes: number;
  readonly snapshotBytes: number;
  readonly runs: number;
  readonly historyBytes: number;
  /** Set aside because they could not be loaded. */
  readonly asideBytes: number;
}

type Sums = { -readonly [Field in keyof StoreUse]: StoreUse[Field] };

export async function addUpUse(view: StoreView): Promise<StoreUse[]> {
  const usesById = new Map<string, Sums>();
  for await (const entries of view.entries(EVERY_KEY)) {
    for (const [key, value] of entries) {
      const parsed = parseKey(key);
      if (parsed === null || parsed.kind === 'meta' || parsed.kind === 'gone') continue;
      const { id, kind } = parsed;
      const use = usesById.get(id) ?? nothing(id);
      usesById.set(id, use);
      add(use, kind, key.length + value.length);
    }
  }
  return [...usesById.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function nothing(id: string): Sums {
  return { id, records: 0, logBytes: 0, snapshotBytes: 0, runs: 0, historyBytes: 0, asideBytes: 0 };
}

function add(use: Sums, kind: 'head' | 'snap' | 'note' | 'rec' | 'seg' | 'aside', bytes: number): void {
  if (kind === 'rec') use.records++;
  if (kind === 'seg') use.runs++;
  if (kind === 'rec') use.logBytes += bytes;
  else if (kind === 'seg') use.historyBytes += bytes;
  else if (kind === 'aside') use.asideBytes += bytes;
  else use.snapshotBytes += bytes;
}
