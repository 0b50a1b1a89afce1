/** LevelDB at its least: what arrives while a synced write is in flight is the next one, for all documents together. */

import { Level } from 'level';

interface Waiting {
  readonly key: string;
  readonly value: Buffer;
}

interface Share {
  count: number;
  readonly stored: (count: number) => void;
}

const DIGITS = 12;

export class FloorLog {
  readonly #database: Level<string, Buffer>;
  #next = 0;
  #waiting: Waiting[] = [];
  /** Of each document in the next write: how many messages, and who is told. */
  #shares = new Map<string, Share>();
  #writing: Promise<void> | null = null;

  private constructor(database: Level<string, Buffer>) {
    this.#database = database;
  }

  static async open(directory: string): Promise<FloorLog> {
    const database = new Level<string, Buffer>(directory, { valueEncoding: 'buffer' });
    await database.open();
    const log = new FloorLog(database);
    for await (const key of database.keys()) log.#next = Math.max(log.#next, Number(key.slice(-DIGITS)) + 1);
    return log;
  }

  async read(document: string): Promise<Buffer[]> {
    return await this.#database.values({ gte: `${document}!`, lt: `${document}"` }).all();
  }

  /** Calls `stored` once a write, with how many of the document's messages it held. */
  append(document: string, message: Buffer, stored: (count: number) => void): void {
    this.#waiting.push({ key: `${document}!${String(this.#next++).padStart(DIGITS, '0')}`, value: message });
    const share = this.#shares.get(document);
    if (share === undefined) this.#shares.set(document, { count: 1, stored });
    else share.count += 1;
    this.#writing ??= this.#write();
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#database.close();
  }

  async #write(): Promise<void> {
    // The rest of this turn belongs to this write.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const operations = this.#waiting.map((put) => ({ type: 'put' as const, ...put }));
      const shares = this.#shares;
      this.#waiting = [];
      this.#shares = new Map();
      await this.#database.batch(operations, { sync: true });
      for (const { count, stored } of shares.values()) stored(count);
    }
    this.#writing = null;
  }
}
