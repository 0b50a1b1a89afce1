/**
 * Looks at everything that is stored: every checksum, every sequence, every head, whether each document loads, whether
 * its history is whole. Finds and names; changes nothing.
 */

import { mergedOutput } from './compaction-rounds.ts';
import type { Compactor } from './compactor.ts';
import type { Sequence } from './document-log.ts';
import { type ReadDocument, readDocument } from './document-reader.ts';
import { findLosses } from './ledger-check.ts';
import { asideRange, EVERY_KEY, parseKey, segmentRange } from './level-keys.ts';
import { fullMessage, type OrderedStore, type StoreView } from './ordered-store.ts';
import { decodeAside, decodeSegment } from './records.ts';

export interface DocumentReport {
  readonly id: string;
  readonly head: Sequence;
  /** What is wrong, a part of a sentence each; empty when all is well. */
  readonly flaws: readonly string[];
}

/** Set aside in the place of records that a repair had to give up; keeps the history's count honest. */
export const LOST = 'lost: ';

/** Every document id that any key or the ledger names and that was not deleted, in order; keys that nobody wrote are told to `onStrangeKey`. */
export async function listIds(
  view: StoreView,
  confirmedById: ReadonlyMap<string, Sequence>,
  onStrangeKey: (key: string) => void,
): Promise<string[]> {
  const ids = new Set(confirmedById.keys());
  const gone = new Set<string>();
  for await (const keys of view.keys(EVERY_KEY)) {
    for (const key of keys) {
      const parsed = parseKey(key);
      if (parsed === null) onStrangeKey(key);
      else if (parsed.kind === 'gone') gone.add(parsed.id);
      else if (parsed.kind !== 'meta') ids.add(parsed.id);
    }
  }
  return [...ids].filter((id) => !gone.has(id)).sort();
}

export interface VerificationParts {
  readonly store: OrderedStore;
  readonly compactor: Compactor;
  readonly confirmedById: ReadonlyMap<string, Sequence>;
}

export async function verifyDocument(view: StoreView, id: string, parts: VerificationParts): Promise<DocumentReport> {
  const document = await readDocument(view, id);
  const flaws = [...document.flaws];
  flaws.push(...lossOf(id, parts));
  flaws.push(...(await historyFlaws(view, id, document.snapshot?.through ?? 0)));
  if (document.flaws.length === 0) flaws.push(...(await loadingFlaws(document, parts.compactor)));
  return { id, head: document.head, flaws };
}

function lossOf(id: string, { store, confirmedById }: VerificationParts): string[] {
  const confirmed = confirmedById.get(id);
  if (confirmed === undefined || findLosses(store, new Map([[id, confirmed]])).size === 0) return [];
  return [`it had been confirmed through record ${confirmed}, and the database has less`];
}

async function historyFlaws(view: StoreView, id: string, compactedThrough: Sequence): Promise<string[]> {
  const flaws: string[] = [];
  let accounted = 0;
  let isCutBefore = false;
  const look = async (range: Parameters<StoreView['entries']>[0], judge: (key: string, value: Uint8Array) => void) => {
    try {
      for await (const entries of view.entries(range)) for (const [key, value] of entries) judge(key, value);
    } catch (error) {
      flaws.push(`a part of the history cannot be read from the disk: ${fullMessage(error)}`);
    }
  };
  await look(segmentRange(id), (key, value) => {
    const parsed = parseKey(key);
    const segment = parsed?.kind === 'seg' ? decodeSegment(key, parsed.sequence, value) : null;
    if (segment?.ok) accounted += segment.value.edits;
    else flaws.push(`the history at ${key} is unreadable: ${segment?.error ?? 'no such key'}`);
  });
  await look(asideRange(id), (key, value) => {
    const parsed = parseKey(key);
    const aside = parsed?.kind === 'aside' ? decodeAside(key, parsed.sequence, value) : null;
    if (!aside?.ok) flaws.push(`what was set aside at ${key} is unreadable: ${aside?.error ?? 'no such key'}`);
    else if (aside.value.reason.startsWith(LOST)) isCutBefore = true;
    else accounted++;
  });
  if (flaws.length === 0 && !isCutBefore && accounted !== compactedThrough) {
    flaws.push(`the history accounts for ${accounted} of ${compactedThrough} compacted records`);
  }
  return flaws;
}

/** Loads the document as a compaction would, and throws the result away. */
async function loadingFlaws({ snapshot, note, tail }: ReadDocument, compactor: Compactor): Promise<string[]> {
  const output = await mergedOutput(compactor, { snapshot, note, tail });
  if (!output.ok) return [output.error];
  return output.value.excised.map(({ sequence, reason }) => `record ${sequence} cannot be loaded: ${reason}`);
}
