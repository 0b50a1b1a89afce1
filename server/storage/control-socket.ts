/**
 * The way into the process that owns a data directory, for the commands of the same machine: a Unix socket beside the
 * database. Whoever may open it may read and write the files anyway, so that it needs no password, and no port is opened.
 *
 * One request a connection, a line of JSON:
 *   {"request":"backup"}                        answered with the bytes of a backup
 *   {"request":"reindex"}                       answered with a line as below, once it has begun
 *   {"request":"add","id":ID,"bytes":N}         and N bytes: a new document as one update; answered with a line,
 *                                               {"error":null} once it is on the disk, or {"error":SENTENCE}
 *   {"request":"tokens","act":ACT}              see accounts/operator-tokens.ts; answered with a line, {"error":null,
 *                                               "value":VALUE} or {"error":SENTENCE}
 */

import { createHash } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { DOCUMENT_ID_PATTERN, IMPORT_UPDATE_BYTES_MAX } from '../contract/limits.ts';
import type { Logger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';

/** Longest path that every system's socket addresses can hold. */
const PATH_BYTES_MAX = 100;

/** What can be asked for. */
export interface ControlHandlers {
  backup(): AsyncIterable<Uint8Array>;
  /** Keeps a new document. Fails with a sentence. */
  add(id: string, update: Uint8Array): Promise<Result<null, string>>;
  /** Builds the search anew. Fails with a sentence. */
  reindex(): Promise<Result<null, string>>;
  /** Does something with the tokens for programs. Fails with a sentence. @param act anything. */
  tokens(act: unknown): Promise<Result<unknown, string>>;
}

type Request =
  | { readonly request: 'backup' | 'reindex' }
  | { readonly request: 'tokens'; readonly act: unknown }
  | { readonly request: 'add'; readonly id: string; readonly bytes: number };

export interface ControlSocket {
  /** Idempotent; ends what is under way. */
  close(): Promise<void>;
}

/** The socket of a data directory; in the system's temporary folder when the directory's own path is too long. */
export function controlSocketPath(dataDirectory: string): string {
  const path = resolve(dataDirectory, 'control.sock');
  if (Buffer.byteLength(path) <= PATH_BYTES_MAX) return path;
  const name = createHash('sha256').update(path).digest('hex').slice(0, 24);
  return join(tmpdir(), `scriptorium-${name}.sock`);
}

/** A server without it serves all the same; only online backups are missing, and the log says so. */
export async function openControlSocket(
  dataDirectory: string,
  handlers: ControlHandlers,
  logger: Logger,
): Promise<ControlSocket> {
  const path = controlSocketPath(dataDirectory);
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', (error) => logger.warn({ error: String(error) }, 'a control connection failed'));
    answer(socket, handlers).catch((error) => {
      // What breaks off has no end mark; whoever reads it notices.
      logger.warn({ error: String(error) }, 'a request for the data directory broke off');
      socket.destroy();
    });
  });
  try {
    await listen(server, path);
  } catch (error) {
    logger.warn({ path, error: String(error) }, 'no control socket: backups need the server to be stopped');
  }
  return {
    async close() {
      for (const socket of connections) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The lock of the directory is ours, so a socket that lies there belongs to nobody any more. */
async function listen(server: Server, path: string): Promise<void> {
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  await chmod(path, 0o600);
}

async function answer(socket: Socket, handlers: ControlHandlers): Promise<void> {
  const arriving = socket[Symbol.asyncIterator]();
  const { line, rest } = await readLine(arriving);
  const request = requestIn(line);
  switch (request.request) {
    case 'backup':
      return await pipeline(Readable.from(handlers.backup(), { objectMode: false }), socket);
    case 'reindex':
      return tell(socket, await handlers.reindex());
    case 'tokens':
      return tell(socket, await handlers.tokens(request.act));
    case 'add':
      return tell(socket, await handlers.add(request.id, await readBytes(arriving, rest, request.bytes)));
    default:
      return request satisfies never;
  }
}

function tell(socket: Socket, result: Result<unknown, string>): void {
  const told = result.ok ? { error: null, value: result.value } : { error: result.error };
  socket.end(`${JSON.stringify(told)}\n`);
}

/** @throws Error for everything that is no request. */
function requestIn(line: string): Request {
  const { request, id, bytes, act } = JSON.parse(line) as Record<string, unknown>;
  if (request === 'backup' || request === 'reindex') return { request };
  if (request === 'tokens') return { request, act };
  const isUpdate = typeof bytes === 'number' && bytes > 0 && bytes <= IMPORT_UPDATE_BYTES_MAX;
  if (request === 'add' && isUpdate && typeof id === 'string' && DOCUMENT_ID_PATTERN.test(id)) {
    return { request, id, bytes };
  }
  throw new Error('it asks for nothing that there is');
}

/** Of a request; what is answered is as long as it is. */
const LINE_BYTES_MAX = 4096;

async function readLine(
  arriving: AsyncIterator<Buffer>,
  bytesMax = LINE_BYTES_MAX,
): Promise<{ line: string; rest: Buffer }> {
  let read = Buffer.alloc(0);
  for (;;) {
    const end = read.indexOf(10);
    if (end >= 0) return { line: read.toString('utf8', 0, end), rest: read.subarray(end + 1) };
    if (read.length > bytesMax) throw new Error('it is no request');
    read = Buffer.concat([read, await next(arriving)]);
  }
}

async function readBytes(arriving: AsyncIterator<Buffer>, first: Buffer, bytes: number): Promise<Uint8Array> {
  const parts = [first];
  for (let read = first.length; read < bytes; ) {
    const part = await next(arriving);
    parts.push(part);
    read += part.length;
  }
  return Uint8Array.from(Buffer.concat(parts).subarray(0, bytes));
}

async function next(arriving: AsyncIterator<Buffer>): Promise<Buffer> {
  const { value, done } = await arriving.next();
  if (done === true) throw new Error('it was cut short');
  return value;
}

/** The bytes of a backup from the process that owns the directory. Throws when nobody listens there. */
export async function requestBackup(dataDirectory: string): Promise<AsyncIterable<Uint8Array>> {
  const socket = await connected(dataDirectory);
  socket.write('{"request":"backup"}\n');
  return socket;
}

/** Gives a new document to the process that owns the directory. Throws when nobody listens there, or it ends. */
export async function requestAdd(dataDirectory: string, id: string, update: Uint8Array): Promise<Result<null, string>> {
  const socket = await connected(dataDirectory);
  socket.write(`${JSON.stringify({ request: 'add', id, bytes: update.length })}\n`);
  socket.write(update);
  const added = await answerOn(socket);
  return added.ok ? ok(null) : added;
}

/** Has the process that owns the tokens do something with them. Throws when nobody listens there, or it ends. */
export async function requestTokens(directory: string, act: object): Promise<Result<unknown, string>> {
  const socket = await connected(directory);
  socket.write(`${JSON.stringify({ request: 'tokens', act })}\n`);
  return await answerOn(socket);
}

/** Has the process that owns the directory build its search anew. Throws when nobody listens there, or it cannot. */
export async function requestReindex(directory: string): Promise<void> {
  const socket = await connected(directory);
  socket.write('{"request":"reindex"}\n');
  const begun = await answerOn(socket);
  if (!begun.ok) throw new Error(begun.error);
}

async function answerOn(socket: Socket): Promise<Result<unknown, string>> {
  const { line } = await readLine(socket[Symbol.asyncIterator](), Number.POSITIVE_INFINITY);
  const { error, value } = JSON.parse(line) as { readonly error: string | null; readonly value?: unknown };
  return error === null ? ok(value ?? null) : failed(error);
}

async function connected(dataDirectory: string): Promise<Socket> {
  const socket = connect(controlSocketPath(dataDirectory));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}
