/**
 * The backups that a running server makes of itself, one at a time, into `backups/` of its data directory. The work is a
 * child's, which asks for the data as `scriptorium backup` does; what is left here is how far it is.
 *
 * Nothing is removed by itself but what a backup that was cut short has left.
 */

import type { ChildProcess } from 'node:child_process';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BackupProgress, BackupState, FinishedBackup } from '../contract/admin-api.ts';
import type { Clock } from '../lib/clock.ts';
import { forkModule } from '../lib/fork-module.ts';
import type { Logger } from '../lib/logger.ts';
import type { BackupMade } from './backup.ts';
import { BACKUPS } from './data-directory.ts';
import { fullMessage } from './ordered-store.ts';

export type BackupMessage =
  | { readonly kind: 'progress'; readonly progress: BackupProgress }
  | { readonly kind: 'made'; readonly made: BackupMade }
  | { readonly kind: 'failed'; readonly sentence: string };

const NAME = /^scriptorium-.*\.backup$/;
const BEGUN: BackupProgress = { step: 'writing', bytes: 0 };

export class Backups {
  readonly #dataDirectory: string;
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #running: { readonly since: number; progress: BackupProgress } | null = null;
  #failure: BackupState['failure'] = null;
  #child: ChildProcess | null = null;
  #done: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(dataDirectory: string, clock: Clock, logger: Logger) {
    this.#dataDirectory = resolve(dataDirectory);
    this.#directory = join(this.#dataDirectory, BACKUPS);
    this.#clock = clock;
    this.#logger = logger;
  }

  /** What can be said of them now; the last one by what lies on the disk. */
  async state(): Promise<BackupState> {
    const running = this.#running && { since: this.#running.since, ...this.#running.progress };
    return { running, last: await this.#last(), failure: this.#failure, directory: this.#directory };
  }

  /** @returns false while one is being made. */
  start(): boolean {
    if (this.#running !== null || this.#isClosed) return false;
    const since = this.#clock.now();
    this.#running = { since, progress: BEGUN };
    this.#failure = null;
    const name = `scriptorium-${new Date(since).toISOString().replaceAll(':', '-')}.backup`;
    this.#done = this.#make(join(this.#directory, name)).then((sentence) => {
      this.#running = null;
      if (sentence === null) return;
      this.#failure = { at: this.#clock.now(), sentence };
      this.#logger.error({ error: sentence }, 'no backup was made');
    });
    return true;
  }

  /** Ends the one that is being made; nothing of it stays. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#child?.kill();
    await this.#done;
  }

  /** @returns why there is none; null when it is there. */
  async #make(target: string): Promise<string | null> {
    try {
      await mkdir(this.#directory, { recursive: true });
      await this.#clearAway();
      const outcome = await this.#run(target);
      if (outcome !== null) await this.#clearAway();
      return outcome;
    } catch (error) {
      return fullMessage(error);
    }
  }

  #run(target: string): Promise<string | null> {
    if (this.#isClosed) return Promise.resolve('The server is being stopped.');
    const child = forkModule(new URL('./backup-process', import.meta.url), [this.#dataDirectory, target]);
    this.#child = child;
    let outcome: string | null = 'The process that made it ended.';
    child.on('message', (message: BackupMessage) => {
      if (message.kind === 'progress' && this.#running !== null) this.#running.progress = message.progress;
      else if (message.kind === 'made') outcome = null;
      else if (message.kind === 'failed') outcome = message.sentence;
    });
    return new Promise((settle) => {
      const end = (sentence: string | null) => {
        this.#child = null;
        settle(sentence);
      };
      child.once('error', (error) => end(fullMessage(error)));
      child.once('exit', () => end(outcome));
    });
  }

  /** What a backup that was cut short has left: the text of one without its name. */
  async #clearAway(): Promise<void> {
    const names = await readdir(this.#directory);
    const whole = new Set(names.filter((name) => NAME.test(name)));
    for (const name of names) {
      const [of] = /^scriptorium-.*?\.backup/.exec(name) ?? [];
      if (of !== undefined && !whole.has(of)) await rm(join(this.#directory, name), { recursive: true, force: true });
    }
  }

  /** Names are moments: the last in their order is the newest. */
  async #last(): Promise<FinishedBackup | null> {
    const names = await readdir(this.#directory).catch(() => []);
    const name = names
      .filter((one) => NAME.test(one))
      .sort()
      .at(-1);
    if (name === undefined) return null;
    const file = join(this.#directory, name);
    const found = await stat(file).catch(() => null);
    return found && { file, bytes: found.size, at: found.mtimeMs };
  }
}
