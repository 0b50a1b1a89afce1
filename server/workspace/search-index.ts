/**
 * The index of titles and text: SQLite's FTS5 in a file. Synchronous, and slow for large changes, so it lives in a
 * thread of its own (search-worker.ts).
 *
 * What always holds: nothing in it is the only place where something is known, so a damaged one is thrown away; rows
 * are numbered by when they were changed, so results come newest first without being sorted.
 */

import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { SEARCH_COUNT_MAX } from '../contract/limits.ts';
import { HIT_END, HIT_START, indexed, type Marked, matchOf, readerWord, unmarked } from './search-text.ts';

/** Raised whenever the tables or what is put into them change: an older index is built anew. */
const LAYOUT = 1;

/** Numbers of rows in one millisecond. */
const ROWS_A_MS = 1_000;

/** Words of a snippet. */
const SNIPPET_WORDS = 24;

export interface IndexedDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly changedAt: number;
  /** Reader keys; with none it is found by nobody. */
  readonly readers: readonly string[];
}

export interface Found {
  readonly id: string;
  readonly title: Marked;
  readonly text: Marked;
}

export interface Findings {
  readonly found: readonly Found[];
  /** How many there are; SEARCH_COUNT_MAX stands for that many or more. */
  readonly count: number;
}

const SCHEMA = `
  create table place (id text primary key, row integer not null unique, changed_at integer not null) without rowid;
  create virtual table docs using fts5 (title, body, readers, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3');
  create table meta (name text primary key, value integer not null) without rowid;
  insert into meta values ('layout', ${LAYOUT}), ('complete', 0);`;

export class SearchIndex {
  readonly #database: sqlite.Database;

  private constructor(database: sqlite.Database) {
    this.#database = database;
  }

  /** What cannot be used is removed, and an empty one begun. @throws what the disk throws. */
  static open(path: string): SearchIndex {
    // A lock that was left behind: only one process ever gets here, it has the data directory.
    rmSync(`${path}.lock`, { recursive: true, force: true });
    return attemptOpen(path) ?? new SearchIndex(begin(path));
  }

  static existing(database: sqlite.Database): SearchIndex {
    return new SearchIndex(database);
  }

  /** Whether every document there was has been put into it once. */
  get isComplete(): boolean {
    return this.#number("select value from meta where name = 'complete'") === 1;
  }

  markComplete(): void {
    this.#database.run("update meta set value = 1 where name = 'complete'");
  }

  /** Adds documents, or replaces them. All or none. */
  put(documents: readonly IndexedDocument[]): void {
    this.#inOne(() => {
      for (const document of documents) this.#putOne(document);
    });
  }

  #putOne({ id, title, text, changedAt, readers }: IndexedDocument): void {
    this.#removeOne(id);
    let row = Math.max(1, changedAt) * ROWS_A_MS;
    while (this.#database.get('select 1 from place where row = ?', row) !== null) row += 1;
    const words = readers.map(readerWord).join(' ');
    this.#database.run('insert into docs (rowid, title, body, readers) values (?, ?, ?, ?)', [
      row,
      indexed(title),
      indexed(text),
      words,
    ]);
    this.#database.run('insert into place values (?, ?, ?)', [id, row, changedAt]);
  }

  /** Who may find a document from now on; one that is not here is left alone. */
  setReaders(id: string, readers: readonly string[]): void {
    const row = this.#rowOf(id);
    if (row === null) return;
    this.#inOne(() =>
      this.#database.run('update docs set readers = ? where rowid = ?', [readers.map(readerWord).join(' '), row]),
    );
  }

  remove(ids: readonly string[]): void {
    this.#inOne(() => {
      for (const id of ids) this.#removeOne(id);
    });
  }

  #removeOne(id: string): void {
    const row = this.#rowOf(id);
    if (row === null) return;
    this.#database.run('delete from docs where rowid = ?', row);
    this.#database.run('delete from place where id = ?', id);
  }

  /** As of which change each document is here; those that are not are left out. */
  changedAtOf(ids: readonly string[]): Readonly<Record<string, number>> {
    const marks = ids.map(() => '?').join(',');
    const rows = this.#database.all(`select id, changed_at from place where id in (${marks})`, [...ids]);
    return Object.fromEntries(rows.map(({ id, changed_at }) => [String(id), Number(changed_at)]));
  }

  /** Documents whose title has all words come first, then those whose text has; of each, the newest first. */
  find(typed: string, readers: readonly string[], limit: number): Findings {
    const match = matchOf(typed);
    if (match === null || readers.length === 0) return { found: [], count: 0 };
    const words = readers.map((key) => `"${readerWord(key)}"`).join(' OR ');
    const all = `{title body} : (${match}) AND {readers} : (${words})`;
    // Both columns are named, so that hits in the text are marked, too.
    const titled = this.#rows(`${all} AND {title} : (${match})`, limit);
    const others = this.#rows(all, limit).filter(({ id }) => titled.every((row) => row.id !== id));
    return { found: [...titled, ...others].slice(0, limit), count: this.#count(all) };
  }

  #rows(match: string, limit: number): Found[] {
    const rows = this.#database.all(
      `select place.id as id, snippet(docs, 0, ?, ?, '…', 64) as title, snippet(docs, 1, ?, ?, '…', ${SNIPPET_WORDS}) as body
       from docs join place on place.row = docs.rowid where docs match ? order by docs.rowid desc limit ?`,
      [HIT_START, HIT_END, HIT_START, HIT_END, match, limit],
    );
    return rows.map(({ id, title, body }) => ({
      id: String(id),
      title: unmarked(String(title)),
      text: unmarked(String(body)),
    }));
  }

  #count(match: string): number {
    return this.#number(
      `select count(*) from (select 1 from docs where docs match ? limit ${SEARCH_COUNT_MAX})`,
      match,
    );
  }

  #rowOf(id: string): number | null {
    const row = this.#database.get('select row from place where id = ?', id);
    return row === null ? null : Number(row.row);
  }

  #number(sql: string, ...values: readonly string[]): number {
    return Number(Object.values(this.#database.get(sql, [...values]) ?? {})[0] ?? 0);
  }

  #inOne(change: () => void): void {
    this.#database.exec('begin immediate');
    try {
      change();
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  /** Idempotent. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** Null when there is none of this layout that can be read. */
function attemptOpen(path: string): SearchIndex | null {
  let database: sqlite.Database | null = null;
  try {
    database = configured(new sqlite.Database(path, { fileMustExist: true }));
    const layout = Number(database.get("select value from meta where name = 'layout'")?.value);
    const isSound = layout === LAYOUT;
    if (isSound) return SearchIndex.existing(database);
  } catch {
    // As good as none.
  }
  database?.close();
  return null;
}

function begin(path: string): sqlite.Database {
  for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
  const database = configured(new sqlite.Database(path));
  database.exec(SCHEMA);
  return database;
}

function configured(database: sqlite.Database): sqlite.Database {
  // Lost in a power cut is lost; torn would be noticed. 32 MB of pages.
  database.exec('pragma synchronous = normal; pragma cache_size = -32000; pragma temp_store = memory;');
  return database;
}
