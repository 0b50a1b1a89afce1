/** Compacts a tail of any length: a compactor takes a limited number of records at once. */

import { ok, type Result } from '../lib/result.ts';
import type { CompactionInput, CompactionOutput, Compactor } from './compactor.ts';
import { noteOf } from './document-log.ts';

/** The whole tail as one output. Fails with a sentence when the snapshot cannot be loaded. */
export async function mergedOutput(
  compactor: Compactor,
  { snapshot, note, tail }: CompactionInput,
): Promise<Result<CompactionOutput, string>> {
  const first = await compactor.compact({ snapshot, note, tail });
  if (!first.ok) return first;
  let whole = first.value;
  for (;;) {
    const { through } = whole;
    const rest = tail.filter(({ sequence }) => sequence > through);
    if (rest.length === 0) return ok(whole);
    const next = await compactor.compact({
      snapshot: { through, bytes: whole.snapshot },
      note: noteOf(whole),
      tail: rest,
    });
    if (!next.ok) return next;
    const segments = [...whole.segments, ...next.value.segments];
    whole = { ...next.value, segments, excised: [...whole.excised, ...next.value.excised] };
  }
}
