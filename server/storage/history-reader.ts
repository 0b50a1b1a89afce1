/** Walks over the past of one document, and over all documents. */

import { failed, ok } from '../lib/result.ts';
import type { DocumentEntry, HistoryRange, LogRecord, LogResult, StoredSegment } from './document-log.ts';
import { EVERY_HEAD, goneKey, headKey, type KeyRange, parseKey, recordRange, segmentRange } from './level-keys.ts';
import type { StoreView } from './ordered-store.ts';
import { decodeHead, decodeRecord, decodeSegment, type Flaw } from './records.ts';

type Part = LogResult<StoredSegment | LogRecord>;

/** Segments that touch the range, then the records in it that are not compacted. A damaged part is an error in its place. */
export async function* readHistory(view: StoreView, id: string, range: HistoryRange): AsyncGenerator<Part> {
  if (range.order === 'backwards') {
    yield* readRecords(view, id, range);
    yield* readSegments(view, id, range);
    return;
  }
  let last = 0;
  for await (const segment of readSegments(view, id, range)) {
    if (segment.ok) last = Math.max(last, segment.value.through);
    yield segment;
  }
  const { from = 0 } = range;
  yield* readRecords(view, id, { ...range, from: Math.max(from, last + 1) });
}

async function* readSegments(
  view: StoreView,
  id: string,
  { from = 0, through, order }: HistoryRange,
): AsyncGenerator<LogResult<StoredSegment>> {
  for await (const entries of view.entries(segmentRange(id, through), order)) {
    for (const [key, value] of entries) {
      const parsed = parseKey(key);
      if (parsed?.kind !== 'seg') continue;
      const segment = decodeSegment(key, parsed.sequence, value);
      if (!segment.ok) yield damaged(`a segment of document ${id}, from record ${parsed.sequence} on`, segment.error);
      else if (segment.value.through >= from) yield segment;
    }
  }
}

async function* readRecords(
  view: StoreView,
  id: string,
  { from = 0, through, order }: HistoryRange,
): AsyncGenerator<LogResult<LogRecord>> {
  if (through !== undefined && through < from) return;
  for await (const entries of view.entries(recordRange(id, from, through), order)) {
    for (const [key, value] of entries) {
      const parsed = parseKey(key);
      if (parsed?.kind !== 'rec') continue;
      const record = decodeRecord(key, parsed.sequence, value);
      yield record.ok ? record : damaged(`record ${parsed.sequence} of document ${id}`, record.error);
    }
  }
}

export async function* readDocuments(view: StoreView, after?: string): AsyncGenerator<LogResult<DocumentEntry>> {
  // '!' sorts before everything that an id may go on with.
  const range: KeyRange = after === undefined ? EVERY_HEAD : { ...EVERY_HEAD, first: `${headKey(after)}!` };
  for await (const entries of view.entries(range)) {
    for (const [key, value] of entries) {
      const parsed = parseKey(key);
      if (parsed?.kind !== 'head') continue;
      const head = decodeHead(key, value);
      if (!head.ok) yield damaged(`the head record of document ${parsed.id}`, head.error);
      else {
        const { sequence, createdAt, changedAt, title } = head.value;
        const isGone = (await view.get(goneKey(parsed.id))) !== undefined;
        yield ok({ id: parsed.id, head: sequence, createdAt, changedAt, title, isGone });
      }
    }
  }
}

function damaged(
  what: string,
  flaw: Flaw,
): { readonly ok: false; readonly error: { code: 'damaged'; message: string } } {
  return failed({ code: 'damaged', message: `Damaged: ${what}: ${flaw}. Run "scriptorium verify".` });
}
