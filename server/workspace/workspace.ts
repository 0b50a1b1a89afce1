/**
 * What is known about documents and people apart from text: rows of JSON in tables, in a LevelDB of its own beside the
 * log (`data/workspace/`). The process that listens on the port has it; workers ask that process.
 *
 * What always holds:
 * - A change is all of its writes or none, and on the disk when its promise resolves.
 * - Changes run one after another: each reads what all earlier ones wrote.
 * - A row is read through its table's schema: what does not fit is an error that names the row, never a guess.
 * - After a failed write the database is closed and opened again before the next, because LevelDB after one lies.
 */

import { Level } from 'level';
import type { z } from 'zod';
import type { Logger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { writeBackup } from '../storage/backup-format.ts';
import { openView } from '../storage/level-store.ts';
import { fullMessage } from '../storage/ordered-store.ts';

/** One write inside a change. */
export type Write =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

export interface Page {
  /** The key after which it begins. */
  readonly after?: string;
  /** Only keys that begin like this. */
  readonly prefix?: string;
  readonly limit?: number;
}

/** Sorts before every character that a part of a key may have, so that no part can reach into another's range. */
const SEPARATOR = '!';
/** Sorts behind all of them. */
const LAST = '~';

/** Parts of a key as one; a part holds letters, digits, '_', '-', '.', ':' or '@' and is not empty. */
export function keyOf(...parts: readonly string[]): string {
  for (const part of parts) {
    if (!/^[\w.:@-]+$/.test(part)) throw new Error(`"${part}" cannot be part of a key.`);
  }
  return parts.join(SEPARATOR);
}

/** A key part that sorts times newest first. @param at milliseconds since 1970. */
export function newestFirst(at: number): string {
  return String(TIME_MAX - at).padStart(TIME_DIGITS, '0');
}

const TIME_DIGITS = 15;
const TIME_MAX = 10 ** TIME_DIGITS - 1;

export class Workspace {
  readonly #directory: string;
  readonly #logger: Logger;
  #database: Level;
  #isBroken = false;
  #last: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  private constructor(directory: string, database: Level, logger: Logger) {
    this.#directory = directory;
    this.#database = database;
    this.#logger = logger;
  }

  /** Fails with a sentence for the operator. */
  static async open(directory: string, logger: Logger): Promise<Result<Workspace, string>> {
    try {
      return ok(new Workspace(directory, await openDatabase(directory), logger));
    } catch (error) {
      return failed(
        `What is known about documents and people cannot be read: ${fullMessage(error)}. ` +
          `Check who owns ${directory}; restore it from a backup if it is damaged.`,
      );
    }
  }

  /** @param name of letters; no two tables share one. */
  table<Row>(name: string, schema: z.ZodType<Row>): Table<Row> {
    const prefix = keyOf(name) + SEPARATOR;
    return new Table(prefix, schema, () => this.#database);
  }

  /**
   * Runs when all earlier changes are done; what `make` returns is written as one.
   *
   * @param make reads what it needs and returns the writes, with what the caller wants to know. Nothing is awaited in it.
   * @throws what `make` throws, with nothing written; what the disk says.
   */
  change<Value>(make: () => readonly [writes: readonly Write[], value: Value]): Promise<Value> {
    const done = this.#last.then(async () => {
      if (this.#isBroken) await this.#reopen();
      const [writes, value] = make();
      if (writes.length > 0) await this.#write(writes);
      return value;
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Where it lies. */
  get directory(): string {
    return this.#directory;
  }

  /** Everything as it is now, as one stream; changes go on meanwhile. @param now milliseconds since 1970. */
  async *backup(now: number): AsyncGenerator<Uint8Array> {
    const view = openView(this.#database);
    try {
      yield* writeBackup(view, now);
    } finally {
      await view.close();
    }
  }

  /** Waits for the changes that were begun. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#last.then(() => this.#database.close());
    return this.#closing;
  }

  async #write(writes: readonly Write[]): Promise<void> {
    try {
      await this.#database.batch([...writes], { sync: true } as object);
    } catch (error) {
      this.#isBroken = true;
      this.#logger.error({ error: fullMessage(error) }, 'the workspace could not be written');
      throw error;
    }
  }

  async #reopen(): Promise<void> {
    await this.#database.close();
    this.#database = await openDatabase(this.#directory);
    this.#isBroken = false;
  }
}

/** Rows of one shape, sorted by key. */
export class Table<Row> {
  readonly #prefix: string;
  readonly #schema: z.ZodType<Row>;
  readonly #database: () => Level;

  constructor(prefix: string, schema: z.ZodType<Row>, database: () => Level) {
    this.#prefix = prefix;
    this.#schema = schema;
    this.#database = database;
  }

  /** Reads at once. @throws Error for a row that does not fit; what the disk throws. */
  get(key: string): Row | undefined {
    const value = this.#database().getSync(this.#prefix + key);
    return value === undefined ? undefined : this.#rowOf(key, value);
  }

  put(key: string, row: Row): Write {
    return { type: 'put', key: this.#prefix + key, value: JSON.stringify(row) };
  }

  del(key: string): Write {
    return { type: 'del', key: this.#prefix + key };
  }

  /** In key order. @throws as `get`. */
  async *rows({ after, prefix = '', limit = -1 }: Page = {}): AsyncGenerator<readonly [string, Row]> {
    const start = this.#prefix + prefix;
    const first = after === undefined ? { gte: start } : { gt: max(start, this.#prefix + after) };
    for await (const [key, value] of this.#database().iterator({ ...first, lt: start + LAST, limit })) {
      const own = key.slice(this.#prefix.length);
      yield [own, this.#rowOf(own, value)];
    }
  }

  #rowOf(key: string, value: string): Row {
    const row = this.#schema.safeParse(JSON.parse(value));
    if (row.success) return row.data;
    throw new Error(`The row ${this.#prefix}${key} of the workspace does not fit: ${row.error.message}`);
  }
}

async function openDatabase(directory: string): Promise<Level> {
  const database = new Level(directory);
  await database.open();
  return database;
}

function max(one: string, other: string): string {
  return one > other ? one : other;
}
