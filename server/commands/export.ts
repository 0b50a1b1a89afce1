/** `scriptorium export ID`: a document, now or at any time: to read, as an update, or its log. A running server's, too. */

import { writeFile } from 'node:fs/promises';

import { failed, ok, type Result } from '../lib/result.ts';
import type { StoredSegment } from '../storage/document-log.ts';
import { ImageStore } from '../storage/image-store.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { type Moment, readPast } from '../storage/past.ts';
import { unpackUpdate } from '../storage/segment-bytes.ts';
import { directoryOfDocument } from '../storage/shards.ts';
import type { StoreLog } from '../storage/store-log.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, type Parsed, parse } from './command.ts';
import { isReadableFormat, READABLE_FORMATS, type ReadableFormat, readableExport } from './readable-export.ts';
import { openForReading } from './workplace.ts';

export const exportCommand: MaintenanceCommand = {
  name: 'export',
  usage: 'export ID [--format md|html|txt|docx] [--at TIME|SEQUENCE] [--raw] [--output FILE]',
  meaning:
    'Write a document, as of now or of a past moment: in a format to read, or as one Yjs update; --raw: its history as lines of JSON.',
  run: exportDocument,
};

const OPTIONS = {
  format: { type: 'string' },
  at: { type: 'string' },
  output: { type: 'string' },
  raw: { type: 'boolean' },
} as const;

async function exportDocument({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, OPTIONS, 1);
  const moment = parsed.ok ? momentOf(parsed.value.text('at')) : parsed;
  const id = parsed.ok ? parsed.value.positionals[0] : undefined;
  const format = parsed.ok ? formatOf(parsed.value.text('format')) : parsed;
  if (!parsed.ok || !moment.ok || !format.ok || id === undefined) {
    const wrong = !moment.ok ? moment.error : !format.ok ? format.error : 'Say which document.';
    terminal.complain(`${wrong} Usage: scriptorium ${exportCommand.usage}`);
    return EXIT.refused;
  }
  const place = await openForReading(await directoryOfDocument(dataDirectory, id));
  if (!place.ok) {
    terminal.complain(place.error);
    return EXIT.refused;
  }
  const bytes = await contentOf(place.value.log, id, moment.value, parsed.value);
  await place.value.close();
  if (!bytes.ok) {
    terminal.complain(bytes.error);
    return EXIT.damaged;
  }
  const content =
    format.value === null
      ? bytes.value
      : await readableExport(bytes.value, format.value, ImageStore.ofDataDirectory(dataDirectory));
  const output = parsed.value.text('output');
  if (output === undefined) {
    await terminal.write(content);
    return EXIT.done;
  }
  const flaw = await writeFile(output, content).then(
    () => null,
    (error: unknown) => `"${output}" could not be written: ${fullMessage(error)}. Choose another place for --output.`,
  );
  if (flaw !== null) terminal.complain(flaw);
  return flaw === null ? EXIT.done : EXIT.refused;
}

/** Null: as it is stored. */
function formatOf(format: string | undefined): Result<ReadableFormat | null, string> {
  if (format === undefined) return ok(null);
  return isReadableFormat(format)
    ? ok(format)
    : failed(`"${format}" is no format; there are ${READABLE_FORMATS.join(', ')}.`);
}

/** A plain number is a sequence, anything else a time. */
function momentOf(at: string | undefined): Result<Moment, string> {
  if (at === undefined) return ok({ kind: 'latest' });
  if (/^\d{1,12}$/.test(at)) return ok({ kind: 'sequence', sequence: Number(at) });
  const time = Date.parse(at);
  if (Number.isNaN(time))
    return failed(`"${at}" is neither the number of a record nor a time such as 2026-11-20T17:30Z.`);
  return ok({ kind: 'time', at: time });
}

async function contentOf(
  log: StoreLog,
  id: string,
  moment: Moment,
  parsed: Parsed,
): Promise<Result<Uint8Array, string>> {
  const opened = await log.open(id);
  if (!opened.ok) return failed(opened.error.message);
  if (opened.value.head === 0) return failed(`There is no document ${id}.`);
  if (parsed.flag('raw')) return rawLog(log, id);
  const worker = createWorkerCompactor();
  const { snapshot, tail } = opened.value;
  const state =
    moment.kind === 'latest'
      ? await worker.replay([
          ...(snapshot === null ? [] : [{ ...NOWHERE, bytes: snapshot.bytes }]),
          ...tail.map(({ bytes }) => ({ ...NOWHERE, bytes })),
        ])
      : await readPast(log, worker, id, moment, Number.POSITIVE_INFINITY);
  await worker.close();
  if (!state.ok) return failed(typeof state.error === 'string' ? state.error : state.error.sentence);
  return ok('bytes' in state.value ? state.value.bytes : state.value);
}

/** For pieces of which only the bytes matter. */
const NOWHERE = { from: 0, through: 0, fromAt: 0, throughAt: 0, user: '', edits: 0, encoding: 'v1' } as const;

async function rawLog(log: StoreLog, id: string): Promise<Result<Uint8Array, string>> {
  const lines: string[] = [];
  for await (const part of log.history(id)) {
    if (!part.ok) return failed(part.error.message);
    const { bytes, ...rest } = part.value;
    const [kind, update] = isSegment(part.value) ? ['run', unpackUpdate(bytes)] : ['record', bytes];
    lines.push(JSON.stringify({ kind, ...rest, bytes: Buffer.from(update).toString('base64') }));
  }
  return ok(Buffer.from(`${lines.join('\n')}\n`));
}

function isSegment(part: object): part is StoredSegment {
  return 'from' in part;
}
