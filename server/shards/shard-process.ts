/**
 * A worker process that serves one shard, as the front process sees it: hands sockets over, asks questions, and starts
 * it again when it ends by itself.
 *
 * What always holds: a socket belongs to one process at a time; a question to a worker that is not there fails at once.
 */

import { type ChildProcess, fork } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { AccessNews } from '../accounts/access-book.ts';
import type { Bearer } from '../accounts/identity.ts';
import { WORKER_RESTART_MS, WORKER_RESTART_MS_MAX, WORKER_START_MS_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ShardWatcher } from './shard.ts';
import type { AnswerMessage, AskMessage, Calls, FromWorker, Questions, ToWorker } from './shard-messages.ts';

/** Beside this folder, compiled or, in development, as it was written. */
const PROGRAM = fileURLToPath(new URL(`../worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

export interface ShardProcessParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Answers what the worker asks. */
  readonly questions: Questions;
  readonly watcher: ShardWatcher;
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class ShardProcess {
  readonly #directory: string;
  readonly #parts: ShardProcessParts;
  readonly #questions = new Map<number, Question>();
  #child: ChildProcess | null = null;
  #isReady = false;
  #asked = 0;
  #isClosing = false;
  #exited: Promise<void> = Promise.resolve();
  #restart: Timer | null = null;
  #restartMs = WORKER_RESTART_MS;

  constructor(directory: string, parts: ShardProcessParts) {
    this.#directory = directory;
    this.#parts = parts;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Starts it for the first time. Fails with the worker's own sentence. */
  start(): Promise<Result<null, string>> {
    return new Promise((resolve) => {
      const deadline = this.#parts.clock.after(WORKER_START_MS_MAX, () => {
        resolve(failed(`The worker for ${this.#directory} did not start within ${WORKER_START_MS_MAX / 1_000} s.`));
      });
      const settle = (result: Result<null, string>) => {
        deadline.cancel();
        resolve(result);
      };
      this.#fork(settle);
    });
  }

  /** Hands the socket over; false when nobody is there to take it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (!this.#isReady || this.#child === null || !(socket instanceof Socket)) return false;
    const { url = '', method = '', headers } = request;
    const message: ToWorker = { kind: 'upgrade', url, method, headers, head };
    // Else Node has the worker report every socket's end, and after its exit the server could not be closed any more.
    Object.assign(socket, { server: null });
    this.#child.send(message, socket, { keepOpen: true }, (error) => {
      if (error !== null) this.#parts.logger.warn({ error: String(error) }, 'a connection was lost on its way');
      // Only this process's hold on it: the worker has its own.
      socket.destroy();
    });
    return true;
  }

  call<Name extends keyof Calls>(name: Name, ...parameters: Parameters<Calls[Name]>): Promise<ReturnType<Calls[Name]>> {
    if (!this.#isReady) return Promise.reject(new Error('the worker is being started'));
    this.#asked += 1;
    const number = this.#asked;
    return new Promise((resolve, reject) => {
      this.#questions.set(number, { resolve: (value) => resolve(value as ReturnType<Calls[Name]>), reject });
      this.#send({ kind: 'call', number, name, parameters });
    });
  }

  accessChanged(news: AccessNews): void {
    this.#send({ kind: 'access-changed', news });
  }

  commentsChanged(documentId: string, revision: number): void {
    this.#send({ kind: 'comments-changed', documentId, revision });
  }

  signedOut(bearer: Bearer): void {
    this.#send({ kind: 'signed-out', bearer });
  }

  /** Lets it end in good order. Idempotent. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#restart?.cancel();
    this.#send({ kind: 'close' });
    await this.#exited;
  }

  #send(message: ToWorker): void {
    if (this.#child?.connected === true) this.#child.send(message, () => {});
  }

  #fork(onStarted: (result: Result<null, string>) => void): void {
    const startedAt = this.#parts.clock.now();
    const ended = new Promise<string>((resolve, reject) => {
      // Throws where there is too little memory; where there are too many processes or files the child says so.
      const child = fork(PROGRAM, [this.#directory], { serialization: 'advanced' });
      this.#child = child;
      this.#listen(child, onStarted);
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
      child.on('error', (error) => {
        this.#parts.logger.error({ directory: this.#directory, error: String(error) }, 'a worker failed');
        // One that was never started has no exit.
        if (child.pid === undefined) reject(error);
      });
    });
    this.#exited = ended.catch(String).then((how) => {
      onStarted(failed(`The worker for ${this.#directory} ended at its start (${how}).`));
      this.#onExit(startedAt, how);
    });
  }

  #listen(child: ChildProcess, onStarted: (result: Result<null, string>) => void): void {
    child.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        this.#isReady = true;
        onStarted(ok(null));
        if (this.#restart !== null) this.#parts.watcher.onGap();
      } else if (message.kind === 'changed') {
        this.#parts.watcher.onChange(message.change);
      } else if (message.kind === 'refused') {
        this.#parts.logger.error({ directory: this.#directory }, message.sentence);
        onStarted(failed(message.sentence));
      } else if (message.kind === 'ask') void this.#onQuestion(child, message);
      else this.#onAnswer(message);
    });
  }

  async #onQuestion(child: ChildProcess, { number, name, parameters }: AskMessage): Promise<void> {
    const reply = (message: AnswerMessage) => {
      if (child.connected) child.send(message, () => {});
    };
    try {
      const asked = this.#parts.questions[name] as (...parameters: readonly unknown[]) => Promise<unknown>;
      reply({ kind: 'answer', number, value: await asked(...parameters) });
    } catch (error) {
      this.#parts.logger.error({ error: String(error), name }, 'a question of a worker could not be answered');
      reply({ kind: 'failure', number, message: String(error) });
    }
  }

  #onAnswer(answer: AnswerMessage): void {
    const question = this.#questions.get(answer.number);
    this.#questions.delete(answer.number);
    if (answer.kind === 'answer') question?.resolve(answer.value);
    else question?.reject(new Error(answer.message));
  }

  #onExit(startedAt: number, how: string): void {
    const wasReady = this.#isReady;
    this.#child = null;
    this.#isReady = false;
    for (const { reject } of this.#questions.values()) reject(new Error('the worker ended'));
    this.#questions.clear();
    // One that never served at the very start is the operator's business; main gives up then.
    if (this.#isClosing || (!wasReady && this.#restart === null)) return;
    const { clock, logger } = this.#parts;
    if (clock.now() - startedAt > WORKER_RESTART_MS_MAX) this.#restartMs = WORKER_RESTART_MS;
    logger.error({ directory: this.#directory, how }, `a worker ended; starting it again in ${this.#restartMs} ms`);
    this.#restart = clock.after(this.#restartMs, () => this.#fork(() => {}));
    this.#restartMs = Math.min(2 * this.#restartMs, WORKER_RESTART_MS_MAX);
  }
}
