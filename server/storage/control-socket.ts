/**
 * The way into the process that owns a data directory, for the commands of the same machine: a Unix socket beside the
 * database. Whoever may open it may read the files anyway, so that it needs no password, and no port is opened.
 *
 * One request a connection, a line of JSON; the answer is a stream of bytes. The only request is `backup`.
 */

import { createHash } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Logger } from '../lib/logger.ts';

const BACKUP_REQUEST = '{"request":"backup"}\n';

/** Longest path that every system's socket addresses can hold. */
const PATH_BYTES_MAX = 100;

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
  backup: () => AsyncIterable<Uint8Array>,
  logger: Logger,
): Promise<ControlSocket> {
  const path = controlSocketPath(dataDirectory);
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', (error) => logger.warn({ error: String(error) }, 'a control connection failed'));
    socket.once('data', (request) => {
      if (request.toString() === BACKUP_REQUEST) void sendBackup(socket, backup, logger);
      else socket.destroy();
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

/** A backup that breaks off has no end mark; whoever reads it notices. */
async function sendBackup(socket: Socket, backup: () => AsyncIterable<Uint8Array>, logger: Logger): Promise<void> {
  try {
    await pipeline(Readable.from(backup(), { objectMode: false }), socket);
  } catch (error) {
    logger.warn({ error: String(error) }, 'a backup broke off');
    socket.destroy();
  }
}

/** The bytes of a backup from the process that owns the directory. Throws when nobody listens there. */
export async function requestBackup(dataDirectory: string): Promise<AsyncIterable<Uint8Array>> {
  const socket = connect(controlSocketPath(dataDirectory));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.write(BACKUP_REQUEST);
  return socket;
}
