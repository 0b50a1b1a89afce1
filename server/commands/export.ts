/** `scriptorium export ID`: a document, now or at any time: to read, as an update, or its log. A running server's, too. */

import { writeFile } from 'node:fs/promises';

import { failed, ok, type Result } from '../lib/result.ts';
import type { OpenedDocument, StoredSegment } from '../storage/document-log.ts';
import { ImageStore } from '../storage/image-store.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { type Moment, readPast } from '../storage/past.ts';
import { unpackUpdate } from '../storage/segment-bytes.ts';
import { directoryOfDocument } from '../storage/shards.ts';
import type { StoreLog } from '../storage/store-log.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse, type Terminal } from './command.ts';
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
  const request = requestIn(parameters);
  if (!request.ok) {
    terminal.complain(`${request.error} Usage: scriptorium ${exportCommand.usage}`);
    return EXIT.refused;
  }
  const { id, format, output } = request.value;
  const place = await openForReading(await directoryOfDocument(dataDirectory, id));
  if (!place.ok) {
    terminal.complain(place.error);
    return EXIT.refused;
  }
  const content = await contentOf(place.value.log, request.value);
  await place.value.close();
  if (!content.ok) {
    terminal.complain(content.error.sentence);
    return content.error.exit;
  }
  const { bytes, damage } = content.value;
  const file = format === null ? bytes : await readableExport(bytes, format, ImageStore.ofDataDirectory(dataDirectory));
  const flaw = await handOver(file, output, terminal);
  if (flaw !== null) {
    terminal.complain(flaw);
    return EXIT.refused;
  }
  if (damage !== null) terminal.complain(damage);
  return damage === null ? EXIT.done : EXIT.damaged;
}

interface ExportRequest {
  readonly id: string;
  readonly moment: Moment;
  /** Null: as it is stored. */
  readonly format: ReadableFormat | null;
  /** Its history as it is stored, instead of a state. */
  readonly isRaw: boolean;
  /** Undefined for standard output. */
  readonly output: string | undefined;
}

function requestIn(parameters: readonly string[]): Result<ExportRequest, string> {
  const parsed = parse(parameters, OPTIONS, 1);
  if (!parsed.ok) return parsed;
  const { positionals, text, flag } = parsed.value;
  const [id] = positionals;
  if (id === undefined) return failed('Say which document.');
  const moment = momentOf(text('at'));
  if (!moment.ok) return moment;
  const format = formatOf(text('format'));
  if (!format.ok) return format;
  const isRaw = flag('raw');
  if (isRaw && (format.value !== null || moment.value.kind !== 'latest'))
    return failed('--raw is the whole history as it is stored: it goes with no --format and no --at.');
  return ok({ id, moment: moment.value, format: format.value, isRaw, output: text('output') });
}

/** @returns why not; null when it was done. */
async function handOver(file: Uint8Array, output: string | undefined, terminal: Terminal): Promise<string | null> {
  if (output === undefined) {
    await terminal.write(file);
    return null;
  }
  return await writeFile(output, file).then(
    () => null,
    (error: unknown) => `"${output}" could not be written: ${fullMessage(error)}. Choose another place for --output.`,
  );
}

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

interface Content {
  readonly bytes: Uint8Array;
  /** What is wrong with the document: there was more in it than can be read. */
  readonly damage: string | null;
}

interface NoContent {
  readonly sentence: string;
  readonly exit: number;
}

async function contentOf(log: StoreLog, request: ExportRequest): Promise<Result<Content, NoContent>> {
  const { id } = request;
  const opened = await log.open(id);
  if (!opened.ok) {
    const { code, message } = opened.error;
    return failed({ sentence: message, exit: code === 'gone' ? EXIT.refused : EXIT.damaged });
  }
  const { head, damage } = opened.value;
  if (head === 0)
    return failed({
      sentence: damage ?? `There is no document ${id}.`,
      exit: damage === null ? EXIT.refused : EXIT.damaged,
    });
  const bytes = request.isRaw ? await rawLog(log, id) : await stateOf(log, opened.value, request);
  return bytes.ok ? ok({ bytes: bytes.value, damage }) : failed({ sentence: bytes.error, exit: EXIT.damaged });
}

async function stateOf(
  log: StoreLog,
  { snapshot, tail }: OpenedDocument,
  { id, moment }: ExportRequest,
): Promise<Result<Uint8Array, string>> {
  const worker = createWorkerCompactor();
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
