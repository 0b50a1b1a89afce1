/**
 * A witness beside the database: which record of each document was confirmed last. The database cannot testify
 * against itself: when LevelDB drops a damaged part of its log, or comes back as of an older manifest, what is left
 * is consistent and only too short. The ledger then says of which document how much is missing.
 *
 *   ledger-0, ledger-1   lines "checksum id sequence"; one is written, the other is the one before it
 *
 * It is written a little after the confirmation and never synced while running: it may lag behind the database, and
 * never runs ahead of it. A torn end is what a crash leaves, and is ignored. A file is as long as several of LevelDB's
 * logs, so that everything which is not yet in a table is covered.
 */

import { type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { LEDGER_BYTES_MAX, LEDGER_FLUSH_MS } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Sequence } from './document-log.ts';

export interface Ledger {
  /** What was confirmed before this process began. */
  readonly confirmedById: ReadonlyMap<string, Sequence>;
  /** Remembers a confirmation; written soon. */
  note(id: string, sequence: Sequence): void;
  /** Writes and syncs what is left. Idempotent. */
  close(): Promise<void>;
}

/** Names in the data directory. */
export const LEDGER_FILES = ['ledger-0', 'ledger-1'] as const;

export async function openLedger(directory: string, clock: Clock, logger: Logger): Promise<Ledger> {
  const paths = LEDGER_FILES.map((name) => join(directory, name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
  const ages = await Promise.all(paths.map(async (path) => (await stat(path).catch(() => null))?.mtimeMs ?? 0));
  const current = (ages[1] ?? 0) > (ages[0] ?? 0) ? 1 : 0;
  const file = await open(paths[current] as string, 'a');
  return new FileLedger({ paths, current, file, bytes: texts[current]?.length ?? 0, clock, logger, ...parse(texts) });
}

/** The highest sequence of each document; lines that are torn or damaged say nothing. */
function parse(texts: readonly string[]): { readonly confirmedById: Map<string, Sequence> } {
  const confirmedById = new Map<string, Sequence>();
  for (const line of texts.join('\n').split('\n')) {
    const [checksum, id, sequence] = line.split(' ');
    if (id === undefined || sequence === undefined || checksum !== checksumOf(id, sequence)) continue;
    confirmedById.set(id, Math.max(confirmedById.get(id) ?? 0, Number(sequence)));
  }
  return { confirmedById };
}

function lineOf([id, sequence]: readonly [string, Sequence]): string {
  return `${checksumOf(id, String(sequence))} ${id} ${sequence}\n`;
}

function checksumOf(id: string, sequence: string): string {
  return crc32(`${id} ${sequence}`).toString(16).padStart(8, '0');
}

interface FileLedgerOptions {
  readonly paths: readonly string[];
  readonly current: number;
  readonly file: FileHandle;
  readonly bytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly confirmedById: ReadonlyMap<string, Sequence>;
}

class FileLedger implements Ledger {
  readonly confirmedById: ReadonlyMap<string, Sequence>;
  readonly #options: FileLedgerOptions;
  #current: number;
  #file: FileHandle;
  #bytes: number;
  #noted = new Map<string, Sequence>();
  #timer: Timer | null = null;
  #writing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(options: FileLedgerOptions) {
    this.#options = options;
    this.confirmedById = options.confirmedById;
    this.#current = options.current;
    this.#file = options.file;
    this.#bytes = options.bytes;
  }

  note(id: string, sequence: Sequence): void {
    this.#noted.set(id, sequence);
    this.#timer ??= this.#options.clock.after(LEDGER_FLUSH_MS, () => this.#flush());
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    this.#flush();
    await this.#writing;
    await this.#file.sync().catch(() => {});
    await this.#file.close();
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const lines = [...this.#noted].map(lineOf).join('');
    this.#noted = new Map();
    if (lines !== '') this.#writing = this.#writing.then(() => this.#write(lines));
  }

  /** A ledger that cannot be written is no reason to stop: it proves nothing then, and says so. */
  async #write(lines: string): Promise<void> {
    try {
      if (this.#bytes > LEDGER_BYTES_MAX) await this.#turnOver();
      // Begins with a line break, so that a line torn by a crash spoils no other.
      this.#bytes += (await this.#file.write(`\n${lines}`)).bytesWritten;
    } catch (error) {
      this.#options.logger.warn({ error: String(error) }, 'the ledger of confirmations cannot be written');
    }
  }

  async #turnOver(): Promise<void> {
    const next = 1 - this.#current;
    const path = this.#options.paths[next] as string;
    await truncate(path).catch(() => {});
    const file = await open(path, 'a');
    await this.#file.close();
    this.#current = next;
    this.#file = file;
    this.#bytes = 0;
  }
}
