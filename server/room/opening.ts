/**
 * Brings a document from the log into memory. A record that passed an earlier version's gate and that this one cannot
 * read must not keep anybody out: the compaction, which is the check, takes it in or sets it aside, and the document is
 * opened once more.
 */

import { failed, ok } from '../lib/result.ts';
import { mergedOutput } from '../storage/compaction-rounds.ts';
import type { LogResult, OpenedDocument } from '../storage/document-log.ts';
import { Room, type RoomParts } from './room.ts';

/** @throws Error when the document cannot be read and the compaction cannot help. */
export async function openRoom(id: string, parts: RoomParts): Promise<LogResult<Room>> {
  const opened = await parts.log.open(id);
  if (!opened.ok) return opened;
  try {
    return ok(await Room.load(id, opened.value, parts));
  } catch (error) {
    parts.logger.error({ document: id, error }, 'a document cannot be read as it lies; it is compacted first');
    const compacted = await compactWhole(id, opened.value, parts);
    return compacted.ok ? ok(await Room.load(id, compacted.value, parts)) : compacted;
  }
}

async function compactWhole(id: string, opened: OpenedDocument, parts: RoomParts): Promise<LogResult<OpenedDocument>> {
  const { log, compactor, logger } = parts;
  const output = await mergedOutput(compactor, opened);
  if (!output.ok) return failed({ code: 'damaged', message: output.error });
  for (const { sequence, reason } of output.value.excised) {
    logger.error({ document: id, sequence, reason }, 'a record was set aside');
  }
  const stored = await log.compact(id, output.value);
  return stored.ok ? log.open(id) : stored;
}
